package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of dates, and their texts, in a time zone. */
final class DateOperators {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String DEFAULT_FORMAT = "%Y-%m-%dT%H:%M:%S.%LZ";
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d\\d)(?::?(\\d\\d))?");
    private static final Pattern TEXT = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)(?:[T ](\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,3})?(Z|[+-]\\d\\d:?\\d\\d)?)?");

    /** Time zones that Java does not list. */
    private static final Set<String> OFFSETS = Set.of("EST", "MST", "HST");

    private DateOperators() {
    }

    static void addTo(OperatorTable operators) {
        part(operators, "$year", ZonedDateTime::getYear);
        part(operators, "$month", ZonedDateTime::getMonthValue);
        part(operators, "$dayOfMonth", ZonedDateTime::getDayOfMonth);
        part(operators, "$hour", ZonedDateTime::getHour);
        part(operators, "$minute", ZonedDateTime::getMinute);
        part(operators, "$second", ZonedDateTime::getSecond);
        part(operators, "$millisecond", date -> date.get(ChronoField.MILLI_OF_SECOND));
        part(operators, "$dayOfWeek", DateFormat::dayOfWeek);
        part(operators, "$dayOfYear", ZonedDateTime::getDayOfYear);
        part(operators, "$isoDayOfWeek", date -> date.getDayOfWeek().getValue());
        part(operators, "$isoWeek", date -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        part(operators, "$isoWeekYear", date -> (long) date.get(IsoFields.WEEK_BASED_YEAR));
        part(operators, "$week", DateFormat::week);
        operators.add("$dateToString", DateOperators::dateToString);
    }

    /** The text that MongoDB makes of a date. */
    static String iso(Instant date) {
        return ISO.format(date);
    }

    /** The date of a text in ISO 8601. MongoDB reads many other forms, which are refused here. */
    static Instant parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw Refusal.unsupported("a date of that text", "it reads 2026-11-30 and 2026-11-30T10:00:00.000Z");
        }
        try {
            String offset = matcher.group(4) == null ? "Z" : matcher.group(4).replaceAll("^(...)(\\d\\d)$", "$1:$2");
            String fraction = matcher.group(3) == null ? "" : matcher.group(3);
            return ZonedDateTime.parse(matcher.group(1) + "T" + (matcher.group(2) == null ? "00:00:00"
                    : matcher.group(2))
                    + fraction + offset).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.invalid("Error parsing date string: " + e.getMessage());
        }
    }

    /** The time at which an id was made. */
    static Instant instant(ObjectId id) {
        return Instant.ofEpochSecond(Long.parseLong(id.getHexData().substring(0, 8), 16));
    }

    private static Instant instant(Object value, String operator) {
        if (value instanceof Instant date) {
            return date;
        } else if (value instanceof ObjectId id) {
            return instant(id);
        } else if (value instanceof BsonTimestamp) {
            throw Refusal.unsupported(operator + " of a timestamp", "it takes dates");
        }
        throw Refusal.invalid(operator + " can't convert from BSON type " + Values.typeName(value) + " to Date");
    }

    private static ZoneId zone(Object value) {
        if (!(value instanceof String name)) {
            throw Refusal.invalid("timezone must evaluate to a string, found " + Values.typeName(value));
        }
        Matcher offset = OFFSET.matcher(name);
        try {
            return offset.matches()
                    ? ZoneOffset.of(offset.group(1) + offset.group(2) + (offset.group(3) == null ? "" : ":"
                            + offset.group(3)))
                    : ZoneId.getAvailableZoneIds().contains(name) ? ZoneId.of(name)
                    : OFFSETS.contains(name) ? ZoneId.of(name, ZoneId.SHORT_IDS) : ZoneId.of("unknown/" + name);
        } catch (DateTimeException e) {
            throw Refusal.invalid("unrecognized time zone identifier: \"" + name + "\"");
        }
    }

    private static void part(OperatorTable operators, String name, Function<ZonedDateTime, Object> function) {
        operators.add(name, (argument, scope) -> {
            boolean isNamed = argument instanceof Document document
                    && document.keySet().stream().noneMatch(key -> key.startsWith("$"));
            Map<String, Expression> named = isNamed ? scope.named(name, argument, "date* timezone")
                    : Map.of("date", scope.arguments(name, argument, 1, 1).get(0));
            return in -> {
                ZonedDateTime date = date(new NamedValues(named, in), "date", name);
                return date == null ? null : function.apply(date);
            };
        });
    }

    /** A date in its time zone; null if one of the two is null. */
    static ZonedDateTime date(NamedValues values, String field, String operator) {
        Object value = values.get(field);
        Object zone = values.get("timezone", "UTC");
        if (Values.isNullish(value)) {
            return null;
        }
        Instant date = instant(value, operator);
        return Values.isNullish(zone) ? null : date.atZone(zone(zone));
    }

    private static Expression dateToString(Object argument, ExpressionCompiler scope) {
        Map<String, Expression> named = scope.named("$dateToString", argument, "date* format timezone onNull");
        if (((Document) argument).get("format") instanceof String format && !format.startsWith("$")) {
            DateFormat.format(format, ZonedDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
        }
        if (((Document) argument).get("timezone") instanceof String zone && !zone.startsWith("$")) {
            zone(zone);
        }
        return in -> {
            NamedValues values = new NamedValues(named, in);
            Object format = values.get("format", DEFAULT_FORMAT);
            ZonedDateTime date = date(values, "date", "$dateToString");
            if (date == null || Values.isNullish(format)) {
                return Values.isNullish(values.get("date")) ? values.get("onNull") : null;
            }
            if (!(format instanceof String text)) {
                throw Refusal.invalid("$dateToString requires that 'format' be a string");
            }
            return DateFormat.format(text, date);
        };
    }
}
