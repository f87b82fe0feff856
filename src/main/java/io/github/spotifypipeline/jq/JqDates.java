package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Dates as jq has them: Unix seconds, with a fraction if need be, or a broken-down time (year, month from 0, day, hours,
 * minutes, seconds, weekday from Sunday, day of the year from 0). Patterns are those of C ({@code %Y-%m-%d}), names
 * English.
 */
final class JqDates {

    private static final String ISO = "%Y-%m-%dT%H:%M:%SZ";
    private static final long BILLION = 1_000_000_000L;

    private JqDates() {
    }

    /** Unix seconds as an ISO 8601 time without a fraction. */
    static String toDate(JsonNode seconds) throws JsonQueryException {
        return format(seconds, ISO, ZoneOffset.UTC, "strftime");
    }

    /** An ISO 8601 time in UTC as Unix seconds; unlike in jq it may have a fraction of a second, as Spotify's have. */
    static JsonNode fromDate(JsonNode text) throws JsonQueryException {
        if (!text.isTextual()) {
            throw new JsonQueryException("fromdate input must be a string, not " + type(text));
        }
        try {
            if (text.textValue().endsWith("Z")) {
                Instant instant = Instant.parse(text.textValue());
                return JqNumbers.of(instant.getEpochSecond() + instant.getNano() / 1e9);
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new JsonQueryException("date " + JqNumbers.json(text) + " does not match format \"" + ISO + "\"");
    }

    static JsonNode brokenDown(JsonNode seconds, ZoneId zone, String function) throws JsonQueryException {
        if (!seconds.isNumber()) {
            throw new JsonQueryException(function + "() requires a number, not " + type(seconds));
        }
        return brokenDown(instant(seconds.doubleValue(), function).atZone(zone));
    }

    private static Instant instant(double seconds, String function) throws JsonQueryException {
        double whole = Math.floor(seconds);
        if (Double.isNaN(seconds) || Math.abs(seconds) > 1e13) {
            throw new JsonQueryException("error converting number of seconds since epoch to datetime (" + function + ")");
        }
        // a double has about microseconds left
        return Instant.ofEpochSecond((long) whole, Math.round((seconds - whole) * 1e6) * 1000);
    }

    private static JsonNode brokenDown(ZonedDateTime time) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        parts.add(time.getYear()).add(time.getMonthValue() - 1).add(time.getDayOfMonth()).add(time.getHour())
                .add(time.getMinute());
        parts.add(JqNumbers.of(time.getSecond() + time.getNano() / 1e9));
        return parts.add(time.getDayOfWeek().getValue() % 7).add(time.getDayOfYear() - 1);
    }

    /** A broken-down time as whole Unix seconds. */
    static JsonNode mkTime(JsonNode time) throws JsonQueryException {
        if (!time.isArray()) {
            throw new JsonQueryException("mktime requires array of 6 numbers");
        }
        return JqNumbers.of(time(time, "mktime").toEpochSecond(ZoneOffset.UTC));
    }

    private static LocalDateTime time(JsonNode parts, String function) throws JsonQueryException {
        double[] numbers = new double[6];
        for (int i = 0; i < numbers.length; i++) {
            if (!parts.path(i).isNumber()) {
                throw new JsonQueryException(function + " requires parsed datetime inputs");
            }
            numbers[i] = parts.get(i).doubleValue();
        }
        try {
            long nanos = Math.round((numbers[5] - Math.floor(numbers[5])) * 1e6) * 1000;
            return LocalDateTime.of((int) numbers[0], 1, 1, 0, 0).plusMonths((long) numbers[1])
                    .plusDays((long) numbers[2] - 1).plusHours((long) numbers[3]).plusMinutes((long) numbers[4])
                    .plusSeconds((long) Math.floor(numbers[5])).plusNanos(nanos);
        } catch (DateTimeException | ArithmeticException e) {
            throw new JsonQueryException("invalid gmtime representation");
        }
    }

    /** @param zone of the time, which is a number of Unix seconds, or is broken down in that zone */
    static String format(JsonNode time, String pattern, ZoneId zone, String function) throws JsonQueryException {
        if (!time.isNumber() && !time.isArray()) {
            throw new JsonQueryException(function + "/1 requires parsed datetime inputs, not " + type(time));
        }
        ZonedDateTime at = time.isNumber() ? instant(time.doubleValue(), function).atZone(zone)
                : time(time, function + "/1").atZone(zone);
        return format(at, pattern);
    }

    private static String format(ZonedDateTime time, String pattern) throws JsonQueryException {
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
        int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        return switch (letter) {
            case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
            case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
            case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
            case 'C' -> number(Math.floorDiv(time.getYear(), 100), "%02d");
            case 'd' -> number(time.getDayOfMonth(), "%02d");
            case 'D', 'x' -> format(time, "%m/%d/%y");
            case 'e' -> number(time.getDayOfMonth(), "%2d");
            case 'F' -> format(time, "%Y-%m-%d");
            case 'g' -> number(time.get(IsoFields.WEEK_BASED_YEAR) % 100, "%02d");
            case 'G' -> number(time.get(IsoFields.WEEK_BASED_YEAR), "%d");
            case 'H' -> number(time.getHour(), "%02d");
            case 'I' -> number(hour12, "%02d");
            case 'j' -> number(time.getDayOfYear(), "%03d");
            case 'k' -> number(time.getHour(), "%2d");
            case 'l' -> number(hour12, "%2d");
            case 'm' -> number(time.getMonthValue(), "%02d");
            case 'M' -> number(time.getMinute(), "%02d");
            case 'n' -> "\n";
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'P' -> time.getHour() < 12 ? "am" : "pm";
            case 'r' -> format(time, "%I:%M:%S %p");
            case 'R' -> format(time, "%H:%M");
            case 's' -> Long.toString(time.toEpochSecond());
            case 'S' -> number(time.getSecond(), "%02d");
            case 't' -> "\t";
            case 'T', 'X' -> format(time, "%H:%M:%S");
            case 'u' -> number(time.getDayOfWeek().getValue(), "%d");
            case 'U' -> number((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7, "%02d");
            case 'V' -> number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), "%02d");
            case 'w' -> number(time.getDayOfWeek().getValue() % 7, "%d");
            case 'W' -> number((time.getDayOfYear() + 6 - (time.getDayOfWeek().getValue() + 6) % 7) / 7, "%02d");
            case 'y' -> number(Math.floorMod(time.getYear(), 100), "%02d");
            case 'Y' -> number(time.getYear(), "%d");
            case 'z' -> zone(time);
            case 'Z' -> time.getOffset().equals(ZoneOffset.UTC) && time.getZone() instanceof ZoneOffset ? "UTC"
                    : java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.US).format(time);
            case '%' -> "%";
            default -> throw new JsonQueryException("strftime: %" + letter + " is not known");
        };
    }

    private static String zone(ZonedDateTime time) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        return (minutes < 0 ? "-" : "+") + number(Math.abs(minutes) / 60, "%02d") + number(Math.abs(minutes) % 60, "%02d");
    }

    private static String number(int number, String format) {
        return String.format(Locale.ROOT, format, number);
    }

    /** A text as a broken-down time. */
    static JsonNode parse(JsonNode text, JsonNode pattern) throws JsonQueryException {
        if (!text.isTextual() || !pattern.isTextual()) {
            throw new JsonQueryException("strptime/1 requires string inputs and arguments, not "
                    + type(text.isTextual() ? pattern : text));
        }
        try {
            Reader reader = new Reader(text.textValue());
            reader.read(pattern.textValue());
            if (!reader.left().isEmpty()) {
                throw new DateTimeException("left");
            }
            return brokenDown(reader.time().atZone(ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new JsonQueryException("date " + JqNumbers.json(text) + " does not match format " + JqNumbers.json(pattern));
        }
    }

    private static String type(JsonNode value) {
        return value.getNodeType().toString().toLowerCase(Locale.ROOT);
    }

    /** A text that is read by a pattern. */
    private static final class Reader {

        private final String text;
        private int at;
        private int year = 1900;
        private int month = 1;
        private int day = 1;
        private int dayOfYear;
        private int century = -1;
        private int hour;
        private int minute;
        private int second;
        private int nanos;
        private Boolean afternoon;
        private Long unix;

        private Reader(String text) {
            this.text = text;
        }

        private String left() {
            return text.substring(at).strip();
        }

        private LocalDateTime time() {
            if (unix != null) {
                return LocalDateTime.ofEpochSecond(unix, 0, ZoneOffset.UTC);
            }
            int hours = afternoon == null ? hour : hour % 12 + (afternoon ? 12 : 0);
            int inCentury = century < 0 ? year : century * 100 + Math.floorMod(year, 100);
            LocalDate date = dayOfYear > 0 ? LocalDate.ofYearDay(inCentury, dayOfYear) : LocalDate.of(inCentury, month, day);
            // a leap second counts as the second after it
            return date.atTime(hours, minute).plus(second, ChronoUnit.SECONDS).with(ChronoField.NANO_OF_SECOND, nanos);
        }

        private void read(String pattern) {
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                if (c == '%' && i + 1 < pattern.length()) {
                    part(pattern.charAt(++i), i + 1 < pattern.length() ? pattern.charAt(i + 1) : ' ');
                } else if (Character.isWhitespace(c)) {
                    blanks();
                } else {
                    require(c);
                }
            }
        }

        private void require(char c) {
            if (text.charAt(at) != c) {
                throw new DateTimeException("another character");
            }
            at++;
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private void part(char letter, char following) {
            switch (letter) {
                case 'a', 'A' -> name(7, "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
                case 'b', 'B', 'h' -> month = 1 + name(12, "January", "February", "March", "April", "May", "June", "July",
                        "August", "September", "October", "November", "December");
                case 'c' -> read("%a %b %e %H:%M:%S %Y");
                case 'C' -> century = number(2, 0, 99);
                case 'd', 'e' -> day = number(2, 1, 31);
                case 'D', 'x' -> read("%m/%d/%y");
                case 'F' -> read("%Y-%m-%d");
                case 'H', 'k' -> hour = number(2, 0, 23);
                case 'I', 'l' -> hour = number(2, 1, 12) % 12;
                case 'j' -> dayOfYear = number(3, 1, 366);
                case 'm' -> month = number(2, 1, 12);
                case 'M' -> minute = number(2, 0, 59);
                case 'n', 't' -> blanks();
                case 'p', 'P' -> afternoon = name(2, "AM", "PM") == 1;
                case 'r' -> read("%I:%M:%S %p");
                case 'R' -> read("%H:%M");
                case 's' -> unix = (long) digits(12, true);
                case 'S' -> seconds(following);
                case 'T', 'X' -> read("%H:%M:%S");
                case 'u', 'w' -> number(1, 0, 7);
                case 'U', 'V', 'W' -> number(2, 0, 53);
                case 'y' -> {
                    int two = number(2, 0, 99);
                    year = two < 69 ? 2000 + two : 1900 + two;
                }
                case 'Y' -> year = (int) digits(4, true);
                case 'z' -> zone();
                case 'Z' -> {
                    while (at < text.length() && Character.isLetter(text.charAt(at))) {
                        at++;
                    }
                }
                case '%' -> require('%');
                default -> throw new DateTimeException("unknown");
            }
        }

        /** Unlike in C, with a fraction where the pattern has no dot of its own. */
        private void seconds(char following) {
            second = number(2, 0, 60);
            if (following != '.' && at + 1 < text.length() && text.charAt(at) == '.' && Character.isDigit(text.charAt(at + 1))) {
                int from = ++at;
                while (at < text.length() && Character.isDigit(text.charAt(at))) {
                    at++;
                }
                nanos = (int) (Double.parseDouble("0." + text.substring(from, at)) * BILLION);
            }
        }

        /** It is read and, as in jq, does not count. */
        private void zone() {
            blanks();
            if (text.charAt(at) == 'Z') {
                at++;
                return;
            }
            if ("+-".indexOf(text.charAt(at)) < 0) {
                throw new DateTimeException("no zone");
            }
            at++;
            number(2, 0, 99);
            at += at < text.length() && text.charAt(at) == ':' ? 1 : 0;
            if (at < text.length() && Character.isDigit(text.charAt(at))) {
                number(2, 0, 59);
            }
        }

        private int number(int most, int least, int greatest) {
            blanks();
            long number = digits(most, false);
            if (number < least || number > greatest) {
                throw new DateTimeException("out of range");
            }
            return (int) number;
        }

        private long digits(int most, boolean signed) {
            blanks();
            boolean minus = signed && text.charAt(at) == '-';
            at += minus ? 1 : 0;
            int from = at;
            while (at < text.length() && at - from < most && Character.isDigit(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                throw new DateTimeException("no number");
            }
            long number = Long.parseLong(text.substring(from, at));
            return minus ? -number : number;
        }

        private int name(int count, String... names) {
            List<String> all = new ArrayList<>(List.of(names));
            for (String name : names) {
                all.add(name.length() > 3 ? name.substring(0, 3) : name);
            }
            for (int i = 0; i < all.size(); i++) {
                if (text.regionMatches(true, at, all.get(i), 0, all.get(i).length())) {
                    at += all.get(i).length();
                    return i % count;
                }
            }
            throw new DateTimeException("no name");
        }
    }
}
