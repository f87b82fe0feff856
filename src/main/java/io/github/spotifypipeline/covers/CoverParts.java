package io.github.spotifypipeline.covers;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.settings.Origins;
import io.github.spotifypipeline.settings.Settings;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * What shows covers, and what fetches them.
 *
 * @param covers what the page asks
 * @param fetch  what the route that fetches asks
 */
public record CoverParts(Covers covers, CoverFetch fetch) {

    /** Makes both. @param stopping whether nothing may be begun any more */
    public static CoverParts of(Settings settings, Database database, Clock clock, BooleanSupplier stopping) {
        CoverQueue queue = new CoverQueue();
        CoverFiles files = new CoverFiles(settings.dataDir(), clock);
        boolean on = settings.text("covers").equals("on");
        return new CoverParts(
                new Covers(database, Origins.of(on ? settings.text("covers.origins") : ""), files, queue,
                        new ShownAddresses(clock)),
                new CoverFetch(queue, files, clock, stopping));
    }
}
