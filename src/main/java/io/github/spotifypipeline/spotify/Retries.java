package io.github.spotifypipeline.spotify;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How often a call is tried again within a run, and after which time: exponential back-off with jitter, so that many
 * accounts that met the same fault do not all come back at once.
 */
public final class Retries {

    /** Tries of one call; what still fails then is for the next run. */
    static final int TRIES = 4;

    /** A call that got no answer in time has held its account long enough. */
    static final int TRIES_AFTER_TIMEOUT = 2;

    private final Duration first;
    private final DoubleSupplier random;

    /**
     * @param first  the first back-off, before jitter; each further one is twice as long
     * @param random gives numbers from 0 to 1
     */
    public Retries(Duration first, DoubleSupplier random) {
        this.first = first;
        this.random = random;
    }

    /**
     * How long to wait before the next try.
     *
     * @param faults how many tries have failed
     * @param asked  how long Spotify asks to wait; null when it does not say
     * @return null: there is no further try in this run
     */
    Duration after(FailureKind trouble, int faults, Duration asked) {
        boolean more = trouble.isTransient() && faults < (trouble == FailureKind.TIMEOUT ? TRIES_AFTER_TIMEOUT : TRIES);
        if (!more || asked != null && asked.compareTo(WaitLimits.LONGEST_WAIT) > 0) {
            return null;
        }
        Duration own = Duration.ofMillis((long) (first.multipliedBy(1L << (faults - 1)).toMillis()
                * (0.5 + random.getAsDouble())));
        return asked == null || own.compareTo(asked) > 0 ? own : asked;
    }
}
