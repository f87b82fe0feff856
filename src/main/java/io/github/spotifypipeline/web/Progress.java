package io.github.spotifypipeline.web;

import io.github.spotifypipeline.imports.flow.ImportProgress;
import java.time.Instant;
import java.util.List;

/**
 * What {@code GET /api/progress} answers.
 *
 * @param running the syncs
 */
public record Progress(List<Running> running, List<ImportProgress> imports) {

    /**
     * A sync that is under way.
     *
     * @param pages    answers of Spotify so far
     * @param records  entries of lists so far
     * @param expected how many entries there will be; null when Spotify does not say
     */
    public record Running(String accountId, String endpoint, Instant startedAt, int pages, int records, Long expected) {
    }
}
