package io.github.spotifypipeline.spotify;

import java.time.Duration;

/** Decides when a call may be made, and learns from the answers. */
public interface CallGate {

    /**
     * Asks for leave to make one call.
     *
     * @param bucket see {@link Bucket}
     * @param first  whether it is a call for plays
     * @return zero: the call is counted and may be made; else how long to wait before asking again
     * @throws LimitedException when waiting is of no use
     */
    Duration ask(String bucket, boolean first);

    /**
     * Spotify answered 429.
     *
     * @param quota      whether it is the day's quota that is used up, not the rate
     * @param retryAfter what it asks to wait; null when it does not say
     * @param mayWait    whether the call may still wait and be made again
     * @throws LimitedException when that is too long to wait for, or it may not wait
     */
    void refused(String bucket, boolean quota, Duration retryAfter, boolean mayWait);

    /** Whether a bucket waits because Spotify asked for it, and not for want of pace. */
    boolean isHeld(String bucket);

    /** Spotify answered as usual. */
    void answered(String bucket);
}
