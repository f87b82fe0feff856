package io.github.spotifypipeline.database;

import com.mongodb.MongoException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes what is old, at the start and once a day. Whether that is due is asked at each look, not left to a timer:
 * what falls due while the machine sleeps is done when it wakes.
 */
public final class Housekeeping {

    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private Instant next = Instant.MIN;

    public Housekeeping(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Does it when it is due; costs nothing else. Where the database does not answer, it is tried again in a minute.
     */
    public synchronized void look() {
        Instant now = clock.instant();
        // a clock that was ahead must not put it off
        if (now.isBefore(next) && !next.isAfter(now.plus(EVERY))) {
            return;
        }
        try {
            database.tidy(now);
            next = now.plus(EVERY);
        } catch (MongoException e) {
            // the check of the database says it
            next = now.plus(RETRY);
        }
    }
}
