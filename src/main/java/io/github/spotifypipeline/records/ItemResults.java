package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.schedule.SyncTask;

/** What becomes of items, page by page: in a sync, a replay, a retransform or a trial. */
public interface ItemResults {

    /** Leaves out the items that are known to fail. */
    default Page withoutKnownFailures(Page page) {
        return page;
    }

    /**
     * A record was made of an item.
     *
     * @param id its {@code _id}
     * @throws IllegalArgumentException when it may not be stored, in words
     */
    default void made(Item item, String id) {
    }

    /**
     * An item could not be transformed.
     *
     * @param key    its natural key as a text; null when it is not known
     * @param reason in words
     */
    void failed(Item item, String key, String reason);

    /** The page's other items are stored, or a step of the route has left them out. */
    void stored(Page page);

    /** Whether there may be documents that were not there before. */
    default boolean isInserting() {
        return true;
    }

    /** The records of a page on their way into a collection. */
    Batch batch(String collection, SyncTask task, ArrayNode records);
}
