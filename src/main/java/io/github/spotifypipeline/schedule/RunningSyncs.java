package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.sync.RunProgress;
import io.github.spotifypipeline.sync.SyncRun;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The runs that are under way in this process, at most one an account. */
public final class RunningSyncs {

    private static final long LOOK_MS = 250;

    private final Set<SyncRun> runs = new HashSet<>();
    private final Set<String> reserved = new HashSet<>();

    public synchronized void begin(SyncRun run) {
        runs.add(run);
    }

    public synchronized void end(SyncRun run) {
        runs.remove(run);
        notifyAll();
    }

    /** How many there are, without those that only wait: one account's waiting must not keep the others from running. */
    synchronized int count() {
        return (int) runs.stream().filter(run -> !run.isWaiting()).count();
    }

    /** Those in which nothing has happened for longer than a time. */
    public synchronized List<SyncRun> still(Duration time) {
        return runs.stream().filter(run -> !run.isFromDatabase() && run.still().compareTo(time) > 0).toList();
    }

    /** How far those have come that read from Spotify, the one that began first at the beginning. */
    public synchronized List<RunProgress> progress() {
        return runs.stream().filter(run -> !run.isFromDatabase()).map(SyncRun::progress)
                .sorted(Comparator.comparing(RunProgress::startedAt).thenComparing(RunProgress::accountId)).toList();
    }

    synchronized boolean isEmpty() {
        return runs.isEmpty();
    }

    /** The keys of their claims. */
    public synchronized List<String> slots() {
        return runs.stream().map(SyncRun::getSlot).toList();
    }

    /** Keeps an account for a run that is to begin when none of it is under way. @return false when it is kept already */
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
        return runs.stream().anyMatch(run -> run.getAccountId().equals(accountId));
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
    public synchronized boolean awaitNone(Predicate<SyncRun> some, Duration atMost, BooleanSupplier giveUp) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toMillis(); left > 0 && runs.stream().anyMatch(some) && !giveUp.getAsBoolean();
                    left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(Math.min(left, LOOK_MS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return runs.stream().noneMatch(some);
    }
}
