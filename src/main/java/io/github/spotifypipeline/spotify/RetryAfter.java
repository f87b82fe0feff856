package io.github.spotifypipeline.spotify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the Retry-After header: seconds, as Spotify sends it, or a date (RFC 9110, section 10.2.3). Seen as well: a
 * decimal, a date of one of the older forms, and the header twice, of which the longest time counts.
 */
public final class RetryAfter {

    /** A day: the most that Spotify's rolling quota can mean. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {
    }

    /**
     * How long to wait.
     *
     * @param header a text; a collection of texts, or one with commas, where it came more than once; null without it
     * @param now    the time of the answer
     * @return from a second to a day; null when the header is missing or says nothing, such as a negative number
     */
    public static Duration of(Object header, Instant now) {
        Stream<?> texts = header instanceof Collection<?> several ? several.stream() : Stream.ofNullable(header);
        return texts.flatMap(text -> single(text.toString(), now)).max(Duration::compareTo).map(RetryAfter::within)
                .orElse(null);
    }

    /** What a text says; where it holds commas it is one date with a comma, or several values. */
    private static Stream<Duration> single(String text, Instant now) {
        Duration whole = value(text, now);
        if (whole != null) {
            return Stream.of(whole);
        }
        List<String> parts = List.of(text.split(","));
        // a date has one comma within itself
        return IntStream.range(0, parts.size()).boxed().flatMap(i -> Stream.of(value(parts.get(i), now),
                i + 1 < parts.size() ? value(parts.get(i) + "," + parts.get(i + 1), now) : null))
                .filter(Objects::nonNull);
    }

    /** @return null when it is no value */
    private static Duration value(String text, Instant now) {
        String value = text.strip();
        if (value.matches("\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18}")) {
            return Duration.ofMillis(new BigDecimal(value).min(BigDecimal.valueOf(LONGEST.toSeconds()))
                    .movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact());
        }
        Instant date = HttpDate.parse(value, now);
        return date == null ? null : Duration.between(now, date);
    }

    private static Duration within(Duration asked) {
        Duration least = Duration.ofSeconds(1);
        return asked.compareTo(least) < 0 ? least : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
