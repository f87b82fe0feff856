package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.spotify.CallOwner;
import io.github.spotifypipeline.spotify.KeptToken;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What a sync has done so far. One thread reads and one stores, and several calls may be under way; any thread may ask
 * for {@link #progress}, {@link #isWaiting} and {@link #still}.
 */
public final class Tally implements CallOwner {

    /** What is counted. */
    public enum Count {
        /** Calls of the Web API. */
        CALLS,
        /** Items, with those that are dead or left out. */
        READ,
        /** Documents that were inserted. */
        INSERTED,
        /** Documents that were there and changed. */
        UPDATED,
        /** Documents that were there and did not change. */
        UNCHANGED,
        /** Documents that were marked as removed; of a snapshot, deleted. */
        REMOVED,
        /** Documents of repeats that were none, or of places in a list, that were deleted. */
        DROPPED,
        /** Items that could not be transformed, each when that was found for the first time. */
        DEAD,
        /** Items that are in dead letters already and were not tried again. */
        KNOWN_DEAD,
        /** Entries that Spotify left empty. */
        EMPTY,
        /** Records and items that the transform or a step left out. */
        FILTERED
    }

    private final SyncTask task;
    private final AtomicIntegerArray counts = new AtomicIntegerArray(Count.values().length);
    private final Set<String> sent = new HashSet<>();
    private final KeptToken keptToken = new KeptToken();
    private boolean sinkKnown;
    private String writing;
    private volatile boolean stopped;
    private volatile boolean limited;
    private volatile Throwable failure;
    private volatile boolean waiting;
    private volatile long movedAt = System.nanoTime();
    private volatile SyncProgress progress;

    public Tally(SyncTask task) {
        this.task = task;
        this.progress = new SyncProgress(task.accountId(), task.endpointId(), task.startedAt(), 0, 0, null);
    }

    public SyncTask task() {
        return task;
    }

    public void add(Count what, int number) {
        counts.addAndGet(what.ordinal(), number);
    }

    public int get(Count what) {
        return counts.get(what.ordinal());
    }

    /** Documents that are new or changed. */
    public int written() {
        return get(Count.INSERTED) + get(Count.UPDATED);
    }

    /** Whether items were read, but none could be transformed, in this sync or in an earlier one. */
    public boolean isAllDead() {
        return get(Count.READ) > 0 && get(Count.DEAD) + get(Count.KNOWN_DEAD) == get(Count.READ);
    }

    /** Counts a page's documents after they were stored. */
    public void stored(int inserted, int updated, int unchanged) {
        moved();
        add(Count.INSERTED, inserted);
        add(Count.UPDATED, updated);
        add(Count.UNCHANGED, unchanged);
    }

    /**
     * Spotify has answered with a page.
     *
     * @param expected how many entries there will be in all; null: not known
     */
    public void received(int entries, Long expected) {
        moved();
        progress = progress.with(entries, expected);
    }

    /** A page of records goes to the steps of the route. @param ids of its records */
    public void sends(Collection<String> ids) {
        sent.clear();
        sent.addAll(ids);
    }

    /** A sink takes records. @param collection where to @param ids of the records */
    public void writes(String collection, Collection<String> ids) {
        writing = collection;
        sinkKnown = true;
        sent.removeAll(ids);
    }

    /** What the sink took is written. */
    public void wrote() {
        writing = null;
    }

    /** The collection that was being written to when the sync broke off; null when none was. */
    public String writing() {
        return writing;
    }

    /** The steps have ended with a page: they left out what no sink took. */
    public void passed() {
        // where there is no sink of ours, the records went elsewhere
        add(Count.FILTERED, sinkKnown || task.endpoint().storage().hasSink() ? sent.size() : 0);
        sent.clear();
    }

    /** Whether nothing further may begin; it stays so. To be asked only while something is left to do. */
    public boolean mustStop() {
        stopped |= task.mustStop();
        return stopped;
    }

    /** Whether it ended before its last page because it had to stop. */
    public boolean isStopped() {
        return stopped;
    }

    /** The sync broke off. */
    public void failed(Throwable why) {
        failure = why;
    }

    /** Why it broke off; null when it did not. */
    public Throwable failure() {
        return failure;
    }

    @Override
    public boolean isStopping() {
        return failure != null || mustStop();
    }

    @Override
    public boolean isFirst() {
        return task.endpoint().mode() == Mode.APPEND;
    }

    @Override
    public KeptToken keptToken() {
        return keptToken;
    }

    @Override
    public void called() {
        add(Count.CALLS, 1);
        moved();
    }

    @Override
    public void limited() {
        limited = true;
    }

    /** Whether Spotify has asked one of its calls to wait. */
    public boolean isLimited() {
        return limited;
    }

    @Override
    public void waits(boolean waits) {
        waiting = waits;
        moved();
    }

    /** Whether it waits for leave to make a call, and does nothing meanwhile. */
    public boolean isWaiting() {
        return waiting;
    }

    private void moved() {
        movedAt = System.nanoTime();
    }

    /** Since when nothing has happened in it. */
    public Duration still() {
        return Duration.ofNanos(System.nanoTime() - movedAt);
    }

    public SyncProgress progress() {
        return progress;
    }
}
