package io.github.spotifypipeline.jq;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Writes a time by a pattern of C's {@code strftime}, as {@code %Y-%m-%d}, with English names. */
final class Strftime {

    /** Letters that stand for a pattern, also in {@link Strptime}. */
    static final Map<Character, String> PATTERNS = Map.of('c', "%a %b %e %H:%M:%S %Y", 'D', "%m/%d/%y",
            'x', "%m/%d/%y", 'F', "%Y-%m-%d", 'r', "%I:%M:%S %p", 'R', "%H:%M", 'T', "%H:%M:%S", 'X', "%H:%M:%S");

    /** Letters of C, and what Java writes for them; pp pads with a space. */
    private static final Map<Character, DateTimeFormatter> LETTERS = new HashMap<>();

    static {
        String letters = "a:EEE A:EEEE b:MMM h:MMM B:MMMM d:dd e:ppd H:HH I:hh j:DDD k:ppH l:pph m:MM M:mm p:a S:ss"
                + " z:xx Z:zzz";
        for (String letter : letters.split(" ")) {
            LETTERS.put(letter.charAt(0), DateTimeFormatter.ofPattern(letter.substring(2), Locale.US));
        }
    }

    private Strftime() {
    }

    /** @throws JsonQueryException if a letter of the pattern is not known */
    static String format(ZonedDateTime time, String pattern) throws JsonQueryException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                text.append(c);
                continue;
            }
            c = pattern.charAt(++i);
            // glibc's flags
            char flag = "-_0^".indexOf(c) >= 0 && i + 1 < pattern.length() ? c : ' ';
            c = flag == ' ' ? c : pattern.charAt(++i);
            String part = part(time, c);
            text.append(switch (flag) {
                case '-' -> part.replaceFirst("^[0 ]+(?=.)", "");
                case '_' -> part.replaceFirst("^0(?=.)", " ");
                case '0' -> part.replaceFirst("^ (?=.)", "0");
                case '^' -> part.toUpperCase(Locale.ROOT);
                default -> part;
            });
        }
        return text.toString();
    }

    private static String part(ZonedDateTime time, char letter) throws JsonQueryException {
        if (letter == 'Z' && time.getZone().equals(ZoneOffset.UTC)) {
            return "UTC";
        } else if (LETTERS.containsKey(letter)) {
            return LETTERS.get(letter).format(time);
        } else if (PATTERNS.containsKey(letter)) {
            return format(time, PATTERNS.get(letter));
        }
        int weekday = time.getDayOfWeek().getValue();
        return switch (letter) {
            case 'C' -> twoDigits(Math.floorDiv(time.getYear(), 100));
            case 'g' -> twoDigits(time.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 'G' -> String.valueOf(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'n' -> "\n";
            case 'P' -> part(time, 'p').toLowerCase(Locale.ROOT);
            case 's' -> Long.toString(time.toEpochSecond());
            case 't' -> "\t";
            case 'u' -> String.valueOf(weekday);
            case 'U' -> twoDigits((time.getDayOfYear() + 6 - weekday % 7) / 7);
            case 'V' -> twoDigits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'w' -> String.valueOf(weekday % 7);
            case 'W' -> twoDigits((time.getDayOfYear() + 6 - (weekday + 6) % 7) / 7);
            case 'y' -> twoDigits(Math.floorMod(time.getYear(), 100));
            case 'Y' -> String.valueOf(time.getYear());
            case '%' -> "%";
            default -> throw new JsonQueryException("strftime: %" + letter + " is not known");
        };
    }

    private static String twoDigits(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
