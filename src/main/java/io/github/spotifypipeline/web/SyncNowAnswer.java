package io.github.spotifypipeline.web;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.schedule.SyncSchedule;
import java.util.List;
import org.apache.camel.Header;

/** {@code POST /api/sync} and {@code POST /api/sync/ENDPOINT}: starts syncs for all accounts, whether due or not. */
public final class SyncNowAnswer {

    private final EndpointRegistry endpoints;
    private final SyncSchedule syncs;

    public SyncNowAnswer(EndpointRegistry endpoints, SyncSchedule syncs) {
        this.endpoints = endpoints;
        this.syncs = syncs;
    }

    /** The ids of the endpoints whose syncs were started. */
    public record Started(List<String> started) {
    }

    /**
     * Starts them.
     *
     * @param path what follows {@code /api/sync} in the path: nothing for all endpoints, or a slash and an endpoint's
     *             id
     * @return 202 with {@link Started}
     * @throws RequestException 404 when there is no such endpoint
     */
    public Answer start(@Header("CamelHttpPath") String path) {
        String id = path == null ? "" : path.replaceFirst("^/", "");
        List<String> started = endpoints.all().stream().map(Endpoint::id)
                .filter(endpoint -> id.isEmpty() || endpoint.equals(id)).toList();
        if (started.isEmpty() && !id.isEmpty()) {
            throw RequestException.notFound("There is no endpoint with this id.");
        }
        started.forEach(syncs::request);
        return Answer.json(202, new Started(started));
    }
}
