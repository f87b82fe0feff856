package io.github.spotifypipeline.embedded.query;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;

/** Writes dates by the patterns of {@code $dateToString}, as {@code %Y-%m-%d}. */
final class DateFormat {

    private DateFormat() {
    }

    /** @throws de.bwaldvogel.mongo.exception.MongoServerError if a letter is not known, or the year has five digits */
    static String format(String format, ZonedDateTime date) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            i++;
            char letter = i < format.length() ? format.charAt(i) : '\0';
            text.append(switch (letter) {
                case 'Y' -> padded(date.getYear(), 4);
                case 'm' -> padded(date.getMonthValue(), 2);
                case 'd' -> padded(date.getDayOfMonth(), 2);
                case 'H' -> padded(date.getHour(), 2);
                case 'M' -> padded(date.getMinute(), 2);
                case 'S' -> padded(date.getSecond(), 2);
                case 'L' -> padded(date.get(ChronoField.MILLI_OF_SECOND), 3);
                case 'j' -> padded(date.getDayOfYear(), 3);
                case 'w' -> String.valueOf(dayOfWeek(date));
                case 'u' -> String.valueOf(date.getDayOfWeek().getValue());
                case 'U' -> padded(week(date), 2);
                case 'V' -> padded(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
                case 'G' -> padded(date.get(IsoFields.WEEK_BASED_YEAR), 4);
                case 'z' -> offset(date.getOffset().getTotalSeconds());
                case 'Z' -> String.valueOf(date.getOffset().getTotalSeconds() / 60);
                case '%' -> "%";
                default -> throw Refusal.invalid("Invalid format character '%" + letter + "' in format string");
            });
        }
        return text.toString();
    }

    private static String padded(int number, int width) {
        if (number < 0 || number > 9999) {
            throw Refusal.invalid("Could not convert date to string: date component was outside the supported range of"
                    + " 0-9999: " + number);
        }
        return String.format("%0" + width + "d", number);
    }

    private static String offset(int seconds) {
        return (seconds < 0 ? "-" : "+") + padded(Math.abs(seconds) / 3600, 2) + padded(Math.abs(seconds) / 60 % 60, 2);
    }

    /** From 1, which is Sunday. */
    static int dayOfWeek(ZonedDateTime date) {
        return date.getDayOfWeek().getValue() % 7 + 1;
    }

    /** Weeks begin on Sundays; the days before the first one are in week 0. */
    static int week(ZonedDateTime date) {
        return (date.getDayOfYear() + 6 - date.getDayOfWeek().getValue() % 7) / 7;
    }
}
