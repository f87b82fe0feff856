package io.github.spotifypipeline.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.bulk.BulkWriteResult;
import io.github.spotifypipeline.sync.Mode;
import io.github.spotifypipeline.sync.RecordException;
import io.github.spotifypipeline.sync.StoredRun;
import io.github.spotifypipeline.sync.SyncRun;
import org.bson.Document;

/** Decides what of a page is written. */
public final class MongoSink {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param records    a JSON array of records, or lists and maps of that shape
     * @param collection where they go; empty: the endpoint's own collection
     * @param run        the sync that they belong to; null when none
     */
    public Batch batch(Object records, String collection, SyncRun run) {
        if (collection.isEmpty() && run == null) {
            throw new RecordException("spotify-mongodb-sink needs its collection parameter here");
        }
        String target = collection.isEmpty() ? run.getCollection() : collection;
        JsonNode page = records instanceof JsonNode json ? json : JSON.<JsonNode>valueToTree(records);
        if (run instanceof StoredRun stored) {
            return stored.isInPlace() ? new InPlaceBatch(target, stored, page) : new ReplayBatch(target, stored, page);
        }
        return new Batch(target, run == null ? Mode.APPEND : run.endpoint().mode(), page);
    }

    /** Takes the ids that are stored. */
    public void known(Batch batch, Iterable<Document> stored) {
        batch.known(stored);
    }

    /** Counts what became of the page. @param result of the bulk write; anything else when nothing had to be written */
    public void done(Batch batch, Object result, SyncRun run) {
        int inserted = result instanceof BulkWriteResult bulk ? bulk.getUpserts().size() : 0;
        int changed = result instanceof BulkWriteResult bulk ? bulk.getModifiedCount() : 0;
        if (run != null) {
            run.stored(inserted, changed, batch.size() - inserted - changed);
        }
    }
}
