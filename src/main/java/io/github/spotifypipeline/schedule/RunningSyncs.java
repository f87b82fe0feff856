package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.endpoint.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is under way in this process: syncs, and work on what is stored. An account has one sync at a time, and plays
 * beside a list that is being read: of plays, Spotify shows only the last 50.
 */
public final class RunningSyncs {

    private static final long LOOK_MS = 250;

    private final Map<SyncTask, Tally> syncs = new HashMap<>();
    private final Set<SyncTask> leased = new HashSet<>();
    private final Set<SyncTask> stored = new HashSet<>();
    private final Set<String> reserved = new HashSet<>();

    /** A sync begins, whose turn is this process's. */
    public synchronized void begin(SyncTask task) {
        leased.add(task);
        syncs.put(task, new Tally(task));
    }

    /** Work on what is stored begins. */
    public synchronized void beginStored(SyncTask task) {
        stored.add(task);
    }

    public synchronized void end(SyncTask task) {
        leased.remove(task);
        syncs.remove(task);
        stored.remove(task);
        notifyAll();
    }

    /** What a sync that is under way has done so far. */
    public synchronized Tally tally(SyncTask task) {
        return syncs.get(task);
    }

    /**
     * Whether a sync may begin: nothing of its account is under way; or it is one of plays, and only a list is read
     * that does not follow from them.
     *
     * @param atOnce how many syncs run at once, and as many of plays beside as many of lists; those that only wait do
     *               not count, as one account's waiting must not keep the others from running
     */
    synchronized boolean mayBegin(String accountId, Endpoint endpoint, int atOnce) {
        boolean plays = endpoint.isOfPlays();
        return !reserved.contains(accountId) && count(plays) < atOnce
                && all().filter(task -> task.accountId().equals(accountId)).map(SyncTask::endpoint)
                .allMatch(other -> plays && !other.isOfPlays() && !other.isChildOf(endpoint.id()));
    }

    /** Whether not even one of plays may begin. */
    synchronized boolean isFull(int atOnce) {
        return count(true) >= atOnce;
    }

    private int count(boolean onlyPlays) {
        return (onlyPlays ? 0 : stored.size()) + (int) syncs.values().stream().filter(tally -> !tally.isWaiting()
                && (!onlyPlays || tally.task().endpoint().isOfPlays())).count();
    }

    /** The syncs in which nothing has happened for longer than a time. */
    public synchronized List<SyncTask> still(Duration time) {
        return syncs.values().stream().filter(tally -> tally.still().compareTo(time) > 0).map(Tally::task).toList();
    }

    /** How far the syncs have come, the one that began first at the beginning. */
    public synchronized List<SyncProgress> progress() {
        return syncs.values().stream().map(Tally::progress)
                .sorted(Comparator.comparing(SyncProgress::startedAt).thenComparing(SyncProgress::accountId)).toList();
    }

    synchronized boolean isEmpty() {
        return syncs.isEmpty() && stored.isEmpty();
    }

    /** The turn of a sync was given back in the database. */
    public synchronized void givenBack(SyncTask task) {
        leased.remove(task);
    }

    /** The syncs whose turn is still to be given back. */
    public synchronized Set<SyncTask> leased() {
        return Set.copyOf(leased);
    }

    /** Whether a sync of an endpoint of an account is under way that began at a time or later. */
    synchronized boolean hasBegun(String accountId, String endpointId, Instant since) {
        return syncs.keySet().stream().anyMatch(task -> task.endpointId().equals(endpointId)
                && task.accountId().equals(accountId) && !task.startedAt().isBefore(since));
    }

    /**
     * Keeps an account for a run that is to begin when none of it is under way. @return false when it is kept already
     */
    synchronized boolean reserve(String accountId) {
        return reserved.add(accountId);
    }

    synchronized void release(String accountId) {
        reserved.remove(accountId);
    }

    public synchronized boolean any(String accountId) {
        return all().anyMatch(task -> task.accountId().equals(accountId));
    }

    /** Waits until something holds that other processes bring about, or the time is over, or it is given up. */
    public static void await(BooleanSupplier holds, Duration atMost, BooleanSupplier giveUp) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (System.nanoTime() < deadline && !giveUp.getAsBoolean() && !holds.getAsBoolean()) {
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until none of some is under way, or the time is over, or it is given up. @return whether none is */
    public synchronized boolean awaitNone(Predicate<SyncTask> some, Duration atMost, BooleanSupplier giveUp) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toMillis(); left > 0 && all().anyMatch(some) && !giveUp.getAsBoolean();
                    left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(Math.min(left, LOOK_MS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all().noneMatch(some);
    }

    private Stream<SyncTask> all() {
        return Stream.concat(syncs.keySet().stream(), stored.stream());
    }
}
