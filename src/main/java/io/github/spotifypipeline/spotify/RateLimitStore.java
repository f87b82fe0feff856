package io.github.spotifypipeline.spotify;

import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the calls within what Spotify gives: a shared pace, a budget of calls a day for each bucket, and what Spotify
 * itself has said. All processes on the database share it ({@link LimitDocuments}): a block of another is seen within a
 * second, its calls as soon as it has stored them.
 */
public final class RateLimitStore implements CallGate {

    /** The bucket of what concerns all of them: Spotify refuses the app itself. */
    public static final String ALL = "*";

    private static final Duration PAUSE_OF_ALL = Duration.ofHours(1);
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    /** As many calls may be unknown to the database, and so to other processes, and after a kill: */
    private static final int FEWEST_UNKNOWN = 10;

    /** or this part of the bucket's budget of a day, where that is more. */
    private static final int PART_UNKNOWN = 1000;

    private final LimitDocuments documents;
    private final Clock clock;
    private final CallBudget budget;
    private final CallPace pace;
    private final Map<String, BucketState> states = new HashMap<>();
    private long readAt;
    private Instant mendedAt = Instant.MIN;

    public RateLimitStore(Database database, Clock clock, CallBudget budget, CallPace pace) {
        this.documents = new LimitDocuments(database, clock);
        this.clock = clock;
        this.budget = budget;
        this.pace = pace;
    }

    @Override
    public synchronized Duration ask(String bucket, boolean first) {
        readIfOld();
        Instant now = clock.instant();
        BucketState state = state(bucket);
        for (BucketState one : List.of(state(ALL), state)) {
            if (one.isBlocked(now)) {
                throw new SpotifyException(one.block());
            }
        }
        Instant held = state.heldUntil(now);
        if (held != null) {
            return Duration.between(now, held);
        }
        int most = budget.of(bucket, first);
        long calls = state.calls(now);
        if (calls >= most) {
            throw new SpotifyException(FailureKind.BUDGET.failure(most, bucket).until(state.free(calls - most, now)));
        }
        Duration wait = pace.take(first);
        if (wait.isZero() && state.count(now) >= Math.max(FEWEST_UNKNOWN, most / PART_UNKNOWN)) {
            store(bucket, state);
        }
        return wait;
    }

    @Override
    public synchronized Failure hold(String bucket, Failure refusal, boolean mayWait) {
        Failure block = state(bucket).refused(bucket, refusal, mayWait, clock.instant());
        if (block != null) {
            storeBlockIfPossible(bucket);
        }
        return block;
    }

    @Override
    public synchronized void answered(String bucket) {
        state(bucket).answered(clock.instant());
    }

    @Override
    public synchronized boolean isHeld(String bucket) {
        return state(bucket).heldUntil(clock.instant()) != null;
    }

    /**
     * Spotify refuses the app itself: nobody is synced for an hour; then one sync tries.
     *
     * @param reason  one or two sentences for a person
     * @param askedAt when it was asked at the earliest: what it said of settings that are mended since does not count
     */
    public synchronized void blockAll(FailureKind cause, String reason, Instant askedAt) {
        if (cause == FailureKind.CLIENT && askedAt.isBefore(mendedAt)) {
            return;
        }
        state(ALL).block(new Failure(cause, reason, clock.instant().plus(PAUSE_OF_ALL)));
        storeBlockIfPossible(ALL);
    }

    /**
     * A sync that began after the block was over has succeeded: Spotify takes the app again.
     *
     * @return whether it was refused before
     */
    public synchronized boolean clearAll(Instant syncStartedAt) {
        Failure block = state(ALL).block();
        if (block == null || syncStartedAt.isBefore(block.until())) {
            return false;
        }
        // another process may have been refused since
        boolean cleared = documents.forgetOver(ALL, syncStartedAt);
        read();
        return cleared;
    }

    /** The settings may be mended, by a restart or on the page: one sync may try at once. */
    public synchronized void tryAgain() {
        mendedAt = clock.instant();
        documents.end(ALL);
        read();
    }

    /** Why Spotify refuses the app itself, and until when nobody asks; null when it does not. */
    public synchronized RateLimit all() {
        readIfOld();
        Failure block = state(ALL).block();
        return block == null ? null : new RateLimit(ALL, 0, block.until(), block.words());
    }

    /** Until when a bucket must not be asked; null when it may be. */
    public synchronized Instant blockedUntil(String bucket) {
        readIfOld();
        BucketState state = state(bucket);
        return state.isBlocked(clock.instant()) ? state.block().until() : null;
    }

    /** Until when calls of a bucket wait, because of a short Retry-After; long ago when they do not. */
    public synchronized Instant heldUntil(String bucket) {
        Instant held = state(bucket).heldUntil(clock.instant());
        return held == null ? Instant.MIN : held;
    }

    /** The calls of a bucket in the last 24 hours, to the hour. */
    public synchronized long calls(String bucket) {
        readIfOld();
        return state(bucket).calls(clock.instant());
    }

    /** All buckets that were called in the last day or are blocked, ordered by name. */
    public synchronized List<RateLimit> list() {
        read();
        Instant now = clock.instant();
        return states.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(entry -> {
            BucketState state = entry.getValue();
            Failure block = state.isBlocked(now) || entry.getKey().equals(ALL) ? state.block() : null;
            return new RateLimit(entry.getKey(), state.calls(now), block == null ? null : block.until(),
                    block == null ? null : block.words());
        }).filter(limit -> limit.calls() > 0 || limit.blockedUntil() != null).toList();
    }

    /** Stores what calls the database does not know of yet; where it does not answer, later. */
    public synchronized void store() {
        states.forEach(this::store);
    }

    private void store(String bucket, BucketState state) {
        if (!state.fresh().isEmpty()) {
            try {
                documents.addCalls(bucket, state);
                state.stored(clock.instant());
            } catch (MongoException e) {
                // with the next ones
            }
        }
    }

    private void storeBlockIfPossible(String bucket) {
        try {
            storeBlock(bucket, state(bucket));
        } catch (MongoException e) {
            // it holds in this process, and is stored before anything is read
        }
    }

    private void storeBlock(String bucket, BucketState state) {
        if (!state.isBlockStored()) {
            documents.block(bucket, state.block());
            state.blockStored();
        }
    }

    private BucketState state(String bucket) {
        return states.computeIfAbsent(bucket, name -> new BucketState());
    }

    private void readIfOld() {
        if (readAt == 0 || System.nanoTime() - readAt > GOOD_FOR.toNanos()) {
            read();
        }
    }

    private void read() {
        states.forEach(this::storeBlock);
        states.values().forEach(state -> state.read(Map.of(), null));
        documents.read(this::state);
        readAt = System.nanoTime();
    }
}
