package io.github.spotifypipeline.spotify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Spreads the calls of all accounts: no more than so many in any 30 seconds, which is the window of Spotify's rate
 * limit. A fifth of them is kept for plays, which are lost where they are late.
 */
public final class CallPace {

    private static final long WINDOW = Duration.ofSeconds(30).toNanos();

    private final int calls;
    private final LongSupplier nanoTime;
    private final Deque<Long> recent = new ArrayDeque<>();

    /**
     * @param calls    the most calls in 30 seconds
     * @param nanoTime a clock that only goes on, in ns
     */
    public CallPace(int calls, LongSupplier nanoTime) {
        this.calls = calls;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes a place for a call, if there is one.
     *
     * @param first whether it is a call for plays
     * @return zero: the call may go now, and is counted; else how long to wait before asking again
     */
    synchronized Duration take(boolean first) {
        long now = nanoTime.getAsLong();
        while (!recent.isEmpty() && now - recent.peekFirst() >= WINDOW) {
            recent.removeFirst();
        }
        if (recent.size() < CallBudget.share(calls, first)) {
            recent.addLast(now);
            return Duration.ZERO;
        }
        return Duration.ofNanos(recent.peekFirst() + WINDOW - now);
    }
}
