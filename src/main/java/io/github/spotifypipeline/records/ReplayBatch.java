package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.spotifypipeline.schedule.SyncTask;
import java.util.function.BiConsumer;
import org.bson.Document;

/**
 * Records of items that failed once. Where a record's place in the list is part of its key, the item may have moved
 * since, and another one stand there now: what is stored there stays.
 */
public final class ReplayBatch extends Batch {

    private final BiConsumer<String, String> refused;
    private final boolean onePlace;

    /**
     * @param refused told the {@code _id} of a record that cannot be stored, and why
     * @throws RecordException when a record has no {@code _id}
     */
    public ReplayBatch(String collection, SyncTask task, ArrayNode page, BiConsumer<String, String> refused) {
        super(collection, task.endpoint(), page, oneUnder(task, collection));
        this.refused = refused;
        this.onePlace = task.endpoint().expressions().usePosition() && !task.endpoint().expressions().repeats();
    }

    @Override
    void dropUnchanged(Document document) {
        super.dropUnchanged(document);
        String id = document.getString("_id");
        if (onePlace && document.get("removed_at") == null && records().remove(id) != null) {
            refused.accept(id, "another record is at its place; the next reading of the list settles it");
        }
    }
}
