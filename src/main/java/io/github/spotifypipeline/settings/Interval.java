package io.github.spotifypipeline.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of an interval in settings and route files: whole numbers, each with its unit {@code d}, {@code h},
 * {@code m} or {@code s}, the largest first and each once, such as {@code 1d}, {@code 36h}, {@code 1h30m}, {@code 90s}.
 */
public final class Interval {

    /** Explains the form in messages. */
    public static final String FORM = "numbers with the units d, h, m or s, the largest first";

    private static final Pattern PARTS =
            Pattern.compile("(?=.)(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

    private Interval() {
    }

    /** Empty unless the whole text is an interval. */
    public static Optional<Duration> parse(String text) {
        Matcher parts = PARTS.matcher(text);
        return !parts.matches() ? Optional.empty() : Optional.of(Duration.ofDays(number(parts, 1))
                .plusHours(number(parts, 2)).plusMinutes(number(parts, 3)).plusSeconds(number(parts, 4)));
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
