package io.github.spotifypipeline.spotify;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.StoredTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the calls within what Spotify gives: a shared pace, a budget of calls a day for each bucket, and what Spotify
 * itself has said. The collection {@code limits} holds one document a bucket ({@code _id}): {@code calls}, the calls of
 * each hour (Unix hours) of the last day, and while it is blocked {@code blocked_until}, {@code blocked_at}, {@code cause}
 * and {@code reason}. All processes on the database share it: a block of another is seen within a second, its calls as soon
 * as it has stored them.
 */
public final class RateLimitStore implements CallGate {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimitStore.class);

    /** The document of what concerns all buckets: Spotify refuses the app itself. */
    public static final String ALL = "*";

    private static final Duration PAUSE_OF_ALL = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** Where Spotify does not say how long to wait. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), LONGEST_WAIT);
    private static final Backoff QUOTA_BACKOFF = new Backoff(Duration.ofHours(1), LONGEST_WAIT);

    /** Where it asks for a short time again and again. */
    private static final Backoff LONG_BACKOFF = new Backoff(WaitLimits.LONGEST_WAIT, LONGEST_WAIT);
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    /** Of the hours from a day ago on, the first that is not yet. */
    private static final int LATEST = 26;

    /** As many calls may be unknown to the database, and so to other processes, and after a kill. */
    private static final int STORE_EACH = 10;

    private final Database database;
    private final Clock clock;
    private final CallBudget budget;
    private final CallPace pace;
    private final Map<String, State> states = new HashMap<>();
    private long readAt;

    /** What is known of a bucket. */
    private static final class State {

        private final TreeMap<Long, Long> stored = new TreeMap<>();
        private final TreeMap<Long, Long> fresh = new TreeMap<>();
        private Instant heldUntil = Instant.MIN;
        private Instant blockedUntil;
        private FailureKind cause;
        private String reason;
        private int strikes;
        private boolean blockUnstored;

        long calls(long since) {
            return sum(stored, since) + sum(fresh, since);
        }

        /** Of a day and an hour; what a clock that was ahead has counted for later hours is not known to be of that time. */
        private static long sum(TreeMap<Long, Long> calls, long since) {
            return calls.subMap(since, since + LATEST).values().stream().mapToLong(Long::longValue).sum();
        }

        boolean isBlocked(Instant now) {
            return blockedUntil != null && now.isBefore(blockedUntil);
        }

        /** Not where the clock went back since, so that it would last for longer than it was asked to. */
        boolean isHeld(Instant now) {
            return now.isBefore(heldUntil) && !heldUntil.isAfter(now.plus(WaitLimits.LONGEST_WAIT));
        }
    }

    public RateLimitStore(Database database, Clock clock, CallBudget budget, CallPace pace) {
        this.database = database;
        this.clock = clock;
        this.budget = budget;
        this.pace = pace;
    }

    @Override
    public synchronized Duration ask(String bucket, boolean first) {
        readIfOld();
        Instant now = clock.instant();
        State all = state(ALL);
        State state = state(bucket);
        for (State blocked : List.of(all, state)) {
            if (blocked.isBlocked(now)) {
                throw new SpotifyException(new Failure(blocked.cause, blocked.reason, blocked.blockedUntil));
            }
        }
        if (state.isHeld(now)) {
            return Duration.between(now, state.heldUntil);
        }
        long calls = state.calls(hour(now) - 24);
        if (calls >= budget.of(bucket, first)) {
            throw new SpotifyException(FailureKind.BUDGET.failure(budget.of(bucket, first), bucket)
                    .until(free(state, now, calls - budget.of(bucket, first))));
        }
        Duration wait = pace.take(first);
        if (wait.isZero()) {
            state.fresh.merge(hour(now), 1L, Long::sum);
            if (state.fresh.values().stream().mapToLong(Long::longValue).sum() >= STORE_EACH) {
                store(bucket, state);
            }
        }
        return wait;
    }

    /** When so many calls and one more are older than a day. */
    private static Instant free(State state, Instant now, long tooMany) {
        TreeMap<Long, Long> hours = new TreeMap<>(state.stored);
        state.fresh.forEach((hour, calls) -> hours.merge(hour, calls, Long::sum));
        long gone = 0;
        for (Map.Entry<Long, Long> hour : hours.subMap(hour(now) - 24, hour(now) - 24 + LATEST).entrySet()) {
            gone += hour.getValue();
            if (gone > tooMany) {
                return Instant.EPOCH.plus(hour.getKey() + 25, ChronoUnit.HOURS);
            }
        }
        return now.plus(1, ChronoUnit.HOURS);
    }

    @Override
    public synchronized Failure hold(String bucket, Failure refusal, boolean mayWait) {
        State state = state(bucket);
        Instant now = clock.instant();
        if (!state.isHeld(now) && !state.isBlocked(now)) {
            // else it is the answer to a call that was under way: the same strike
            state.strikes++;
        }
        boolean quota = refusal.is(FailureKind.QUOTA);
        Instant until = refusal.until() != null ? refusal.until()
                : now.plus((quota ? QUOTA_BACKOFF : BACKOFF).after(state.strikes));
        boolean isShort = !until.isAfter(now.plus(WaitLimits.LONGEST_WAIT));
        if (!quota && mayWait && isShort) {
            state.heldUntil = state.isHeld(now) && state.heldUntil.isAfter(until) ? state.heldUntil : until;
            return null;
        }
        if (!quota && isShort) {
            // it asks for a short time, again and again: that is longer than it says
            until = now.plus(LONG_BACKOFF.after(1 + (state.strikes - 1) / 5));
        }
        until = state.isBlocked(now) && state.blockedUntil.isAfter(until) ? state.blockedUntil : until;
        String words = (quota ? "Spotify's quota of calls a day for " + bucket + " is used up"
                : "Spotify asks for fewer calls of " + bucket) + " (HTTP 429): not asked again before "
                + until.truncatedTo(ChronoUnit.SECONDS) + ".";
        block(bucket, refusal.kind(), words, until);
        return refusal.inWords(words).until(until);
    }

    @Override
    public synchronized void answered(String bucket) {
        State state = state(bucket);
        // one that was under way when Spotify asked to wait says nothing
        if (!state.isHeld(clock.instant())) {
            state.strikes = 0;
        }
    }

    @Override
    public synchronized boolean isHeld(String bucket) {
        return state(bucket).isHeld(clock.instant());
    }

    /**
     * Spotify refuses the app itself: nobody is synced for an hour; then one sync tries.
     *
     * @param reason one or two sentences for a person
     */
    public synchronized void blockAll(FailureKind cause, String reason) {
        block(ALL, cause, reason, clock.instant().plus(PAUSE_OF_ALL));
    }

    /** A sync that began after the block was over has succeeded: Spotify takes the app again. @return whether it was refused before */
    public synchronized boolean clearAll(Instant syncStartedAt) {
        State all = state(ALL);
        if (all.blockedUntil == null || syncStartedAt.isBefore(all.blockedUntil)) {
            return false;
        }
        // another process may have been refused since
        boolean cleared = collection().deleteOne(new Document("_id", ALL)
                .append("blocked_until", new Document("$lte", Date.from(syncStartedAt)))).getDeletedCount() == 1;
        read();
        return cleared;
    }

    /** The settings may be mended since the last start: one sync may try at once. */
    public synchronized void tryAgainAtStart() {
        collection().updateOne(new Document("_id", ALL).append("blocked_until",
                new Document("$gt", Date.from(clock.instant()))),
                new Document("$set", new Document("blocked_until", Date.from(clock.instant()))));
        read();
    }

    /** Why Spotify refuses the app itself, and until when nobody asks; null when it does not. */
    public synchronized RateLimit all() {
        readIfOld();
        State all = states.get(ALL);
        return all == null || all.blockedUntil == null ? null : new RateLimit(ALL, 0, all.blockedUntil, all.reason);
    }

    /** Until when a bucket must not be asked; null when it may be. */
    public synchronized Instant blockedUntil(String bucket) {
        readIfOld();
        State state = states.get(bucket);
        return state != null && state.isBlocked(clock.instant()) ? state.blockedUntil : null;
    }

    /** Until when calls of a bucket wait, because of a short Retry-After; long ago when they do not. */
    public synchronized Instant heldUntil(String bucket) {
        State state = states.get(bucket);
        return state == null || !state.isHeld(clock.instant()) ? Instant.MIN : state.heldUntil;
    }

    /** All buckets that were called in the last day or are blocked, ordered by name. */
    public synchronized List<RateLimit> list() {
        read();
        Instant now = clock.instant();
        return states.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(entry -> {
            State state = entry.getValue();
            boolean blocked = state.isBlocked(now) || entry.getKey().equals(ALL) && state.blockedUntil != null;
            return new RateLimit(entry.getKey(), state.calls(hour(now) - 24), blocked ? state.blockedUntil : null,
                    blocked ? state.reason : null);
        }).filter(limit -> limit.calls() > 0 || limit.blockedUntil() != null).toList();
    }

    /** Stores what calls the database does not know of yet; where it does not answer, later. */
    public synchronized void store() {
        states.forEach(this::store);
    }

    private void store(String bucket, State state) {
        if (state.fresh.isEmpty()) {
            return;
        }
        Document more = new Document();
        state.fresh.forEach((hour, calls) -> more.append("calls." + hour, calls));
        Document change = new Document("$inc", more);
        Document old = new Document();
        long since = hour(clock.instant()) - 24;
        Stream.of(state.stored.headMap(since), state.stored.tailMap(since + LATEST)).flatMap(hours -> hours.keySet().stream())
                .filter(hour -> !state.fresh.containsKey(hour)).forEach(hour -> old.append("calls." + hour, ""));
        if (!old.isEmpty()) {
            change.append("$unset", old);
        }
        try {
            collection().updateOne(new Document("_id", bucket), change, new UpdateOptions().upsert(true));
        } catch (MongoException e) {
            return;
        }
        state.fresh.forEach((hour, calls) -> state.stored.merge(hour, calls, Long::sum));
        state.fresh.clear();
        state.stored.headMap(hour(clock.instant()) - 24).clear();
    }

    private void block(String bucket, FailureKind cause, String reason, Instant until) {
        State state = state(bucket);
        state.blockedUntil = until;
        state.cause = cause;
        state.reason = reason;
        state.blockUnstored = true;
        try {
            storeBlock(bucket, state);
        } catch (MongoException e) {
            // it holds in this process, and is stored before anything is read
        }
    }

    private void storeBlock(String bucket, State state) {
        if (!state.blockUnstored) {
            return;
        }
        Date until = Date.from(state.blockedUntil);
        Document block = new Document("$set", new Document("blocked_until", until)
                .append("blocked_at", Date.from(clock.instant())).append("cause", state.cause.toString())
                .append("reason", state.reason));
        // a block that another process has stored, and that holds for longer, stays
        boolean longer = collection().updateOne(new Document("_id", bucket)
                .append("blocked_until", new Document("$lt", until)), block).getMatchedCount() == 1;
        if (!longer) {
            try {
                collection().updateOne(new Document("_id", bucket).append("blocked_until", null), block,
                        new UpdateOptions().upsert(true));
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
            }
        }
        state.blockUnstored = false;
    }

    private State state(String bucket) {
        return states.computeIfAbsent(bucket, name -> new State());
    }

    private void readIfOld() {
        if (readAt == 0 || System.nanoTime() - readAt > GOOD_FOR.toNanos()) {
            read();
        }
    }

    private void read() {
        states.forEach(this::storeBlock);
        states.values().forEach(state -> {
            state.stored.clear();
            state.blockedUntil = null;
        });
        collection().find().batchSize(1000).forEach(document -> {
            State state = state(document.getString("_id"));
            state.blockedUntil = blockedUntil(document);
            state.cause = FailureKind.named(document.getString("cause"));
            state.reason = document.getString("reason");
            Document calls = Objects.requireNonNullElse(document.get("calls", Document.class), new Document());
            calls.forEach((hour, count) -> state.stored.put(Long.parseLong(hour), ((Number) count).longValue()));
        });
        readAt = System.nanoTime();
    }

    /** What a clock that was ahead has blocked is called again; no block is as long. @return null when there is none */
    private Instant blockedUntil(Document document) {
        Instant until = StoredTime.of(document, "blocked_until");
        Instant now = clock.instant();
        if (!StoredTime.isImpossible(until, now, LONGEST_WAIT)
                && !StoredTime.isImpossible(StoredTime.of(document, "blocked_at"), now)) {
            return until;
        }
        Document gone = new Document("blocked_until", "").append("blocked_at", "").append("cause", "").append("reason", "");
        boolean first = collection().updateOne(new Document("_id", document.get("_id"))
                .append("blocked_until", Date.from(until)), new Document("$unset", gone)).getModifiedCount() == 1;
        if (first) {
            LOG.warn("Calls of {} were blocked until {}, longer than Spotify ever asks: this machine's clock was ahead, or is"
                    + " behind now. The block counts as unknown, and it is called again", document.get("_id"), until);
        }
        return null;
    }

    private static long hour(Instant instant) {
        return instant.getEpochSecond() / 3600;
    }

    private MongoCollection<Document> collection() {
        return database.collection("limits");
    }
}
