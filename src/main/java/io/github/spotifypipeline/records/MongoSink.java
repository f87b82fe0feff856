package io.github.spotifypipeline.records;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.schedule.SyncTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final PlayMonths months;

    /**
     * Of the database.
     *
     * @param own    is told of each collection before something is written to it
     * @param months is told of each write to plays
     */
    public MongoSink(OwnCollections own, PlayMonths months) {
        this.own = own;
        this.months = months;
    }

    /**
     * @param records    a page of records, as {@link RecordPage#of} takes it
     * @param collection where they go; empty: the endpoint's own collection
     * @param sync       the sync that they belong to; null when none
     * @param allNew     true where none of them can be stored; null otherwise
     * @param compared   what {@link #compared} gave of the page before, of which not all is asked again; null: nothing
     * @throws RecordException when that is no page of records
     */
    public Batch batch(Object records, String collection, SyncParts<?> sync, Boolean allNew, Batch compared) {
        if (sync == null) {
            if (collection.isEmpty()) {
                throw new RecordException("spotify-mongodb-sink needs its collection parameter here");
            }
            Batch batch = new Batch(collection, RecordPage.of(records), Boolean.TRUE.equals(allNew));
            own.remember(collection, null);
            return batch;
        }
        Endpoint endpoint = sync.tally().task().endpoint();
        Batch batch = of(records, collection, sync);
        batch.shareAnswer(compared);
        String target = batch.getCollection();
        if (sync.results().isInserting()) {
            own.remember(target, endpoint.id());
        }
        sync.tally().writes(target, batch.ids());
        return batch;
    }

    /**
     * A page of records before it is stored, to be compared with what is stored.
     *
     * @param collection as for {@link #batch}
     * @throws RecordException when that is no page of records, or there is nothing to compare it with
     */
    public Batch compared(Object records, String collection, SyncParts<?> sync) {
        if (sync == null && collection.isEmpty()) {
            throw new RecordException("spotify-records-action needs its collection parameter here, or which=all");
        }
        return sync == null ? new Batch(collection, RecordPage.of(records), false) : of(records, collection, sync);
    }

    private static Batch of(Object records, String collection, SyncParts<?> sync) {
        SyncTask task = sync.tally().task();
        String target = collection.isEmpty() ? task.endpoint().collection() : collection;
        return sync.results().batch(target, task, RecordPage.of(records));
    }

    /** Leaves out what is stored and has not changed. */
    public void dropUnchanged(Batch batch, Iterable<Document> stored) {
        batch.dropUnchanged(stored);
    }

    /** What is to be written of a batch, now. */
    public List<WriteModel<Document>> writes(Batch batch) {
        batch.records().values().forEach(record ->
                Bson.timeless(record).forEach(field -> complain(batch.getCollection(), field)));
        plays(batch).forEach(months::begin);
        return batch.getWrites();
    }

    /** The {@code _id}s of the plays that a batch writes, by account. */
    private static Map<String, List<String>> plays(Batch batch) {
        Map<String, List<String>> plays = new HashMap<>();
        if (batch.getCollection().equals(PlayMonths.PLAYS)) {
            batch.records().forEach((id, record) -> plays.computeIfAbsent(record.path("account_id").asText(),
                    account -> new ArrayList<>()).add(id));
        }
        return plays;
    }

    private void complain(String collection, String field) {
        if (complained.add(collection + " " + field)) {
            LOG.warn("{} holds no time in a document of {}, and a field whose name ends with _at is a date or null: it"
                    + " is stored as null, raw has what Spotify sent; give the field another name if it is no time"
                    + " (said once)",
                    field, collection);
        }
    }

    /** Counts what became of the page. @param result of the bulk write; anything else when nothing had to be written */
    public void done(Batch batch, Object result, SyncParts<?> sync) {
        plays(batch).forEach(months::end);
        int inserted = 0;
        if (result instanceof BulkWriteResult bulk) {
            batch.written(bulk.getUpserts());
            inserted = bulk.getUpserts().size();
        }
        // what only moved counts as unchanged; another process may have written its place meanwhile
        int changed = result instanceof BulkWriteResult bulk ? Math.max(0, bulk.getModifiedCount() - batch.moved()) : 0;
        if (sync != null) {
            sync.tally().wrote();
            sync.tally().stored(inserted, changed, batch.ids().size() - inserted - changed);
        }
    }
}
