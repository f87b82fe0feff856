package io.github.spotifypipeline.spotify;

import java.time.Duration;

/** How long, and how often, a call waits within a sync. */
public final class WaitLimits {

    /** What Spotify asks to wait is waited for within a run up to this time, without a thread; longer ends the run. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** After this time at the latest, what waits looks whether it must stop. */
    static final Duration LOOK = Duration.ofMillis(250);

    /** 429s of one call after which its run ends. */
    static final int LIMITS = 5;

    private WaitLimits() {
    }
}
