package io.github.spotifypipeline.database;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/**
 * Times in documents. A clock that was ahead has written what lies in the future, and would stop whatever waits for it,
 * for days and in silence; so what cannot be counts as unknown.
 */
public final class StoredTime {

    /** What the clocks of several processes may differ by. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private StoredTime() {
    }

    /** A field's time; null when it has none. */
    public static Instant of(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }

    /** Whether what has happened is said to happen later than now. */
    public static boolean isImpossible(Instant happened, Instant now) {
        return isImpossible(happened, now, Duration.ZERO);
    }

    /** Whether something waits for longer than it ever has to. @param longest how long that is */
    public static boolean isImpossible(Instant until, Instant now, Duration longest) {
        return until != null && until.isAfter(now.plus(longest).plus(TOLERANCE));
    }
}
