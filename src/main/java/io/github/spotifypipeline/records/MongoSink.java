package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.mongodb.bulk.BulkWriteResult;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.sync.StoredRun;
import io.github.spotifypipeline.sync.SyncRun;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what of a page is written. */
public final class MongoSink {

    private static final Logger LOG = LoggerFactory.getLogger(MongoSink.class);

    private final Set<String> complained = ConcurrentHashMap.newKeySet();
    private final OwnCollections own;

    /** @param own is told of each collection before something is written to it */
    public MongoSink(OwnCollections own) {
        this.own = own;
    }

    /**
     * @param records    a page of records, as {@link RecordPage#of} takes it
     * @param collection where they go; empty: the endpoint's own collection
     * @param run        the sync that they belong to; null when none
     * @throws RecordException when that is no page of records
     */
    public Batch batch(Object records, String collection, SyncRun run) {
        if (collection.isEmpty() && run == null) {
            throw new RecordException("spotify-mongodb-sink needs its collection parameter here");
        }
        String target = collection.isEmpty() ? run.getCollection() : collection;
        Batch batch = batch(target, RecordPage.of(records), run);
        own.remember(target, run == null ? null : run.getEndpointId());
        if (run != null) {
            run.storing(target);
            run.arrived(batch.ids());
        }
        return batch;
    }

    private static Batch batch(String target, ArrayNode page, SyncRun run) {
        if (run instanceof StoredRun stored) {
            return stored.isInPlace() ? new InPlaceBatch(target, stored, page) : new ReplayBatch(target, stored, page);
        }
        return run == null ? new Batch(target, Mode.APPEND, false, page, null)
                : new Batch(target, run.endpoint().mode(), run.endpoint().expressions().usePosition(), page,
                        Batch.oneUnder(run, target));
    }

    /** Takes the ids that are stored. */
    public void known(Batch batch, Iterable<Document> stored) {
        batch.known(stored);
        batch.records().values().forEach(record -> Bson.timeless(record).forEach(field -> complain(batch.getCollection(), field)));
    }

    private void complain(String collection, String field) {
        if (complained.add(collection + " " + field)) {
            LOG.warn("{} holds no time in a document of {}, and a field whose name ends with _at is a date or null: it is stored"
                    + " as null, raw has what Spotify sent; give the field another name if it is no time (said once)",
                    field, collection);
        }
    }

    /** Counts what became of the page. @param result of the bulk write; anything else when nothing had to be written */
    public void done(Batch batch, Object result, SyncRun run) {
        int inserted = result instanceof BulkWriteResult bulk ? bulk.getUpserts().size() : 0;
        // what only moved counts as unchanged; another process may have written its place meanwhile
        int changed = result instanceof BulkWriteResult bulk ? Math.max(0, bulk.getModifiedCount() - batch.moved()) : 0;
        if (run != null) {
            run.storing(null);
            run.stored(inserted, changed, batch.ids().size() - inserted - changed);
        }
    }
}
