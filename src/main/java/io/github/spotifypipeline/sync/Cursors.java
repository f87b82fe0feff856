package io.github.spotifypipeline.sync;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/** The collection {@code cursors}: how far each endpoint of each account has come. */
public final class Cursors {

    private final Database database;

    public Cursors(Database database) {
        this.database = database;
    }

    /**
     * How far an endpoint of an account has come.
     *
     * @param position      the newest record's time in Unix ms; null before the first success, or without a cursor
     * @param lastSuccessAt null before the first success
     * @param retryAt       not before this time, because the last run failed; null otherwise
     * @param blockedUntil  not before this time, because Spotify asked to wait; null otherwise
     * @param failures      how many runs have failed since the last success
     * @param lastError     why the last run failed; null when it did not
     * @param documents     how many documents there are; null when never counted
     */
    public record State(Long position, Instant lastSuccessAt, Instant retryAt, Instant blockedUntil, int failures,
                        String lastError, Long documents) {
    }

    /** The state of an endpoint of an account; of one that never ran, an empty one. */
    public State of(String accountId, String endpointId) {
        Document found = collection().find(new Document("_id", id(accountId, endpointId))).first();
        Document document = found == null ? new Document() : found;
        return new State(document.getLong("cursor"), instant(document, "last_success_at"),
                instant(document, "retry_at"), instant(document, "blocked_until"), document.getInteger("failures", 0),
                document.getString("last_error"), document.getLong("documents"));
    }

    /** After a success: the data is acknowledged, so the cursor moves. */
    public void succeeded(String accountId, String endpointId, Long position, Instant at, long documents) {
        update(accountId, endpointId, new Document("cursor", position).append("last_success_at", Date.from(at))
                .append("retry_at", null).append("blocked_until", null).append("failures", 0)
                .append("last_error", null).append("documents", documents));
    }

    /** After a failure: the cursor stays where it is. */
    public void failed(String accountId, String endpointId, State before, String error, Instant retryAt,
                       Instant blockedUntil, long documents) {
        update(accountId, endpointId, new Document("last_error", error).append("retry_at", Date.from(retryAt))
                .append("blocked_until", blockedUntil == null ? null : Date.from(blockedUntil))
                .append("failures", before.failures() + 1).append("documents", documents));
    }

    /** Forgets an account's cursors. */
    public void forget(String accountId) {
        collection().deleteMany(new Document("account_id", accountId));
    }

    private void update(String accountId, String endpointId, Document fields) {
        collection().updateOne(new Document("_id", id(accountId, endpointId)),
                new Document("$set", fields.append("account_id", accountId).append("endpoint", endpointId)),
                new UpdateOptions().upsert(true));
    }

    private static String id(String accountId, String endpointId) {
        return accountId + ":" + endpointId;
    }

    private static Instant instant(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }

    private MongoCollection<Document> collection() {
        return database.collection("cursors");
    }
}
