package io.github.spotifypipeline.app;

import io.github.spotifypipeline.covers.CoverFetch;
import io.github.spotifypipeline.covers.CoverParts;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.spotify.CallGuard;
import io.github.spotifypipeline.web.CoverAnswer;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** What the routes of covers call, and the HTTP client with which images are fetched. */
final class CoverBeans {

    private CoverBeans() {
    }

    static void bind(CamelContext camel, Settings settings, Database database, CallGuard guard, Clock clock) {
        KameletComponents.add(camel, "spotify-cover-http",
                KameletComponents.http(guard.ofSpotify(CoverFetch.MOST_BYTES)));
        CoverParts parts = CoverParts.of(settings, database, clock, () -> camel.isStopping() || camel.isStopped());
        camel.getRegistry().bind("spotifyCovers", new CoverAnswer(parts.covers()));
        camel.getRegistry().bind("spotifyCoverFetch", parts.fetch());
    }
}
