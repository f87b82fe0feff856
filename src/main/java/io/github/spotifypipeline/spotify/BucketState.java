package io.github.spotifypipeline.spotify;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this process knows of a bucket: the calls of each hour (Unix hours), a short wait that Spotify has asked for,
 * and the block that is, or is to be, in the database.
 */
final class BucketState {

    /** No block is longer. */
    static final Duration LONGEST_BLOCK = Duration.ofDays(1);

    /** Where Spotify does not say how long to wait. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), LONGEST_BLOCK);
    private static final Backoff QUOTA_BACKOFF = new Backoff(Duration.ofHours(1), LONGEST_BLOCK);

    /** Where it asks for a short time again and again: that is longer than it says. */
    private static final Backoff LONG_BACKOFF = new Backoff(WaitLimits.LONGEST_WAIT, LONGEST_BLOCK);

    /** Of the hours from a day ago on, the first that is not yet. */
    private static final int LATEST = 26;

    private final TreeMap<Long, Long> stored = new TreeMap<>();
    private final TreeMap<Long, Long> fresh = new TreeMap<>();
    private Instant heldUntil = Instant.MIN;
    private Failure block;
    private boolean isBlockStored = true;
    private int strikes;

    /** Calls that the database does not know of yet, by hour. */
    Map<Long, Long> fresh() {
        return fresh;
    }

    /** A call is made. @return how many of them the database does not know of */
    long count(Instant now) {
        fresh.merge(hour(now), 1L, Long::sum);
        return fresh.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The database knows of all calls. */
    void stored(Instant now) {
        fresh.forEach((hour, calls) -> stored.merge(hour, calls, Long::sum));
        fresh.clear();
        stored.headMap(hour(now) - 24).clear();
    }

    /** What the database holds: other processes have called, too, and blocked or freed the bucket. */
    void read(Map<Long, Long> calls, Failure blocked) {
        stored.clear();
        stored.putAll(calls);
        block = blocked;
    }

    /** The hours in the database that are no longer, or not yet, of the last day, and are not counted in now. */
    Iterable<Long> outdated(Instant now) {
        TreeMap<Long, Long> others = new TreeMap<>(stored);
        lastDay(others, now).clear();
        others.keySet().removeAll(fresh.keySet());
        return others.keySet();
    }

    /**
     * Calls in the last 24 hours, to the hour. What a clock that was ahead has counted for later hours does not count.
     */
    long calls(Instant now) {
        return lastDay(all(), now).values().stream().mapToLong(Long::longValue).sum();
    }

    /** When so many calls and one more are older than a day. */
    Instant free(long tooMany, Instant now) {
        long gone = 0;
        for (Map.Entry<Long, Long> hour : lastDay(all(), now).entrySet()) {
            gone += hour.getValue();
            if (gone > tooMany) {
                return Instant.EPOCH.plus(hour.getKey() + 25, ChronoUnit.HOURS);
            }
        }
        return now.plus(1, ChronoUnit.HOURS);
    }

    private TreeMap<Long, Long> all() {
        TreeMap<Long, Long> all = new TreeMap<>(stored);
        fresh.forEach((hour, calls) -> all.merge(hour, calls, Long::sum));
        return all;
    }

    private static Map<Long, Long> lastDay(TreeMap<Long, Long> hours, Instant now) {
        return hours.subMap(hour(now) - 24, hour(now) - 24 + LATEST);
    }

    private static long hour(Instant instant) {
        return instant.getEpochSecond() / 3600;
    }

    /** The last block, also when it is over; null when there is none. */
    Failure block() {
        return block;
    }

    /** Blocks the bucket in this process; in the database when that is stored. */
    void block(Failure failure) {
        block = failure;
        isBlockStored = false;
    }

    boolean isBlockStored() {
        return isBlockStored;
    }

    void blockStored() {
        isBlockStored = true;
    }

    boolean isBlocked(Instant now) {
        return block != null && now.isBefore(block.until());
    }

    /**
     * Until when its calls wait; null when they do not, or the clock went back since, so that it would last too long.
     */
    Instant heldUntil(Instant now) {
        return now.isBefore(heldUntil) && !heldUntil.isAfter(now.plus(WaitLimits.LONGEST_WAIT)) ? heldUntil : null;
    }

    /** Spotify answered as usual. What was under way when it asked to wait says nothing. */
    void answered(Instant now) {
        strikes = heldUntil(now) == null ? 0 : strikes;
    }

    /**
     * Spotify asks for fewer calls: for a short time they wait, for longer they are not made.
     *
     * @return null when they wait; else the block, from this moment
     */
    Failure refused(String bucket, Failure refusal, boolean mayWait, Instant now) {
        Instant held = heldUntil(now);
        if (held == null && !isBlocked(now)) {
            // else it is the answer to a call that was under way: the same strike
            strikes++;
        }
        boolean quota = refusal.is(FailureKind.QUOTA);
        Instant until = refusal.until() != null ? refusal.until()
                : now.plus((quota ? QUOTA_BACKOFF : BACKOFF).after(strikes));
        boolean isShort = !quota && !until.isAfter(now.plus(WaitLimits.LONGEST_WAIT));
        if (isShort && mayWait) {
            heldUntil = held != null && held.isAfter(until) ? held : until;
            return null;
        }
        until = isShort ? now.plus(LONG_BACKOFF.after(1 + (strikes - 1) / 5)) : until;
        until = isBlocked(now) && block.until().isAfter(until) ? block.until() : until;
        block(refusal.until(until).inWords((quota ? "Spotify's quota of calls a day for " + bucket + " is used up"
                : "Spotify asks for fewer calls of " + bucket) + " (HTTP 429): not asked again before "
                + until.truncatedTo(ChronoUnit.SECONDS) + "."));
        return block;
    }
}
