package io.github.spotifypipeline.sync;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;

/**
 * The collection {@code parent_reads}: for each endpoint with a parent and each of the parent's records, how its list
 * was read last. It holds one document for each list, with {@code account_id}, {@code endpoint}, {@code parent_id},
 * {@code status}, {@code token}, {@code definition}, {@code discrepancy}, {@code read_at} and {@code failed_at}.
 */
public final class ParentReads {

    private static final String READ = "read";
    private static final String NOT_READABLE = "not_readable";
    private static final String NOT_FOUND = "not_found";

    private final Database database;

    public ParentReads(Database database) {
        this.database = database;
    }

    /**
     * How a list was read last.
     *
     * @param settled     whether it was read to its end, or Spotify does not show it; one that was not found once is not
     * @param token       the parent's change token then; null when it had none
     * @param definition  what the endpoint's route said then of what is read and stored
     * @param discrepancy of the list, until then
     * @param failedAt    when a reading broke off since; null when none did
     */
    record State(boolean settled, String token, String definition, Discrepancy discrepancy, Instant failedAt) {

        static final State NONE = new State(false, null, null, Discrepancy.NONE, null);

        /** Whether the list need not be read: nothing can have changed, in it or in what is made of it. */
        boolean isUpToDate(String currentToken, String currentDefinition) {
            return settled && currentToken != null && currentToken.equals(token) && currentDefinition.equals(definition);
        }
    }

    /** All of an endpoint of an account, by the parent's {@code _id}. */
    Map<String, State> of(String accountId, String endpointId) {
        Map<String, State> states = new HashMap<>();
        collection().find(IdRange.startingWith(accountId + ":").append("endpoint", endpointId)).batchSize(1000)
                .forEach(document -> states.put(document.getString("parent_id"), state(document)));
        return states;
    }

    private static State state(Document document) {
        Date failedAt = document.getDate("failed_at");
        String status = document.getString("status");
        return new State(READ.equals(status) || NOT_READABLE.equals(status), document.getString("token"),
                document.getString("definition"), Discrepancy.of(document),
                failedAt == null ? null : failedAt.toInstant());
    }

    /** A list was read to its end under a token. */
    void read(SyncRun run, Slice slice, Discrepancy discrepancy, Instant at) {
        update(run, slice, discrepancy.appendTo(settled(run, slice, READ, at)));
    }

    /** A list was read to its end, but did not show all of itself: it is read again the next time. */
    void incomplete(SyncRun run, Slice slice, Discrepancy discrepancy) {
        update(run, slice, discrepancy.appendTo(new Document("status", null)));
    }

    private static Document settled(SyncRun run, Slice slice, String status, Instant at) {
        return new Document("status", status).append("token", slice.token())
                .append("definition", run.endpoint().definition()).append("read_at", Date.from(at))
                .append("failed_at", null);
    }

    /** Spotify does not show a list; it is not asked for again until the token moves. */
    void notReadable(SyncRun run, Slice slice, Instant at) {
        update(run, slice, settled(run, slice, NOT_READABLE, at));
    }

    /** A list was not there (404). That may pass, so it is asked for once more under the same token. */
    void notFound(SyncRun run, Slice slice, Instant at) {
        Document once = new Document("_id", id(run, slice)).append("status", NOT_FOUND).append("token", slice.token())
                .append("definition", run.endpoint().definition());
        boolean again = slice.token() != null && collection().countDocuments(once) > 0;
        update(run, slice, settled(run, slice, again ? NOT_READABLE : NOT_FOUND, at));
    }

    /** The reading of a list broke off; the others go first the next time. */
    void failed(SyncRun run, Slice slice, Instant at) {
        update(run, slice, new Document("failed_at", Date.from(at)));
    }

    /** The parent is no longer there. */
    void forget(SyncRun run, Slice slice) {
        collection().deleteOne(new Document("_id", id(run, slice)));
    }

    /** Forgets all of an account. */
    public void forget(String accountId) {
        collection().deleteMany(new Document("account_id", accountId));
    }

    /** Forgets what an account's lists were before a time. */
    public void forget(String accountId, Instant before) {
        collection().deleteMany(new Document("account_id", accountId)
                .append("read_at", new Document("$lt", Date.from(before))));
    }

    private void update(SyncRun run, Slice slice, Document fields) {
        collection().updateOne(new Document("_id", id(run, slice)),
                new Document("$set", fields.append("account_id", run.getAccountId())
                        .append("endpoint", run.getEndpointId()).append("parent_id", slice.parentId())),
                new UpdateOptions().upsert(true));
    }

    private static String id(SyncRun run, Slice slice) {
        return slice.parentId() + ":" + run.getEndpointId();
    }

    private MongoCollection<Document> collection() {
        return database.collection("parent_reads");
    }
}
