package io.github.spotifypipeline.spotify;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: twice as long after each further failure.
 *
 * @param first   after the first failure
 * @param longest the most
 * @param random  gives numbers from 0 to 1: the wait is half to one and a half times as long, so that many who met the
 *                same fault do not all come back at once
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {

    /** One without chance. */
    public Backoff(Duration first, Duration longest) {
        this(first, longest, () -> 0.5);
    }

    /** How long to wait. @param failures how many tries have failed one after the other, from 1 */
    public Duration after(long failures) {
        Duration wait = first.multipliedBy(1L << Math.max(0, Math.min(failures - 1, 16)));
        Duration most = wait.compareTo(longest) < 0 ? wait : longest;
        return Duration.ofMillis((long) (most.toMillis() * (0.5 + random.getAsDouble())));
    }
}
