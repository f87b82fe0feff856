package io.github.spotifypipeline.enrich;

import io.github.spotifypipeline.spotify.CallOwner;
import io.github.spotifypipeline.spotify.KeptToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A day's calls for facts. It ends at the first 429. */
public final class FactRun implements CallOwner {

    private final Deque<LackingSong> songs;
    private final int most;
    private final BooleanSupplier stopping;
    private final KeptToken token = new KeptToken();
    private int calls;
    private int told;
    private int refused;
    private int faults;
    private boolean isLimited;

    /** @param most how many calls it may make, those that are tried again included */
    FactRun(List<LackingSong> songs, int most, BooleanSupplier stopping) {
        this.most = most;
        this.songs = new ArrayDeque<>(songs);
        this.stopping = stopping;
    }

    /** The song that is asked for next; null at the end. */
    LackingSong take() {
        return songs.poll();
    }

    boolean isEmpty() {
        return songs.isEmpty();
    }

    void told() {
        told++;
        faults = 0;
    }

    void refused() {
        refused++;
        faults = 0;
    }

    /** Spotify or the network has trouble. @return how often in a row */
    int fault() {
        faults++;
        return faults;
    }

    @Override
    public boolean isStopping() {
        return isLimited || calls >= most || stopping.getAsBoolean();
    }

    @Override
    public boolean isFirst() {
        return false;
    }

    @Override
    public KeptToken keptToken() {
        return token;
    }

    @Override
    public void called() {
        calls++;
    }

    @Override
    public void limited() {
        isLimited = true;
    }

    @Override
    public void waits(boolean waiting) {
        // no other run waits for this one
    }

    /** What it has done, for the log. */
    @Override
    public String toString() {
        return "calls=" + calls + " told=" + told + " refused=" + refused
                + (isLimited ? "; Spotify asked to wait, so no more today" : "");
    }
}
