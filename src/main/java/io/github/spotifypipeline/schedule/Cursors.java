package io.github.spotifypipeline.schedule;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.StoredTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;

/**
 * The collection {@code cursors}: how far each endpoint of each account is, and which process works on it. A process
 * takes a turn for the time of a lease, which it renews while it works; if the process dies, the lease runs out. Times
 * come from the clocks of the processes: a lease that a clock set too far ahead does not hold.
 */
public final class Cursors {

    private final Database database;
    private final Clock clock;
    private final Duration lease;
    private final String me = UUID.randomUUID().toString();

    /** @param lease how long a turn is this process's unless it is renewed */
    public Cursors(Database database, Clock clock, Duration lease) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
    }

    /** How often leases are to be renewed. */
    public Duration renewal() {
        return lease.dividedBy(3);
    }

    /** How far all endpoints were when they were read. */
    public static final class States {

        private final Map<String, CursorState> states;

        States(Map<String, CursorState> states) {
            this.states = new HashMap<>(states);
        }

        /** How far an endpoint of an account is; {@link CursorState#NONE} if it never ran. */
        public CursorState of(String accountId, String endpointId) {
            return states.getOrDefault(id(accountId, endpointId), CursorState.NONE);
        }

        void put(String accountId, String endpointId, CursorState state) {
            states.put(id(accountId, endpointId), state);
        }

        /** By account and endpoint with a colon in between. */
        Map<String, CursorState> all() {
            return states;
        }
    }

    /** Reads all of them. */
    public States all() {
        Map<String, CursorState> states = new HashMap<>();
        Instant now = clock.instant();
        collection().find().batchSize(1000)
                .forEach(document -> states.put(document.getString("_id"), state(document, now)));
        return new States(states);
    }

    /** Reads one. */
    CursorState state(String accountId, String endpointId) {
        String id = id(accountId, endpointId);
        return states(List.of(id)).getOrDefault(id, CursorState.NONE);
    }

    /** Reads some, by account and endpoint with a colon in between; those that never ran are missing. */
    Map<String, CursorState> states(List<String> ids) {
        Map<String, CursorState> states = new HashMap<>();
        Instant now = clock.instant();
        collection().find(new Document("_id", new Document("$in", ids))).batchSize(1000)
                .forEach(document -> states.put(document.getString("_id"), state(document, now)));
        return states;
    }

    /** The name by which other processes know this one. */
    String me() {
        return me;
    }

    /**
     * Takes the turn of an endpoint of an account, if it is free and nothing happened to it since it was read.
     *
     * @param definition of the endpoint that is about to run
     * @return how far it is; empty when the turn is not this process's
     */
    Optional<CursorState> take(String accountId, String endpointId, String definition, CursorState read) {
        Instant now = clock.instant();
        Document fields = new Document("owner", me).append("leased_until", Date.from(now.plus(lease)))
                .append("definition", definition);
        Document first = new Document(fields).append("_id", id(accountId, endpointId)).append("account_id", accountId)
                .append("endpoint", endpointId);
        if (read.equals(CursorState.NONE) && insert(first)) {
            return Optional.of(state(first, now));
        }
        Document free = read.stored().filter().append("_id", id(accountId, endpointId)).append("$or", List.of(
                new Document("owner", me), new Document("leased_until", null),
                new Document("leased_until", new Document("$lt", Date.from(now))),
                new Document("leased_until", new Document("$gt", latest(now)))));
        return Optional.ofNullable(collection().findOneAndUpdate(free, new Document("$set", fields),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(document -> state(document, now));
    }

    private CursorState state(Document document, Instant now) {
        return CursorState.of(document, me, lease, now);
    }

    private boolean insert(Document document) {
        try {
            collection().insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    /** A lease that ends later than this was set by a clock that is wrong. */
    private Date latest(Instant now) {
        return Date.from(now.plus(lease).plus(StoredTime.TOLERANCE));
    }

    /** Lets this process's turns be its own for longer. @param ids account and endpoint with a colon in between */
    void renew(List<String> ids) {
        collection().updateMany(new Document("_id", new Document("$in", ids)).append("owner", me),
                new Document("$set", new Document("leased_until", Date.from(clock.instant().plus(lease)))));
    }

    /** Gives a turn back as it was: what somebody asked for is still to be done. */
    void release(String accountId, String endpointId) {
        collection().updateOne(mine(accountId, endpointId), new Document("$set", free(new Document())));
    }

    /** Gives a turn up with all that is known of its endpoint: the account is gone. */
    void drop(String accountId, String endpointId) {
        collection().deleteOne(mine(accountId, endpointId));
    }

    /** Frees all turns: no other process can have the database, so their owner was killed. */
    public void releaseAll() {
        collection().updateMany(new Document("owner", new Document("$ne", null)),
                new Document("$set", free(new Document())));
    }

    /** Whether a process works on an endpoint of an account. */
    public boolean isAnyAtWork(String accountId) {
        Instant now = clock.instant();
        Document holds = new Document("$gte", Date.from(now)).append("$lte", latest(now));
        return collection().find(new Document("account_id", accountId).append("leased_until", holds)).first() != null;
    }

    /**
     * After a success the data is acknowledged, so the cursor moves, and the turn is given back.
     *
     * @param before how far it was when the turn was taken
     * @return whether nobody interfered: false when somebody asked for another sync meanwhile, which is then still to
     *     be done, or when the turn was no longer this process's, in which case nothing is stored
     */
    public boolean succeeded(String accountId, String endpointId, CursorState before, CursorState after) {
        CursorState.Found found = after.found();
        Document fields = new Document("cursor", found.position());
        return end(accountId, endpointId, before, found.completeness().appendTo(fields)
                .append("last_success_at", Date.from(after.lastSuccessAt()))
                .append("retry_at", after.retryAt() == null ? null : Date.from(after.retryAt()))
                .append("failed_at", null).append("failures", 0).append("scope_refused", false)
                .append("last_error", after.errors().last()).append("documents", found.documents())
                .append("available", found.available()).append("doubted", List.copyOf(found.doubted()))
                .append("refused_lists", found.refusedLists()));
    }

    /**
     * After a failure the cursor stays where it is; {@code retry_at} says when it is tried again. Otherwise as a
     * success.
     */
    public boolean failed(String accountId, String endpointId, CursorState before, CursorState after) {
        return end(accountId, endpointId, before, new Document("last_error", after.errors().last())
                .append("retry_at", Date.from(after.retryAt())).append("failed_at", Date.from(clock.instant()))
                .append("failures", after.errors().failures()).append("scope_refused", after.errors().scopeRefused())
                .append("documents", after.found().documents()));
    }

    private boolean end(String accountId, String endpointId, CursorState before, Document fields) {
        Instant answered = before.stored().requestedAt();
        Document mine = mine(accountId, endpointId);
        Document asRead = new Document(mine).append("requested_at", answered == null ? null : Date.from(answered));
        boolean isAsRead = collection().updateOne(asRead,
                new Document("$set", free(new Document(fields)).append("requested_at", null))).getMatchedCount() == 1;
        if (!isAsRead) {
            collection().updateOne(mine, new Document("$set", free(fields)));
        }
        return isAsRead;
    }

    private Document mine(String accountId, String endpointId) {
        return new Document("_id", id(accountId, endpointId)).append("owner", me);
    }

    private static Document free(Document fields) {
        return fields.append("owner", null).append("leased_until", null);
    }

    /** Stores requests, so that any process may meet them, also after a restart. */
    void request(List<SyncRequest> requests) {
        Date now = Date.from(clock.instant());
        if (!requests.isEmpty()) {
            collection().bulkWrite(requests.stream().map(request -> request.write(now)).toList(),
                    new BulkWriteOptions().ordered(false));
        }
    }

    /** Forgets an account's cursors. */
    public void forget(String accountId) {
        collection().deleteMany(new Document("account_id", accountId));
    }

    /** Forgets an account's cursors of before a time. */
    public void forget(String accountId, Instant before) {
        collection().deleteMany(new Document("account_id", accountId)
                .append("last_success_at", new Document("$lt", Date.from(before))));
    }

    static String id(String accountId, String endpointId) {
        return accountId + ":" + endpointId;
    }

    private MongoCollection<Document> collection() {
        return database.collection("cursors");
    }
}
