package io.github.spotifypipeline.reading;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.schedule.SyncTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bson.Document;

/**
 * The collection {@code parent_reads}: for each endpoint with a parent and each of the parent's records, how its list
 * was read last. It holds one document for each list. What Spotify refused, or did not show as a whole, is asked for
 * again under the same token, too: after a week at the latest, after a new sign-in, and after another client id.
 */
public final class ParentReads {

    private final Database database;
    private final Supplier<String> clientId;

    /** @param clientId gives the app's at Spotify, to which a refusal may be due */
    public ParentReads(Database database, Supplier<String> clientId) {
        this.database = database;
        this.clientId = clientId;
    }

    /** This app asks. @param authorizedAt the account's last sign-in */
    LastRead.Asked asked(Instant now, Instant authorizedAt) {
        return new LastRead.Asked(now, authorizedAt, clientId.get());
    }

    /** All of an endpoint of an account, by the parent's {@code _id}. */
    Map<String, LastRead> of(SyncTask task) {
        Map<String, LastRead> reads = new HashMap<>();
        collection().find(IdRange.startingWith(task.accountId() + ":").append("endpoint", task.endpointId()))
                .batchSize(1000)
                .forEach(document -> reads.put(document.getString("parent_id"), LastRead.of(document)));
        return reads;
    }

    /** A list is about to be read for the first time. From now on, its end is not missed when its parent goes. */
    void begin(SyncTask task, SourceList list) {
        update(task, list, new Document());
    }

    /**
     * A list was read to its end under a token.
     *
     * @param listedToken the token that the parent's list shows
     * @param wavers      whether the token moves although the list does not
     * @param hidden      whether it counts entries that it does not show, as always: it is read again after a week
     */
    void read(SyncTask task, SourceList list, String listedToken, ListCompleteness completeness, boolean wavers,
              boolean hidden, Instant at) {
        Instant waversAt = !wavers ? null : list.last().waversAt() == null ? at : list.last().waversAt();
        Document fields = completeness.appendTo(settled(task, list, LastRead.READ, listedToken))
                .append("read_at", Date.from(at)).append("wavers_at", waversAt == null ? null : Date.from(waversAt));
        update(task, list, hidden ? doubt(fields, list, at, at.plus(LastRead.WEEK)) : fields);
    }

    /** A list was read to its end, but is not believed: it is read again the next time, and later less often. */
    void incomplete(SyncTask task, SourceList list, String listedToken, ListCompleteness completeness, Instant at) {
        Document fields = completeness.appendTo(settled(task, list, null, listedToken));
        Instant again = later(list, at);
        if (!again.isAfter(at)) {
            fields.append("token", null).append("listed_token", null);
        }
        update(task, list, doubt(fields, list, at, again));
    }

    /** After as long as it has been so, a week at most: the first time, that is at once. */
    private static Instant later(SourceList list, Instant at) {
        Duration lasted = Duration.between(list.last().doubtedSince(at), at);
        return at.plus(lasted.compareTo(LastRead.WEEK) < 0 ? lasted : LastRead.WEEK);
    }

    private Document doubt(Document fields, SourceList list, Instant at, Instant againAt) {
        return fields.append("doubt_since", Date.from(list.last().doubtedSince(at))).append("tried_at", Date.from(at))
                .append("again_at", Date.from(againAt)).append("client_id", clientId.get());
    }

    private static Document settled(SyncTask task, SourceList list, String status, String listedToken) {
        return new Document("status", status).append("token", list.token()).append("listed_token", listedToken)
                .append("definition", task.endpoint().definition()).append("own", list.own()).append("failed_at", null)
                .append("doubt_since", null).append("tried_at", null).append("again_at", null)
                .append("client_id", null);
    }

    /**
     * Spotify refused a list. One that is the account's own is asked for the next time, and so is one that was not
     * there (404) for the first time under its token; one that was begun to be shown, the next time, and later less
     * often.
     *
     * @param gone  whether it was not there
     * @param begun whether some of it had been shown
     */
    void refused(SyncTask task, SourceList list, String listedToken, boolean gone, boolean begun, Instant at) {
        boolean again = list.last().isRefused()
                && list.last().isUnder(list.token(), task.endpoint().definition());
        boolean settles = !gone || again && !list.own();
        Instant againAt = list.own() || !settles ? at : begun ? later(list, at) : at.plus(LastRead.WEEK);
        Document fields = settled(task, list, settles ? LastRead.NOT_READABLE : LastRead.NOT_FOUND, listedToken);
        update(task, list, doubt(fields, list, at, againAt));
    }

    /** How many lists of an endpoint of an account Spotify refuses. */
    public long countRefused(String accountId, String endpointId) {
        return collection().countDocuments(refused(accountId, endpointId));
    }

    /** How many of the account's own Spotify has refused since before a time. */
    public long countOwnRefused(String accountId, String endpointId, Instant before) {
        return collection().countDocuments(refused(accountId, endpointId).append("own", true)
                .append("doubt_since", new Document("$lt", Date.from(before))));
    }

    private static Document refused(String accountId, String endpointId) {
        return IdRange.startingWith(accountId + ":").append("endpoint", endpointId)
                .append("status", new Document("$in", List.of(LastRead.NOT_READABLE, LastRead.NOT_FOUND)));
    }

    /** The reading of a list broke off; the others go first the next time. */
    void failed(SyncTask task, SourceList list, Instant at) {
        update(task, list, new Document("failed_at", Date.from(at)));
    }

    /** The parent is no longer there. */
    void forget(SyncTask task, SourceList list) {
        collection().deleteOne(new Document("_id", id(task, list)));
    }

    /** Forgets all of an account: before its records are deleted, or the next reading would take them for read. */
    public void forget(String accountId) {
        collection().deleteMany(new Document("account_id", accountId));
    }

    private void update(SyncTask task, SourceList list, Document fields) {
        collection().updateOne(new Document("_id", id(task, list)),
                new Document("$set", fields.append("account_id", task.accountId())
                        .append("endpoint", task.endpointId()).append("parent_id", list.identity().parentId())),
                new UpdateOptions().upsert(true));
    }

    private static String id(SyncTask task, SourceList list) {
        return list.identity().parentId() + ":" + task.endpointId();
    }

    private MongoCollection<Document> collection() {
        return database.collection("parent_reads");
    }
}
