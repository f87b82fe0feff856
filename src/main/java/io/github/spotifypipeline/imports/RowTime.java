package io.github.spotifypipeline.imports;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/**
 * A time as exports write it: {@code 2025-04-28T21:16:38Z}, {@code 2025-04-28 21:16:38}, the same with {@code UTC}, and
 * in the short form {@code 2025-04-28 21:16}. All are UTC.
 */
final class RowTime {

    private static final int MINUTES = "2025-04-28 21:16".length();
    private static final int SECONDS = "2025-04-28 21:16:38".length();

    private RowTime() {
    }

    /** In Unix ms and whole seconds; empty when it is no time. */
    static OptionalLong parse(String text) {
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            String time = text.strip();
            if (time.length() >= MINUTES && (time.charAt(10) == 'T' || time.charAt(10) == ' ')) {
                return OptionalLong.of(1000 * seconds(time));
            }
        } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            // no time
        }
        return OptionalLong.empty();
    }

    private static long seconds(String time) {
        String rest = time.length() == MINUTES ? "" : time.substring(Math.min(SECONDS, time.length()));
        if (rest.isEmpty() || rest.equals("Z") || rest.equals(" UTC")) {
            return LocalDateTime.of(number(time, 0, 4), number(time, 5, 7), number(time, 8, 10), number(time, 11, 13),
                    number(time, 14, 16), time.length() == MINUTES ? 0 : number(time, 17, 19))
                    .toEpochSecond(ZoneOffset.UTC);
        }
        String iso = time.replaceFirst(" UTC$", "Z").replaceFirst(" ", "T");
        return OffsetDateTime.parse(iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$") ? iso : iso + "Z").toEpochSecond();
    }

    private static int number(String time, int from, int to) {
        return Integer.parseInt(time, from, to, 10);
    }
}
