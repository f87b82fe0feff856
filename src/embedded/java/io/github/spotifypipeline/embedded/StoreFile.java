package io.github.spotifypipeline.embedded;

import org.h2.mvstore.MVStore;

/** Brings what commands changed to the disk, and keeps the file from growing. */
final class StoreFile {

    /** After how long each of the two parts of shrinking the file begins nothing more, in milliseconds. */
    private static final int COMPACT_MILLIS = 1_000;

    /** After how many commits the file is tidied by a step. */
    private static final int TIDY_EVERY = 50;

    /** How much of the file should be alive, in percent; the rest waits to be used again. */
    private static final int TIDY_BELOW = 55;

    /** How much a step writes, in bytes: some 20 milliseconds. */
    private static final int TIDY_BYTES = 1024 * 1024;

    private final MVStore store;
    private long commits;

    StoreFile(MVStore store) {
        this.store = store;
    }

    /** Forces what has changed to the disk. */
    void persist() {
        if (store.hasUnsavedChanges()) {
            store.commit();
            store.sync();
            commits++;
            if (commits % TIDY_EVERY == 0) {
                tidy();
            }
        }
    }

    /**
     * Takes a step against the growth by scattered updates, each of which leaves a chunk behind that is mostly dead. It
     * writes once more what is alive in the emptiest chunks, so that their space is free after the retention time.
     */
    private void tidy() {
        if (store.getFileStore() != null && store.getFileStore().getChunksFillRate() < TIDY_BELOW) {
            store.compact(TIDY_BELOW, TIDY_BYTES);
        }
    }

    /** Persists, and makes the file as small as it can in a few seconds. */
    void shrink() {
        persist();
        // the first call moves what is alive together, the second releases the space that it came from
        store.compactFile(COMPACT_MILLIS);
        persist();
        store.compactFile(COMPACT_MILLIS);
    }
}
