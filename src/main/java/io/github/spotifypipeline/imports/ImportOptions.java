package io.github.spotifypipeline.imports;

import io.github.spotifypipeline.imports.files.ReadLimits;
import java.time.Duration;
import java.time.Instant;

/**
 * How an import reads.
 *
 * @param playAfter      a song that was heard shorter is no play
 * @param withoutPrivate whether rows of private sessions are left out
 * @param shortForm      whether the short form is read, too
 * @param now            rows that lie more than a day ahead of it are dead
 * @param limits         what the files may hold
 */
public record ImportOptions(Duration playAfter, boolean withoutPrivate, boolean shortForm, Instant now,
        ReadLimits limits) {

    boolean leavesOut(ExportRow row) {
        return withoutPrivate && row.heard() != null && row.heard().hidden();
    }
}
