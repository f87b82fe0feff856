package io.github.spotifypipeline.spotify;

import java.time.Duration;

/** Decides when a call may be made, and learns from the answers. */
public interface CallGate {

    /**
     * Asks whether one call may be made now.
     *
     * @param bucket see {@link Bucket}
     * @param first  whether it is a call for plays
     * @return zero: the call is counted and may be made; else how long to wait before asking again
     * @throws SpotifyException when waiting is of no use
     */
    Duration ask(String bucket, boolean first);

    /**
     * Spotify answered 429.
     *
     * @param refusal RATE_LIMIT, or QUOTA where the day's is used up; with the time until which it asks to wait, if it
     *     says
     * @param mayWait whether the call may still wait and be made again
     * @return null: the call waits and is made again; else why it is given up: that is too long to wait for, or it may
     *     not wait
     */
    Failure hold(String bucket, Failure refusal, boolean mayWait);

    /** Whether a bucket waits because Spotify asked for it, and not for want of pace. */
    boolean isHeld(String bucket);

    /** Spotify answered as usual. */
    void answered(String bucket);
}
