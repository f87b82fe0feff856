package io.github.spotifypipeline.sync;

import java.time.Instant;

/**
 * How far a sync has come.
 *
 * @param pages    answers of Spotify so far
 * @param records  entries of lists so far, those included that Spotify left empty
 * @param expected how many entries there will be; null: not known
 */
public record RunProgress(String accountId, String endpointId, Instant startedAt, int pages, int records, Long expected) {

    /** After one page more. */
    RunProgress with(int entries, Long expectedNow) {
        return new RunProgress(accountId, endpointId, startedAt, pages + 1, records + entries, expectedNow);
    }
}
