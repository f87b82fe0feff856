package io.github.spotifypipeline.database;

import com.mongodb.MongoException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes old documents at the start and once a day. Each look asks whether a day has passed. A timer would miss its
 * time while the machine sleeps.
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
     * Deletes old documents when that is due. If the database does not answer, it tries again in a minute.
     */
    public synchronized void look() {
        Instant now = clock.instant();
        // a clock that was ahead must not delay it
        if (now.isBefore(next) && !next.isAfter(now.plus(EVERY))) {
            return;
        }
        try {
            database.tidy(now);
            next = now.plus(EVERY);
        } catch (MongoException e) {
            // the health check of the database says it
            next = now.plus(RETRY);
        }
    }
}
