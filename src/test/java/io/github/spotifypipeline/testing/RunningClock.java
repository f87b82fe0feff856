package io.github.spotifypipeline.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by itself, faster than the machine's. */
public final class RunningClock extends Clock {

    private final Instant start = Instant.now();
    private final long begun = System.nanoTime();
    private final int speed;

    /** @param speed how many seconds pass in one */
    public RunningClock(int speed) {
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        return start.plusNanos((System.nanoTime() - begun) * speed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
