package io.github.spotifypipeline.testing;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Schedule;
import java.util.List;

/** Parts of endpoints that no route declares. */
public final class EndpointParts {

    public static final Endpoint.Timing DAILY = new Endpoint.Timing(Schedule.every("1d"), 10);
    public static final Endpoint.Expressions NO_EXPRESSIONS =
            new Endpoint.Expressions(null, null, "", false, false, false);

    private EndpointParts() {
    }

    /** One list, whose route names the scopes. */
    public static Endpoint.Source list(String path, String... scopes) {
        return new Endpoint.Source(path, "items", List.of(), false, List.of(scopes), true);
    }
}
