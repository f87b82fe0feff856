package io.github.spotifypipeline.reading;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.StoredTime;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds which stored records a list no longer shows, and marks or deletes them. */
public final class RemovedRecords {

    private static final Logger LOG = LoggerFactory.getLogger(RemovedRecords.class);

    private static final int BULK = 500;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final EndpointRegistry endpoints;
    private final Database database;
    private final Clock clock;

    RemovedRecords(EndpointRegistry endpoints, Database database, Clock clock) {
        this.endpoints = endpoints;
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a list has lost.
     *
     * @param ids   of its records that are in the database, not marked as removed, and were not seen
     * @param known how many of its records there are; of the first snapshot of a day, those of the day before it
     * @param count how many of them it did not show
     */
    record Missing(List<String> ids, long known, long count) {

        static final Missing NOTHING = new Missing(List.of(), 0, 0);
    }

    /** Compares what is stored of a list with what its reading has shown. */
    Missing missing(SyncTask task, ListReading list) {
        SourceList source = list.source();
        List<String> unseen = new ArrayList<>();
        Instant now = clock.instant();
        long[] known = {0};
        new IdPages(collection(task), stored(task, source.prefix()), new Document("fetched_at", 1))
                .forEach(document -> {
            String id = document.getString("_id");
            Date fetchedAt = document.getDate("fetched_at");
            // what another process has stored meanwhile is not missing; what an earlier reading of a child
            // stored may be
            boolean newer = fetchedAt != null && fetchedAt.toInstant().isAfter(task.startedAt()) && !source.isChild()
                    && !StoredTime.isImpossible(fetchedAt.toInstant(), now);
            known[0]++;
            if (!newer && !list.contents().has(id)) {
                unseen.add(id);
            }
        });
        if (source.former() != null && unseen.isEmpty()) {
            long former = collection(task).countDocuments(stored(task.accountId(), source.former(), Mode.SNAPSHOT));
            return new Missing(unseen, former, Math.max(0, former - list.contents().entries()));
        }
        return new Missing(unseen, known[0], unseen.size());
    }

    private static Document stored(SyncTask task, String prefix) {
        return stored(task.accountId(), prefix, task.endpoint().mode());
    }

    /** The records of a list that are in the database, not marked as removed. */
    public static Document stored(String accountId, String prefix, Mode mode) {
        Document filter = IdRange.startingWith(prefix).append("account_id", accountId);
        return mode == Mode.MIRROR ? filter.append("removed_at", null) : filter;
    }

    /**
     * Deletes what an earlier version stored of a list by its places: their songs were read anew, and a place is not a
     * song that could have left the list. Of a list that cannot be read any more it stays.
     */
    void dropPlaces(SourceList list, Tally tally) {
        SyncTask task = tally.task();
        String prefix = list.prefix();
        // keys that begin with a digit: the colon follows the nine
        Document filter = new Document("_id", new Document("$gte", prefix + "0").append("$lt", prefix + ":"))
                .append("account_id", task.accountId());
        List<WriteModel<Document>> places = new ArrayList<>();
        new IdPages(collection(task), filter, new Document("position", 1)).forEach(document -> {
            String id = document.getString("_id");
            if (id.substring(prefix.length()).equals(String.valueOf(document.get("position")))) {
                places.add(new DeleteOneModel<>(new Document("_id", id)));
            }
        });
        for (int from = 0; from < places.size(); from += BULK) {
            collection(task).bulkWrite(places.subList(from, Math.min(places.size(), from + BULK)), UNORDERED);
        }
        tally.add(Count.DROPPED, places.size());
    }

    /** The records of a list that were seen for the first time in this sync. */
    List<String> firstSeen(SyncTask task, SourceList list) {
        List<String> ids = new ArrayList<>();
        Document filter = stored(task, list.prefix()).append("first_seen_at", sinceBeginning(task));
        new IdPages(collection(task), filter, new Document("_id", 1))
                .forEach(document -> ids.add(document.getString("_id")));
        return ids;
    }

    private static Document sinceBeginning(SyncTask task) {
        return new Document("$gte", Date.from(task.startedAt()));
    }

    /**
     * Deletes repeats that never were any: what moved to the next page while the list was read came twice.
     *
     * @param ids of records of the list
     * @return those that were not deleted
     */
    List<String> dropShifted(ListReading list, List<String> ids, Tally tally) {
        SyncTask task = tally.task();
        List<String> left = new ArrayList<>();
        for (String id : ids) {
            if (list.isShifted(id) && collection(task).deleteOne(new Document("_id", id)
                    .append("first_seen_at", sinceBeginning(task))).getDeletedCount() > 0) {
                tally.add(Count.DROPPED, 1);
            } else {
                left.add(id);
            }
        }
        return left;
    }

    /**
     * Takes records out of a list: what is gone from a mirror keeps its record, marked; what is gone from a day's
     * snapshot never was in it. Where another endpoint has the same collection, nothing is known to be gone.
     */
    void remove(List<String> ids, Tally tally) {
        Endpoint endpoint = tally.task().endpoint();
        if (!ids.isEmpty() && isShared(endpoint)) {
            LOG.warn("{} shares the collection {} with another endpoint, so nothing counts as removed: give it one of"
                    + " its own", endpoint.id(), endpoint.collection());
            return;
        }
        Document removed = new Document("$set", new Document("removed_at", Date.from(clock.instant())));
        for (int from = 0; from < ids.size(); from += BULK) {
            List<WriteModel<Document>> writes = new ArrayList<>();
            for (String id : ids.subList(from, Math.min(ids.size(), from + BULK))) {
                Document one = new Document("_id", id);
                writes.add(endpoint.mode() == Mode.MIRROR ? new UpdateOneModel<>(one, removed)
                        : new DeleteOneModel<>(one));
            }
            collection(tally.task()).bulkWrite(writes, UNORDERED);
            tally.add(Count.REMOVED, writes.size());
        }
    }

    private boolean isShared(Endpoint endpoint) {
        return endpoints.all().stream().anyMatch(other -> !other.id().equals(endpoint.id())
                && other.collection().equals(endpoint.collection()));
    }

    private MongoCollection<Document> collection(SyncTask task) {
        return database.collection(task.endpoint().collection());
    }
}
