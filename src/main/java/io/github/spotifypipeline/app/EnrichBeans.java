package io.github.spotifypipeline.app;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.enrich.FactSearch;
import io.github.spotifypipeline.enrich.GenreSearch;
import io.github.spotifypipeline.schedule.SyncSchedule;
import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.Settings;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** What the routes in {@code routes/enrich} call. */
final class EnrichBeans {

    private EnrichBeans() {
    }

    static void bind(CamelContext camel, Settings settings, Database database, KameletBeans beans, Clock clock) {
        SyncSchedule schedule = beans.syncs().schedule();
        camel.getRegistry().bind("spotifyFacts", new FactSearch(database, ImportBeans.latePairs(camel).songs(),
                beans.spotify().limits(), beans.accounts().store(), clock,
                new FactSearch.Options(settings.limit(SettingKey.ENRICH_CALLS_A_DAY),
                        () -> !schedule.progress().isEmpty(), schedule::isStopping)));
        camel.getRegistry().bind("spotifyGenres", new GenreSearch(settings.text("musicbrainz").equals("on"), database,
                beans.own(), clock, schedule::isStopping));
    }
}
