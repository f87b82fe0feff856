package io.github.spotifypipeline.jq;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a time by a pattern of C's {@code strptime}, as {@code %Y-%m-%d}, with English names. */
final class Strptime {

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

    private Strptime(String text) {
        this.text = text;
    }

    /** @throws DateTimeException if the text is not of that pattern, or there is no such time */
    static LocalDateTime parse(String text, String pattern) {
        Strptime reader = new Strptime(text);
        reader.read(pattern);
        if (!text.substring(reader.at).isBlank()) {
            throw new DateTimeException("more text than the pattern has");
        }
        return reader.time();
    }

    private LocalDateTime time() {
        if (unix != null) {
            return LocalDateTime.ofEpochSecond(unix, 0, ZoneOffset.UTC);
        }
        int hours = afternoon == null ? hour : hour % 12 + (afternoon ? 12 : 0);
        int inCentury = century < 0 ? year : century * 100 + Math.floorMod(year, 100);
        LocalDate date = dayOfYear > 0 ? LocalDate.ofYearDay(inCentury, dayOfYear)
                : LocalDate.of(inCentury, month, day);
        // a leap second counts as the second after it
        return date.atTime(hours, minute).plus(second, ChronoUnit.SECONDS).with(ChronoField.NANO_OF_SECOND, nanos);
    }

    private void read(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%' && i + 1 < pattern.length()) {
                part(pattern.charAt(++i), pattern.startsWith(".", i + 1));
            } else {
                take(Character.isWhitespace(c) ? "\\s*" : Pattern.quote(String.valueOf(c)));
            }
        }
    }

    /** Moves behind what a regular expression matches here. @return the match */
    private String take(String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new DateTimeException("The text is not of the pattern");
        }
        at = matcher.end();
        return matcher.group();
    }

    private void part(char letter, boolean beforeDot) {
        switch (letter) {
            case 'a', 'A' -> name("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
            case 'b', 'B', 'h' -> month = 1 + name("January", "February", "March", "April", "May", "June", "July",
                    "August", "September", "October", "November", "December");
            case 'C' -> century = number(2, 0, 99);
            case 'd', 'e' -> day = number(2, 1, 31);
            case 'H', 'k' -> hour = number(2, 0, 23);
            case 'I', 'l' -> hour = number(2, 1, 12) % 12;
            case 'j' -> dayOfYear = number(3, 1, 366);
            case 'm' -> month = number(2, 1, 12);
            case 'M' -> minute = number(2, 0, 59);
            case 'n', 't' -> take("\\s*");
            case 'p', 'P' -> afternoon = name("AM", "PM") == 1;
            case 's' -> unix = Long.valueOf(take("\\s*-?\\d{1,12}").strip());
            case 'S' -> {
                second = number(2, 0, 60);
                // unlike in C with a fraction, unless the pattern has a dot of its own
                nanos = beforeDot ? 0 : (int) (Double.parseDouble("0" + take("(\\.\\d+)?")) * 1e9);
            }
            case 'u', 'w' -> number(1, 0, 7);
            case 'U', 'V', 'W' -> number(2, 0, 53);
            case 'y' -> {
                int two = number(2, 0, 99);
                year = two < 69 ? 2000 + two : 1900 + two;
            }
            case 'Y' -> year = Integer.parseInt(take("\\s*-?\\d{1,4}").strip());
            // a zone is read and, as in jq, does not count
            case 'z' -> take("\\s*(Z|[+-]\\d{1,2}:?([0-5]?\\d)?)");
            case 'Z' -> take("\\p{L}*");
            case '%' -> take("%");
            default -> {
                if (!Strftime.PATTERNS.containsKey(letter)) {
                    throw new DateTimeException("The letter is not known: " + letter);
                }
                read(Strftime.PATTERNS.get(letter));
            }
        }
    }

    private int number(int digits, int least, int greatest) {
        int number = Integer.parseInt(take("\\s*\\d{1," + digits + "}").strip());
        if (number < least || number > greatest) {
            throw new DateTimeException("The number is out of range: " + number);
        }
        return number;
    }

    /** Reads a name as a whole or by its first three letters. @return its place among all, from 0 */
    private int name(String... names) {
        for (int i = 0; i < names.length; i++) {
            String shortName = names[i].substring(0, Math.min(3, names[i].length()));
            for (String name : List.of(names[i], shortName)) {
                if (text.regionMatches(true, at, name, 0, name.length())) {
                    at += name.length();
                    return i;
                }
            }
        }
        throw new DateTimeException("There is no such name");
    }
}
