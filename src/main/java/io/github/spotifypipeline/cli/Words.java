package io.github.spotifypipeline.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Times and numbers in words, and texts from outside made safe for a terminal. */
final class Words {

    private Words() {
    }

    /** Such as {@code 4 minutes ago}, {@code now}, {@code in 16 minutes}; rounded down. */
    static String relative(Instant time, Instant now) {
        Duration distance = Duration.between(now, time);
        String amount = amount(distance.abs());
        return amount.isEmpty() ? "now" : distance.isNegative() ? amount + " ago" : "in " + amount;
    }

    private static String amount(Duration distance) {
        long seconds = distance.toSeconds();
        if (seconds >= 2 * 86_400) {
            return distance.toDays() + " days";
        }
        if (seconds >= 2 * 3_600) {
            return distance.toHours() + " hours";
        }
        if (seconds >= 120) {
            return distance.toMinutes() + " minutes";
        }
        return seconds >= 5 ? seconds + " seconds" : "";
    }

    /** Such as {@code 1 document}, {@code 1,200 documents}. @param noun in the singular */
    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    /** The text without what could steer a terminal or break a line. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
    }
}
