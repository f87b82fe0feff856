package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.Owner;
import java.nio.file.Path;
import java.time.Instant;

/**
 * An import that was accepted.
 *
 * @param id        {@code _id} of its document; begins with the account
 * @param owner     whose history it is
 * @param startedAt {@code fetched_at} of its documents
 * @param file      what was uploaded
 * @param name      what it was called; null when a zip was given without a name
 * @param choices   what was asked for
 */
record ImportTask(String id, Owner.Listener owner, Instant startedAt, Path file, String name, ImportChoices choices) {

    String accountId() {
        return owner.id();
    }
}
