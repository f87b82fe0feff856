package io.github.spotifypipeline.schedule;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.StoredTime;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** The collection {@code cursors}: how far each endpoint of each account has come. */
public final class Cursors {

    /** The longest that anything makes an endpoint wait: a day's quota, and the hour in which its first call was made. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(25);

    private final Database database;
    private final Clock clock;

    public Cursors(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * How far an endpoint of an account has come.
     *
     * @param position      the newest record's time in Unix ms; null before the first success, or without a cursor
     * @param lastSuccessAt null before the first success
     * @param retryAt       not before this time, because the last run failed, or doubted what it saw; null otherwise
     * @param failures      how many runs have failed since the last success
     * @param lastError     why the last run failed, or stored nothing of what it read; null otherwise
     * @param documents     how many documents there are; null when never counted
     * @param discrepancy   of its list, until the last success
     * @param available     whether Spotify offered it to the account at the last success
     * @param scopeRefused  whether Spotify has said since then that the account has not granted enough
     * @param doubted       the {@code _id} prefixes of the lists that showed so little then that it was not believed
     * @param refusedLists  how many lists of a parent's records Spotify refused then
     * @param definition    what the endpoint's route said in the last run of what is read and stored; null if it never ran
     */
    public record State(Long position, Instant lastSuccessAt, Instant retryAt, int failures, String lastError,
                        Long documents, ListCompleteness discrepancy, boolean available, boolean scopeRefused,
                        Set<String> doubted, long refusedLists, String definition) {

        /** The state of an endpoint that never ran. */
        public static final State NONE = Cursors.state(new Document(), null);
    }

    /** The states of all endpoints of all accounts that ever ran, to be asked by {@link States#of}. */
    public States all() {
        Map<String, State> states = new HashMap<>();
        Map<String, String> impossible = new HashMap<>();
        Instant now = clock.instant();
        collection().find().batchSize(1000).forEach(document -> {
            String id = document.getString("_id");
            String words = impossible(document, now);
            if (words != null) {
                impossible.put(id, words);
            }
            states.put(id, state(document, words));
        });
        return new States(states, impossible);
    }

    /** Takes out what a clock that was ahead has written. @return what that was, in words; null when there is nothing */
    private static String impossible(Document document, Instant now) {
        Instant last = StoredTime.of(document, "last_success_at");
        String words = null;
        if (StoredTime.isImpossible(last, now)) {
            words = "Its last success is dated " + last + ", which is in the future";
            document.remove("last_success_at");
        }
        Instant retry = StoredTime.of(document, "retry_at");
        if (StoredTime.isImpossible(StoredTime.of(document, "failed_at"), now)
                || StoredTime.isImpossible(retry, now, LONGEST_WAIT)) {
            words = words == null ? "Its next try is put off until " + retry + ", too far in the future" : words;
            document.remove("retry_at");
        }
        return words == null ? null
                : words + ": this machine's clock was ahead, or is behind now. That counts as unknown, and it syncs.";
    }

    /** How far all endpoints had come when they were read. */
    public static final class States {

        private final Map<String, State> states;
        private final Map<String, String> impossible;

        private States(Map<String, State> states, Map<String, String> impossible) {
            this.states = states;
            this.impossible = impossible;
        }

        /** What of an endpoint of an account lies in the future and counts as unknown, in words; null when nothing does. */
        public String impossible(String accountId, String endpointId) {
            return impossible.get(id(accountId, endpointId));
        }

        /** All of that, by account and endpoint with a colon in between. */
        Map<String, String> impossible() {
            return impossible;
        }

        /** The state of an endpoint of an account; of one that never ran, an empty one. */
        public State of(String accountId, String endpointId) {
            return states.getOrDefault(id(accountId, endpointId), State.NONE);
        }

        void put(String accountId, String endpointId, State state) {
            states.put(id(accountId, endpointId), state);
            impossible.remove(id(accountId, endpointId));
        }
    }

    /** @param trouble what is wrong with it; null: nothing */
    private static State state(Document document, String trouble) {
        return new State(document.getLong("cursor"), StoredTime.of(document, "last_success_at"),
                StoredTime.of(document, "retry_at"), document.getInteger("failures", 0),
                trouble == null ? document.getString("last_error") : trouble, document.getLong("documents"), ListCompleteness.of(document),
                document.getBoolean("available", true), document.getBoolean("scope_refused", false),
                Set.copyOf(document.getList("doubted", String.class, List.of())), count(document, "refused_lists"),
                document.getString("definition"));
    }

    /** After a success: the data is acknowledged, so the cursor moves. */
    public void succeeded(String accountId, String endpointId, State after) {
        update(accountId, endpointId, after.discrepancy().appendTo(new Document("cursor", after.position()))
                .append("last_success_at", Date.from(after.lastSuccessAt()))
                .append("retry_at", after.retryAt() == null ? null : Date.from(after.retryAt()))
                .append("failed_at", null).append("failures", 0).append("scope_refused", false)
                .append("last_error", after.lastError()).append("documents", after.documents())
                .append("available", after.available()).append("doubted", List.copyOf(after.doubted()))
                .append("refused_lists", after.refusedLists()).append("definition", after.definition()));
    }

    /** After a failure: the cursor stays where it is. */
    public void failed(String accountId, String endpointId, State after) {
        update(accountId, endpointId, new Document("last_error", after.lastError())
                .append("retry_at", Date.from(after.retryAt())).append("failed_at", Date.from(clock.instant()))
                .append("failures", after.failures()).append("scope_refused", after.scopeRefused())
                .append("documents", after.documents()).append("definition", after.definition()));
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

    private void update(String accountId, String endpointId, Document fields) {
        collection().updateOne(new Document("_id", id(accountId, endpointId)),
                new Document("$set", fields.append("account_id", accountId).append("endpoint", endpointId)),
                new UpdateOptions().upsert(true));
    }

    private static String id(String accountId, String endpointId) {
        return accountId + ":" + endpointId;
    }

    private static long count(Document document, String field) {
        return document.get(field) instanceof Number number ? number.longValue() : 0;
    }

    private MongoCollection<Document> collection() {
        return database.collection("cursors");
    }
}
