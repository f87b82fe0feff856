package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * jq's functions of dates. A date is a number of Unix seconds, which may have a fraction, or a broken-down time: a list
 * of year, month from 0, day, hours, minutes, seconds, weekday from Sunday, day of the year from 0.
 */
final class JqDates {

    private static final String ISO = "%Y-%m-%dT%H:%M:%SZ";

    private JqDates() {
    }

    /** Unix seconds as an ISO 8601 time without a fraction. */
    static String toDate(JsonNode seconds) throws JsonQueryException {
        return format(seconds, ISO, ZoneOffset.UTC, "strftime");
    }

    /** An ISO 8601 time in UTC as Unix seconds. Unlike in jq it may have a fraction of a second, as Spotify's do. */
    static JsonNode fromDate(JsonNode text) throws JsonQueryException {
        if (!text.isTextual()) {
            throw new JsonQueryException("fromdate input must be a string, not " + JqTexts.type(text));
        }
        try {
            if (text.textValue().endsWith("Z")) {
                Instant instant = Instant.parse(text.textValue());
                return JqNumbers.of(instant.getEpochSecond() + instant.getNano() / 1e9);
            }
        } catch (DateTimeException e) {
            // the error below says it
        }
        throw noMatch(text, '"' + ISO + '"');
    }

    static JsonNode brokenDown(JsonNode seconds, ZoneId zone, String function) throws JsonQueryException {
        if (!seconds.isNumber()) {
            throw new JsonQueryException(function + "() requires a number, not " + JqTexts.type(seconds));
        }
        return brokenDown(instant(seconds.doubleValue(), function).atZone(zone));
    }

    private static Instant instant(double seconds, String function) throws JsonQueryException {
        double whole = Math.floor(seconds);
        if (Double.isNaN(seconds) || Math.abs(seconds) > 1e13) {
            throw new JsonQueryException(
                    "error converting number of seconds since epoch to datetime (" + function + ")");
        }
        // a double of Unix seconds is exact to about a microsecond
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

    /** @param zone the zone to write the time in; a broken-down time is taken for one of this zone */
    static String format(JsonNode time, String pattern, ZoneId zone, String function) throws JsonQueryException {
        if (!time.isNumber() && !time.isArray()) {
            throw new JsonQueryException(function + "/1 requires parsed datetime inputs, not " + JqTexts.type(time));
        }
        ZonedDateTime at = time.isNumber() ? instant(time.doubleValue(), function).atZone(zone)
                : time(time, function + "/1").atZone(zone);
        return Strftime.format(at, pattern);
    }

    /** A text as a broken-down time. */
    static JsonNode parse(JsonNode text, JsonNode pattern) throws JsonQueryException {
        if (!text.isTextual() || !pattern.isTextual()) {
            throw new JsonQueryException("strptime/1 requires string inputs and arguments, not "
                    + JqTexts.type(text.isTextual() ? pattern : text));
        }
        try {
            return brokenDown(Strptime.parse(text.textValue(), pattern.textValue()).atZone(ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException e) {
            throw noMatch(text, JqNumbers.json(pattern));
        }
    }

    private static JsonQueryException noMatch(JsonNode text, String pattern) {
        return new JsonQueryException("date " + JqNumbers.json(text) + " does not match format " + pattern);
    }
}
