package io.github.spotifypipeline.schedule;

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

/** What is under way in this process, at most one task an account: syncs, and work on what is stored. */
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
     * How many there are, without those that only wait: one account's waiting must not keep the others from running.
     */
    synchronized int count() {
        return stored.size() + (int) syncs.values().stream().filter(tally -> !tally.isWaiting()).count();
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

    synchronized boolean isReserved(String accountId) {
        return reserved.contains(accountId);
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
