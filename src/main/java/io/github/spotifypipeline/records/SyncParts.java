package io.github.spotifypipeline.records;

import io.github.spotifypipeline.reading.PageSource;
import io.github.spotifypipeline.schedule.Tally;

/**
 * What the route of an endpoint works with in one sync, its variable {@code spotifySync}.
 *
 * @param tally   what it has done so far
 * @param pages   where its items come from
 * @param results what becomes of them
 */
public record SyncParts<P extends PageSource>(Tally tally, P pages, ItemResults results) {
}
