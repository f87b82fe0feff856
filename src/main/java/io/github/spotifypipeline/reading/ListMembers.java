package io.github.spotifypipeline.reading;

import java.time.Instant;

/** The records of a list, as they are made of its items: it numbers repeats, and remembers what was there. */
public interface ListMembers {

    /** Those of a list that needs neither. */
    ListMembers NOBODY = new ListMembers() { };

    /**
     * The {@code _id} of an item's record. Where a list may hold the same thing several times, each repeat gets a
     * number; so it is asked for once for each item, in their order, when nothing else can go wrong with the record.
     *
     * @param id what the {@code _id}s of the list begin with, and the item's key
     */
    default String idOf(Item item, String id) {
        return id;
    }

    /**
     * A record was made, or an item was left out, so that what is stored of it stays.
     *
     * @param time of the record; null when it has none that counts
     */
    default void saw(String id, Instant time, Instant now) {
    }

    /**
     * No record could be made of an item.
     *
     * @param id    as for {@link #idOf}; null when the item has no key
     * @param known whether that was known before
     */
    default void sawDead(String id, boolean known) {
    }
}
