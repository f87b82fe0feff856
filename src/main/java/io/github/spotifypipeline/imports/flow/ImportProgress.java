package io.github.spotifypipeline.imports.flow;

import java.time.Instant;

/**
 * How far an import of this process is, which reads its rows twice: it looks at all of them, and then stores them.
 *
 * @param id       of its document
 * @param name     of its file
 * @param rows     that were looked at so far, or stored so far
 * @param expected how many rows there are to store; null while they are looked at
 */
public record ImportProgress(String id, String accountId, String name, Instant startedAt, boolean dryRun, long rows,
                             Long expected) {
}
