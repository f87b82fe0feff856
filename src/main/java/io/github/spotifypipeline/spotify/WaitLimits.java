package io.github.spotifypipeline.spotify;

import java.time.Duration;

/** How long, and how often, a call waits within a sync. */
public final class WaitLimits {

    /** The longest Retry-After that a call waits for, without a thread; a longer one ends its sync. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** After this time at the latest, what waits looks whether it must stop. */
    static final Duration LOOK = Duration.ofMillis(250);

    /** 429s of one call after which its sync ends. */
    static final int LIMITS = 5;

    private WaitLimits() {
    }
}
