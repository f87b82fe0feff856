package io.github.spotifypipeline.api;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads the Retry-After header: seconds, as Spotify sends it, or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {

    /** A day: the most that Spotify's rolling quota can mean. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {
    }

    /** @return from a second to a day; null when the header is missing or says nothing */
    static Duration of(String header, Clock clock) {
        String text = header == null ? "" : header.strip();
        if (text.matches("\\d{1,18}")) {
            return within(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            return text.isEmpty() ? null : within(Duration.between(clock.instant(),
                    Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration within(Duration asked) {
        Duration least = Duration.ofSeconds(1);
        return asked.compareTo(least) < 0 ? least : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
