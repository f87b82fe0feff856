package io.github.spotifypipeline.spotify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Reads the three forms of a date in HTTP (RFC 9110, section 5.6.7): {@code Sun, 06 Nov 1994 08:49:37 GMT},
 * {@code Sunday, 06-Nov-94 08:49:37 GMT} of RFC 850, and {@code Sun Nov  6 08:49:37 1994} of C's asctime. The name of
 * the day says nothing new and is not looked at.
 */
public final class HttpDate {

    private static final int CENTURY = 100;

    private HttpDate() {
    }

    /**
     * Reads a date.
     *
     * @param now for a year of two digits, which is never more than 50 years ahead
     * @return null when it is none
     */
    public static Instant parse(String text, Instant now) {
        if (text == null) {
            return null;
        }
        String date = text.strip().replaceFirst("^[A-Za-z]+(,\\s*|\\s+)", "").replaceFirst("(?i)\\s+(GMT|UTC)$", "");
        int baseYear = now.atZone(ZoneOffset.UTC).getYear() + CENTURY / 2 - CENTURY + 1;
        for (DateTimeFormatter form : new DateTimeFormatter[] {form("d MMM uuuu HH:mm:ss"), shortYear(baseYear),
            form("MMM ppd HH:mm:ss uuuu")}) {
            try {
                return LocalDateTime.parse(date, form).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                // perhaps the next form
            }
        }
        return null;
    }

    private static DateTimeFormatter form(String pattern) {
        return new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern).toFormatter(Locale.ENGLISH);
    }

    private static DateTimeFormatter shortYear(int baseYear) {
        return new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern("d-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, baseYear).appendPattern(" HH:mm:ss")
                .toFormatter(Locale.ENGLISH);
    }
}
