package io.github.spotifypipeline.reading;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.StoredTime;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * The collection {@code parent_reads}: for each endpoint with a parent and each of the parent's records, how its list
 * was read last. It holds one document for each list. What Spotify refused, or did not show as a whole, is asked for
 * again under the same token, too: after a week at the latest, after a new sign-in, and after another client id.
 */
public final class ParentReads {

    private static final String READ = "read";
    private static final String NOT_READABLE = "not_readable";
    private static final String NOT_FOUND = "not_found";

    /** The longest that a refusal, or a list that was not whole, is taken for granted. */
    static final Duration WEEK = Duration.ofDays(7);

    private final Database database;
    private final String clientId;

    /** @param clientId the app's at Spotify, to which a refusal may be due */
    public ParentReads(Database database, String clientId) {
        this.database = database;
        this.clientId = clientId;
    }

    /**
     * How a list was read last.
     *
     * @param begun       whether its reading ever began, so that there may be records of it
     * @param status      {@code read}, {@code not_readable} or {@code not_found}; null when it did not show all of
     *                    itself
     * @param token       the parent's change token under which it was read or refused; null when it is to be read again
     * @param listedToken the token that the parent's list showed then, where that was another one; else the same
     * @param definition  what the endpoint's route said then of what is read and stored
     * @param discrepancy of the list, until then
     * @param failedAt    when a reading broke off since; null when none did
     * @param doubt       why it may be asked for again under the same token; null when it was read as a whole
     * @param waversAt    when the token was found to move although the list does not; null when it was not
     */
    record State(boolean begun, String status, String token, String listedToken, String definition,
                 ListCompleteness discrepancy, Instant failedAt, Doubt doubt, Instant waversAt) {

        static final State NONE = new State(false, null, null, null, null, ListCompleteness.NONE, null, null, null);

        State with(ListCompleteness known) {
            return new State(begun, status, token, listedToken, definition, known, failedAt, doubt, waversAt);
        }

        /**
         * Whether the list need not be read: nothing can have changed, in it or in what is made of it.
         *
         * @param asked what would end a doubt
         */
        boolean isUpToDate(String currentToken, String currentDefinition, Asked asked) {
            return isUnder(currentToken, currentDefinition)
                    && (doubt == null ? READ.equals(status) : doubt.holds(asked));
        }

        /** Whether it was read or refused under this token and route. */
        boolean isUnder(String currentToken, String currentDefinition) {
            return currentToken != null && (currentToken.equals(token) || currentToken.equals(listedToken))
                    && currentDefinition.equals(definition);
        }

        /** Whether Spotify refused it. */
        boolean isRefused() {
            return NOT_READABLE.equals(status) || NOT_FOUND.equals(status);
        }

        /** Whether it was not there (404). */
        boolean isNotFound() {
            return NOT_FOUND.equals(status);
        }

        /** Whether an earlier run saw it, but did not believe what it saw. */
        boolean isDoubted() {
            return status == null && doubt != null;
        }

        /** The same at a time: that a token tells nothing is taken for granted for a week. */
        State knownAt(Instant now) {
            boolean wavers = waversAt != null && now.isBefore(waversAt.plus(WEEK));
            return new State(begun, status, token, listedToken, definition, discrepancy, failedAt, doubt,
                    wavers ? waversAt : null);
        }
    }

    /**
     * What was refused, or not shown as a whole.
     *
     * @param since    since when it has been so; this and the rest are null in a document of an older version
     * @param triedAt  when it was asked for last
     * @param againAt  from when on it is asked for again under the same token
     * @param clientId the app that asked
     */
    record Doubt(Instant since, Instant triedAt, Instant againAt, String clientId) {

        boolean holds(Asked asked) {
            // what a clock that was ahead has written holds nothing
            return againAt != null && asked.now().isBefore(againAt) && !StoredTime.isImpossible(triedAt, asked.now())
                    && !asked.authorizedAt().isAfter(triedAt)
                    && asked.clientId().equals(clientId);
        }
    }

    /**
     * By whom and when something is asked.
     *
     * @param authorizedAt the account's last sign-in
     */
    record Asked(Instant now, Instant authorizedAt, String clientId) {
    }

    Asked asked(Instant now, Instant authorizedAt) {
        return new Asked(now, authorizedAt, clientId);
    }

    /** All of an endpoint of an account, by the parent's {@code _id}. */
    Map<String, State> of(String accountId, String endpointId) {
        Map<String, State> states = new HashMap<>();
        collection().find(IdRange.startingWith(accountId + ":").append("endpoint", endpointId)).batchSize(1000)
                .forEach(document -> states.put(document.getString("parent_id"), state(document)));
        return states;
    }

    private static State state(Document document) {
        String status = document.getString("status");
        String token = document.getString("token");
        Instant since = StoredTime.of(document, "doubt_since");
        Doubt doubt = since != null ? new Doubt(since, StoredTime.of(document, "tried_at"), StoredTime.of(document, "again_at"),
                document.getString("client_id"))
                : READ.equals(status) || status == null ? null : new Doubt(null, null, null, null);
        return new State(true, status, token, document.getString("listed_token"), document.getString("definition"),
                ListCompleteness.of(document), StoredTime.of(document, "failed_at"), doubt, StoredTime.of(document, "wavers_at"));
    }

    /** A list is about to be read for the first time. Whatever becomes of that, its end is not missed when its parent goes. */
    void begin(SyncRun run, SourceList slice) {
        update(run, slice, new Document());
    }

    /**
     * A list was read to its end under a token.
     *
     * @param listedToken the token that the parent's list shows
     * @param wavers      whether the token moves although the list does not
     * @param hidden      whether it counts entries that it does not show, as always: it is read again after a week
     */
    void read(SyncRun run, SourceList slice, String listedToken, ListCompleteness discrepancy, boolean wavers, boolean hidden,
              Instant at) {
        Instant waversAt = !wavers ? null : slice.last().waversAt() == null ? at : slice.last().waversAt();
        Document fields = discrepancy.appendTo(settled(run, slice, READ, listedToken)).append("read_at", Date.from(at))
                .append("wavers_at", waversAt == null ? null : Date.from(waversAt));
        update(run, slice, hidden ? doubt(fields, slice, at, at.plus(WEEK)) : fields);
    }

    /** A list was read to its end, but is not believed: it is read again the next time, and later less often. */
    void incomplete(SyncRun run, SourceList slice, String listedToken, ListCompleteness discrepancy, Instant at) {
        Document fields = discrepancy.appendTo(settled(run, slice, null, listedToken));
        Instant again = later(slice, at);
        if (!again.isAfter(at)) {
            fields.append("token", null).append("listed_token", null);
        }
        update(run, slice, doubt(fields, slice, at, again));
    }

    /** After as long as it has been so, a week at most: the first time, that is at once. */
    private static Instant later(SourceList slice, Instant at) {
        Duration lasted = Duration.between(since(slice, at), at);
        return at.plus(lasted.compareTo(WEEK) < 0 ? lasted : WEEK);
    }

    private static Instant since(SourceList slice, Instant at) {
        State last = slice.last();
        return last.doubt() == null || last.doubt().since() == null || READ.equals(last.status()) ? at
                : last.doubt().since();
    }

    private Document doubt(Document fields, SourceList slice, Instant at, Instant againAt) {
        return fields.append("doubt_since", Date.from(since(slice, at))).append("tried_at", Date.from(at))
                .append("again_at", Date.from(againAt)).append("client_id", clientId);
    }

    private static Document settled(SyncRun run, SourceList slice, String status, String listedToken) {
        return new Document("status", status).append("token", slice.token()).append("listed_token", listedToken)
                .append("definition", run.endpoint().definition()).append("own", slice.own()).append("failed_at", null)
                .append("doubt_since", null).append("tried_at", null).append("again_at", null)
                .append("client_id", null);
    }

    /**
     * Spotify refused a list. One that is the account's own is asked for the next time, and so is one that was not there
     * (404) for the first time under its token; one that was begun to be shown, the next time, and later less often.
     *
     * @param gone  whether it was not there
     * @param begun whether some of it had been shown
     */
    void refused(SyncRun run, SourceList slice, String listedToken, boolean gone, boolean begun, Instant at) {
        boolean again = slice.last().isRefused()
                && slice.last().isUnder(slice.token(), run.endpoint().definition());
        boolean settles = !gone || again && !slice.own();
        Instant againAt = slice.own() || !settles ? at : begun ? later(slice, at) : at.plus(WEEK);
        Document fields = settled(run, slice, settles ? NOT_READABLE : NOT_FOUND, listedToken);
        update(run, slice, doubt(fields, slice, at, againAt));
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
                .append("status", new Document("$in", List.of(NOT_READABLE, NOT_FOUND)));
    }

    /** The reading of a list broke off; the others go first the next time. */
    void failed(SyncRun run, SourceList slice, Instant at) {
        update(run, slice, new Document("failed_at", Date.from(at)));
    }

    /** The parent is no longer there. */
    void forget(SyncRun run, SourceList slice) {
        collection().deleteOne(new Document("_id", id(run, slice)));
    }

    /** Forgets all of an account: before its records are deleted, or the next reading would take them for read. */
    public void forget(String accountId) {
        collection().deleteMany(new Document("account_id", accountId));
    }

    private void update(SyncRun run, SourceList slice, Document fields) {
        collection().updateOne(new Document("_id", id(run, slice)),
                new Document("$set", fields.append("account_id", run.getAccountId())
                        .append("endpoint", run.getEndpointId()).append("parent_id", slice.parentId())),
                new UpdateOptions().upsert(true));
    }

    private static String id(SyncRun run, SourceList slice) {
        return slice.parentId() + ":" + run.getEndpointId();
    }

    private MongoCollection<Document> collection() {
        return database.collection("parent_reads");
    }
}
