package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.json.Hash128;
import io.github.spotifypipeline.json.SentEntry;
import java.util.OptionalLong;

/** Tells which items of a list are stored as they are shown, before they are read. */
public interface StoredItems {

    /** Where nothing is known of what is stored. */
    StoredItems UNKNOWN = new StoredItems() {

        @Override
        public Hash128 hash(String prefix, SentEntry entry) {
            return null;
        }

        @Override
        public OptionalLong unchanged(Hash128 hash) {
            return OptionalLong.empty();
        }
    };

    /**
     * Of all that the record of an entry depends on.
     *
     * @param prefix what the {@code _id}s of the list begin with
     * @return null where a record depends on more than its item
     */
    Hash128 hash(String prefix, SentEntry entry);

    /**
     * The record that was stored of an entry like this one, if it still is.
     *
     * @return its {@code _id} as {@link LongIndex#key} has it
     */
    OptionalLong unchanged(Hash128 hash);
}
