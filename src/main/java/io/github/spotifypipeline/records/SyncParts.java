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

    /** Whose sync it is; a route's own steps may ask for it, as {@code spotify-get-action} does. */
    public String getAccountId() {
        return tally.task().accountId();
    }
}
