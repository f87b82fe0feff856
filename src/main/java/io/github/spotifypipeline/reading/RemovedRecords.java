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
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.sync.SyncRun;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the reading of a list: sees whether it is believed, and marks what is no longer in it. */
public final class RemovedRecords {

    private static final Logger LOG = LoggerFactory.getLogger(RemovedRecords.class);

    private static final int BULK = 500;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final EndpointRegistry endpoints;
    private final Database database;
    private final ParentReads reads;
    private final Clock clock;
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    public RemovedRecords(EndpointRegistry endpoints, Database database, ParentReads reads, Clock clock) {
        this.endpoints = endpoints;
        this.database = database;
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * Ends a list whose pages are all stored.
     *
     * @return false when there is something to fetch first: the question whether it changed, or all of it again
     */
    public boolean end(SyncRun run, ListReading sweep) {
        Endpoint endpoint = run.endpoint();
        SourceList slice = sweep.slice();
        if (sweep.isDropped()) {
            return true;
        }
        if (sweep.isRefused()) {
            refused(run, sweep);
            return true;
        }
        String tokenUrl = ListSelection.tokenUrl(endpoint, slice);
        if (!sweep.isTorn() && sweep.askToken(tokenUrl)) {
            return false;
        }
        if (tokenUrl == null && slice.parent() != null && endpoint.parent().tokenPath() != null) {
            complain(endpoint);
        }
        if (endpoint.expressions().repeats() && !slice.gone() && !sweep.isTorn() && sweep.isWhole() && !sweep.isShort() && !sweep.isBare()) {
            dropPlaces(run, slice);
        }
        Missing missing = sweep.isTorn() || endpoint.mode() == Mode.APPEND ? Missing.NOTHING : missing(run, sweep);
        if (!missing.ids().isEmpty() && sweep.askFirstPage()) {
            return false;
        }
        if (sweep.isTorn()) {
            if (slice.isChild() && sweep.repeat()) {
                return false;
            }
            if (endpoint.expressions().repeats()) {
                dropShifted(run, sweep, fresh(run, slice));
            }
            LOG.info("{} of account {} changed while it was read, so nothing counts as removed this time",
                    run.getEndpointId(), run.getAccountId());
        } else if (slice.gone()) {
            removeUnlessShared(run, missing.ids());
            reads.forget(run, slice);
        } else {
            ended(run, sweep, missing);
        }
        return true;
    }

    /** Spotify does not show a list, or no more of it, although its parent is there: it stays as it was seen last. */
    private void refused(SyncRun run, ListReading sweep) {
        SourceList slice = sweep.slice();
        boolean begun = !sweep.isAtFirstPage();
        if (!sweep.isSecondLook() && !slice.last().isRefused() && (slice.own() || begun)) {
            run.lookAgain(slice.withToken(sweep.listedToken()));
        }
        // what the parent still counts is not gone
        boolean counted = slice.counted() != null && slice.counted() > 0;
        if (sweep.isVanished() && slice.last().isNotFound() && !counted && run.endpoint().mode() != Mode.APPEND) {
            removeUnlessShared(run, missing(run, sweep).ids());
        }
        reads.refused(run, slice, sweep.listedToken(), sweep.isVanished(), begun, clock.instant());
    }

    /** A list that stood still. It may show less than there is, and is believed only when nothing speaks against it. */
    private void ended(SyncRun run, ListReading sweep, Missing missing) {
        SourceList slice = sweep.slice();
        boolean whole = sweep.isWhole();
        boolean allSeen = missing.ids().isEmpty();
        // a list without a token is read in each run, so that only much that is not shown is worth another look
        boolean isShort = sweep.isShort() && (slice.isChild() || sweep.hidden() > sweep.entries());
        boolean isDoubtedBefore = slice.last().isDoubted() || run.isDoubtedBefore(slice);
        boolean doubtful = isShort || whole && !isDoubtedBefore && isDoubtful(run, sweep, missing);
        if (doubtful && !sweep.isSecondLook() && !isDoubtedBefore) {
            run.lookAgain(slice.withToken(sweep.listedToken()));
        } else if (isShort || !whole && !allSeen) {
            LOG.info("{} of account {} was not shown as a whole, so nothing counts as removed this time",
                    run.getEndpointId(), run.getAccountId());
            run.holdUp(sweep.heldUp());
            if (isShort && !isDoubtedBefore) {
                run.doubt(slice);
            }
        } else if (doubtful) {
            LOG.warn("{} of account {} shows {} of {} entries{}: nothing counts as removed until a later sync finds"
                    + " the same", run.getEndpointId(), run.getAccountId(), sweep.entries(), missing.known(), where(slice));
            run.doubt(slice);
        } else {
            if (run.endpoint().expressions().repeats()) {
                dropShifted(run, sweep, missing.ids());
            }
            removeUnlessShared(run, missing.ids());
        }
        ListCompleteness after = sweep.after(allSeen && missing.known() > 0);
        if (!slice.isChild()) {
            run.showed(after);
        } else if (doubtful || !whole && !allSeen) {
            reads.incomplete(run, slice, sweep.listedToken(), after, clock.instant());
        } else {
            reads.read(run, slice, sweep.listedToken(), after, sweep.isWavering(), sweep.hidden() > 0, clock.instant());
        }
    }

    private static String where(SourceList slice) {
        return slice.isChild() ? " of the list of " + slice.parentId()
                : slice.partition() == null ? "" : " of " + slice.partition();
    }

    /**
     * Whether a list shows less than half of what is stored, so that it is asked again before anything follows from
     * that. A second look that finds the same is believed, but for a list that shows nothing at all, and for a snapshot,
     * whose records would be deleted: there a later run must find the same. What the list's parent counts, too, is beyond
     * doubt.
     */
    private static boolean isDoubtful(SyncRun run, ListReading sweep, Missing missing) {
        return !sweep.isAsItsParentCounts() && missing.count() > missing.known() - missing.count()
                && (!sweep.isSecondLook() || sweep.isBare() || run.endpoint().mode() == Mode.SNAPSHOT);
    }

    private void complain(Endpoint endpoint) {
        if (complained.add(endpoint.id() + " " + endpoint.parent().tokenPath())) {
            LOG.warn("{} cannot see whether a list changes while it is read, and takes it as it comes: its tokenPath {} names a"
                    + " field that a record of {} does not have; correct the name in its route (said once)",
                    endpoint.id(), endpoint.parent().tokenPath(), endpoint.parent().endpointId());
        }
    }

    /** What another endpoint has stored is not missing from this one's list. */
    private boolean isShared(Endpoint endpoint) {
        return endpoints.all().stream().anyMatch(other -> !other.id().equals(endpoint.id())
                && other.collection().equals(endpoint.collection()));
    }

    /**
     * What a list has lost.
     *
     * @param ids   of its records that are in the database, not marked as removed, and were not seen
     * @param known how many of its records there are; of the first snapshot of a day, those of the day before it
     * @param count how many of them it did not show
     */
    private record Missing(List<String> ids, long known, long count) {

        static final Missing NOTHING = new Missing(List.of(), 0, 0);
    }

    private Missing missing(SyncRun run, ListReading sweep) {
        SourceList slice = sweep.slice();
        List<String> unseen = new ArrayList<>();
        Instant now = clock.instant();
        long[] known = {0};
        Document filter = stored(run.getAccountId(), slice.prefix(), run.endpoint().mode());
        new IdPages(collection(run), filter, new Document("fetched_at", 1)).forEach(document -> {
            String id = document.getString("_id");
            Date fetchedAt = document.getDate("fetched_at");
            // what another process has stored meanwhile is not missing; what an earlier reading of a child stored may be
            boolean newer = fetchedAt != null && fetchedAt.toInstant().isAfter(run.startedAt()) && !slice.isChild()
                    && !StoredTime.isImpossible(fetchedAt.toInstant(), now);
            known[0]++;
            if (!newer && !sweep.hasSeen(id)) {
                unseen.add(id);
            }
        });
        if (slice.former() != null && unseen.isEmpty()) {
            long former = collection(run).countDocuments(stored(run.getAccountId(), slice.former(), Mode.SNAPSHOT));
            return new Missing(unseen, former, Math.max(0, former - sweep.entries()));
        }
        return new Missing(unseen, known[0], unseen.size());
    }

    /** The records of a list that are in the database, not marked as removed. */
    public static Document stored(String accountId, String prefix, Mode mode) {
        Document filter = IdRange.startingWith(prefix).append("account_id", accountId);
        return mode == Mode.MIRROR ? filter.append("removed_at", null) : filter;
    }

    /**
     * Deletes what an earlier version stored of a list by its places: their songs were read anew, and a place is not a song
     * that could have left the list. Of a list that cannot be read any more it stays.
     */
    private void dropPlaces(SyncRun run, SourceList slice) {
        // keys that begin with a digit: the colon follows the nine
        Document filter = new Document("_id", new Document("$gte", slice.prefix() + "0").append("$lt", slice.prefix() + ":"))
                .append("account_id", run.getAccountId());
        List<WriteModel<Document>> places = new ArrayList<>();
        new IdPages(collection(run), filter, new Document("position", 1)).forEach(document -> {
            String id = document.getString("_id");
            if (id.substring(slice.prefix().length()).equals(String.valueOf(document.get("position")))) {
                places.add(new DeleteOneModel<>(new Document("_id", id)));
            }
        });
        for (int from = 0; from < places.size(); from += BULK) {
            collection(run).bulkWrite(places.subList(from, Math.min(places.size(), from + BULK)), UNORDERED);
        }
        run.dropped(places.size());
    }

    /** The records of a list that were seen for the first time in this run. */
    private List<String> fresh(SyncRun run, SourceList slice) {
        List<String> ids = new ArrayList<>();
        Document filter = stored(run.getAccountId(), slice.prefix(), run.endpoint().mode())
                .append("first_seen_at", new Document("$gte", Date.from(run.startedAt())));
        new IdPages(collection(run), filter, new Document("_id", 1)).forEach(document -> ids.add(document.getString("_id")));
        return ids;
    }

    /** What moved to the next page while the list was read came twice: the repeat that was made of it never was one. */
    private void dropShifted(SyncRun run, ListReading sweep, List<String> unseen) {
        unseen.removeIf(id -> {
            if (!sweep.isShifted(id)) {
                return false;
            }
            Document first = new Document("_id", id)
                    .append("first_seen_at", new Document("$gte", Date.from(run.startedAt())));
            boolean shifted = collection(run).deleteOne(first).getDeletedCount() > 0;
            run.dropped(shifted ? 1 : 0);
            return shifted;
        });
    }

    private void removeUnlessShared(SyncRun run, List<String> ids) {
        if (!ids.isEmpty() && isShared(run.endpoint())) {
            LOG.warn("{} shares the collection {} with another endpoint, so nothing counts as removed: give it one of"
                    + " its own", run.getEndpointId(), run.endpoint().collection());
        } else {
            remove(run, ids);
        }
    }

    /** What is gone from a mirror keeps its record, marked; what is gone from a day's snapshot never was in it. */
    private void remove(SyncRun run, List<String> ids) {
        Document removed = new Document("$set", new Document("removed_at", Date.from(clock.instant())));
        for (int from = 0; from < ids.size(); from += BULK) {
            List<WriteModel<Document>> writes = new ArrayList<>();
            for (String id : ids.subList(from, Math.min(ids.size(), from + BULK))) {
                Document one = new Document("_id", id);
                writes.add(run.endpoint().mode() == Mode.MIRROR ? new UpdateOneModel<>(one, removed)
                        : new DeleteOneModel<>(one));
            }
            collection(run).bulkWrite(writes, UNORDERED);
            run.removed(writes.size());
        }
    }

    /** A run broke off while it read a list. */
    public void failed(SyncRun run, ListReading sweep) {
        if (sweep.slice().isChild() && !sweep.slice().gone()) {
            reads.failed(run, sweep.slice(), clock.instant());
        }
    }

    private MongoCollection<Document> collection(SyncRun run) {
        return database.collection(run.getCollection());
    }
}
