package io.github.spotifypipeline.sync;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.StoredTime;
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

/** Ends the reading of a list: sees whether it was whole, and marks what is no longer in it. */
final class Sweeps {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

    private static final int BULK = 500;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Endpoints endpoints;
    private final Database database;
    private final ParentReads reads;
    private final Clock clock;
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    Sweeps(Endpoints endpoints, Database database, ParentReads reads, Clock clock) {
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
    boolean end(SyncRun run, Sweep sweep) {
        Endpoint endpoint = run.endpoint();
        Slice slice = sweep.slice();
        if (sweep.isRefused()) {
            return true;
        }
        String tokenUrl = Slices.tokenUrl(endpoint, slice);
        if (!sweep.isTorn() && sweep.askToken(tokenUrl)) {
            return false;
        }
        if (tokenUrl == null && slice.parent() != null && endpoint.parent().tokenPath() != null) {
            complain(endpoint);
        }
        List<String> unseen = sweep.isTorn() || endpoint.mode() == Mode.APPEND ? List.of() : unseen(run, sweep);
        if (!unseen.isEmpty() && sweep.askFirstPage()) {
            return false;
        }
        if (sweep.isTorn()) {
            if (slice.isChild() && sweep.repeat()) {
                return false;
            }
            LOG.info("{} of account {} changed while it was read, so nothing counts as removed this time",
                    run.getEndpointId(), run.getAccountId());
            return true;
        }
        if (!unseen.isEmpty() && !sweep.isWhole()) {
            LOG.info("{} of account {} was not shown as a whole, so nothing counts as removed this time",
                    run.getEndpointId(), run.getAccountId());
        } else if (!unseen.isEmpty() && isShared(endpoint)) {
            LOG.warn("{} shares the collection {} with another endpoint, so nothing counts as removed: give it one of its"
                    + " own", run.getEndpointId(), endpoint.collection());
        } else {
            remove(run, unseen);
        }
        Discrepancy after = sweep.after(unseen.isEmpty());
        if (slice.gone()) {
            reads.forget(run, slice);
        } else if (!slice.isChild()) {
            run.showed(after);
        } else if (sweep.isVanished()) {
            reads.notFound(run, slice, clock.instant());
        } else if (sweep.isWhole() || unseen.isEmpty()) {
            reads.read(run, slice, after, clock.instant());
        } else {
            reads.incomplete(run, slice, after);
        }
        return true;
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

    /** The ids of the list's records that are in the database, not marked as removed, and were not seen. */
    private List<String> unseen(SyncRun run, Sweep sweep) {
        List<String> unseen = new ArrayList<>();
        Instant now = clock.instant();
        Document filter = stored(run.getAccountId(), sweep.slice().prefix(), run.endpoint().mode());
        new IdPages(collection(run), filter, new Document("fetched_at", 1)).forEach(document -> {
            String id = document.getString("_id");
            Date fetchedAt = document.getDate("fetched_at");
            // what another process has stored meanwhile is not missing; what an earlier reading of a child stored may be
            boolean newer = fetchedAt != null && fetchedAt.toInstant().isAfter(run.startedAt()) && !sweep.slice().isChild()
                    && !StoredTime.isImpossible(fetchedAt.toInstant(), now);
            if (!newer && !sweep.hasSeen(id)) {
                unseen.add(id);
            }
        });
        return unseen;
    }

    /** The records of a list that are in the database, not marked as removed. */
    static Document stored(String accountId, String prefix, Mode mode) {
        Document filter = IdRange.startingWith(prefix).append("account_id", accountId);
        return mode == Mode.MIRROR ? filter.append("removed_at", null) : filter;
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

    /** Spotify does not show a list (403). */
    void refused(SyncRun run, Sweep sweep) {
        Instant now = clock.instant();
        reads.notReadable(run, sweep.slice(), now);
        sweep.refuse();
    }

    /** A run broke off while it read a list. */
    void failed(SyncRun run, Sweep sweep) {
        if (sweep.slice().isChild() && !sweep.slice().gone()) {
            reads.failed(run, sweep.slice(), clock.instant());
        }
    }

    private MongoCollection<Document> collection(SyncRun run) {
        return database.collection(run.getCollection());
    }
}
