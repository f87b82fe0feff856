package io.github.spotifypipeline.web;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.sync.Syncs;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;

/** Starts syncs on demand. */
public final class SyncNow {

    private final EndpointRegistry endpoints;
    private final Syncs syncs;

    public SyncNow(EndpointRegistry endpoints, Syncs syncs) {
        this.endpoints = endpoints;
        this.syncs = syncs;
    }

    /**
     * Starts syncs for all accounts.
     *
     * @param path what follows {@code /api/sync} in the path: nothing for all endpoints, or a slash and an endpoint's id
     * @throws ErrorAnswers.NotFoundException when there is no such endpoint
     */
    public Answer start(@Header("CamelHttpPath") String path) {
        String id = path == null ? "" : path.replaceFirst("^/", "");
        List<Endpoint> started = endpoints.all().stream()
                .filter(endpoint -> id.isEmpty() || endpoint.id().equals(id)).toList();
        if (started.isEmpty() && !id.isEmpty()) {
            throw new ErrorAnswers.NotFoundException("There is no endpoint with this id.");
        }
        started.forEach(endpoint -> syncs.request(endpoint.id()));
        return ErrorAnswers.json(202, Map.of("started", started.stream().map(Endpoint::id).toList()));
    }
}
