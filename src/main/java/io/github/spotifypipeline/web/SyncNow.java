package io.github.spotifypipeline.web;

import io.github.spotifypipeline.sync.Endpoint;
import io.github.spotifypipeline.sync.Endpoints;
import io.github.spotifypipeline.sync.Syncs;
import java.util.List;
import java.util.Map;

/** Starts syncs on demand. */
public final class SyncNow {

    private final Endpoints endpoints;
    private final Syncs syncs;

    public SyncNow(Endpoints endpoints, Syncs syncs) {
        this.endpoints = endpoints;
        this.syncs = syncs;
    }

    /** Starts all endpoints for all accounts. */
    public Answer all() {
        return start(endpoints.all());
    }

    /** @throws Answers.NotFoundException when there is no such endpoint */
    public Answer one(String id) {
        List<Endpoint> found = endpoints.all().stream().filter(endpoint -> endpoint.id().equals(id)).toList();
        if (found.isEmpty()) {
            throw new Answers.NotFoundException("There is no endpoint with this id.");
        }
        return start(found);
    }

    private Answer start(List<Endpoint> started) {
        started.forEach(endpoint -> syncs.request(endpoint.id()));
        return Answers.json(202, Map.of("started", started.stream().map(Endpoint::id).toList()));
    }
}
