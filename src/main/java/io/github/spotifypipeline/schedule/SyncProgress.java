package io.github.spotifypipeline.schedule;

import java.time.Instant;

/**
 * How far a sync has come.
 *
 * @param pages    answers of Spotify so far
 * @param records  entries of lists so far, with those that Spotify left empty
 * @param expected how many entries there will be; null: not known
 */
public record SyncProgress(String accountId, String endpointId, Instant startedAt, int pages, int records,
        Long expected) {

    /** After one page more. */
    SyncProgress with(int entries, Long expectedNow) {
        return new SyncProgress(accountId, endpointId, startedAt, pages + 1, records + entries, expectedNow);
    }
}
