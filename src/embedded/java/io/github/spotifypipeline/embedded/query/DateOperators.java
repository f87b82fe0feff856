package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.github.spotifypipeline.embedded.query.Expressions.Operator;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates, and what they are in a time zone. */
final class DateOperators {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String DEFAULT_FORMAT = "%Y-%m-%dT%H:%M:%S.%LZ";
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d\\d)(?::?(\\d\\d))?");
    private static final Pattern TEXT = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[T ](\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,3})?"
            + "(Z|[+-]\\d\\d:?\\d\\d)?)?");

    /** Names of the time zone database that Java leaves out. */
    private static final Set<String> OFFSETS = Set.of("EST", "MST", "HST");

    private DateOperators() {
    }

    static void addTo(Map<String, Operator> operators) {
        part(operators, "$year", ZonedDateTime::getYear);
        part(operators, "$month", ZonedDateTime::getMonthValue);
        part(operators, "$dayOfMonth", ZonedDateTime::getDayOfMonth);
        part(operators, "$hour", ZonedDateTime::getHour);
        part(operators, "$minute", ZonedDateTime::getMinute);
        part(operators, "$second", ZonedDateTime::getSecond);
        part(operators, "$millisecond", date -> date.get(ChronoField.MILLI_OF_SECOND));
        part(operators, "$dayOfWeek", DateOperators::dayOfWeek);
        part(operators, "$dayOfYear", ZonedDateTime::getDayOfYear);
        part(operators, "$isoDayOfWeek", date -> date.getDayOfWeek().getValue());
        part(operators, "$isoWeek", date -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        part(operators, "$week", DateOperators::week);
        operators.put("$isoWeekYear", (argument, scope) -> {
            Expression year = part("$isoWeekYear", argument, scope, date -> date.get(IsoFields.WEEK_BASED_YEAR));
            return in -> year.in(in) instanceof Integer found ? (Object) found.longValue() : null;
        });
        operators.put("$dateToString", DateOperators::dateToString);
        operators.put("$dateTrunc", DateOperators::dateTrunc);
        operators.put("$dateDiff", DateOperators::dateDiff);
        operators.put("$dateAdd", (argument, scope) -> dateAdd("$dateAdd", argument, scope, 1));
        operators.put("$dateSubtract", (argument, scope) -> dateAdd("$dateSubtract", argument, scope, -1));
    }

    /** The text that MongoDB makes of a date. */
    static String iso(Instant date) {
        return ISO.format(date);
    }

    /** A date of a text in ISO 8601; MongoDB reads many others. */
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

    private static int dayOfWeek(ZonedDateTime date) {
        return date.getDayOfWeek().getValue() % 7 + 1;
    }

    /** Weeks begin on Sundays; the days before the first one are in week 0. */
    private static int week(ZonedDateTime date) {
        return (date.getDayOfYear() + 6 - date.getDayOfWeek().getValue() % 7) / 7;
    }

    private static Instant instant(Object value, String operator) {
        if (value instanceof Instant date) {
            return date;
        } else if (value instanceof ObjectId id) {
            return Instant.ofEpochSecond(Long.parseLong(id.getHexData().substring(0, 8), 16));
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

    private static void part(Map<String, Operator> operators, String name, ToIntFunction<ZonedDateTime> function) {
        operators.put(name, (argument, scope) -> part(name, argument, scope, function));
    }

    private static Expression part(String name, Object argument, Expressions scope,
            ToIntFunction<ZonedDateTime> function) {
        boolean isNamed = argument instanceof Document document && document.keySet().stream()
                .noneMatch(key -> key.startsWith("$"));
        Map<String, Expression> named = isNamed ? scope.named(name, argument, "date* timezone")
                : Map.of("date", scope.arguments(name, argument, 1, 1).get(0));
        return in -> {
            ZonedDateTime date = date(named, "date", name, in);
            return date == null ? null : (Object) function.applyAsInt(date);
        };
    }

    /** A date in its time zone; null where one of them is. */
    private static ZonedDateTime date(Map<String, Expression> named, String field, String operator, Scope in) {
        Object value = named.get(field).in(in);
        Object zone = named.containsKey("timezone") ? named.get("timezone").in(in) : "UTC";
        if (Values.isNullish(value)) {
            return null;
        }
        Instant date = instant(value, operator);
        return Values.isNullish(zone) ? null : date.atZone(zone(zone));
    }

    private static Expression dateToString(Object argument, Expressions scope) {
        Map<String, Expression> named = scope.named("$dateToString", argument, "date* format timezone onNull");
        if (((Document) argument).get("format") instanceof String format && !format.startsWith("$")) {
            format(format, ZonedDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
        }
        if (((Document) argument).get("timezone") instanceof String zone && !zone.startsWith("$")) {
            zone(zone);
        }
        return in -> {
            Object format = named.containsKey("format") ? named.get("format").in(in) : null;
            ZonedDateTime date = date(named, "date", "$dateToString", in);
            if (date == null || named.containsKey("format") && Values.isNullish(format)) {
                boolean dateIsNull = Values.isNullish(named.get("date").in(in));
                return dateIsNull && named.containsKey("onNull") ? named.get("onNull").in(in) : null;
            }
            if (format != null && !(format instanceof String)) {
                throw Refusal.invalid("$dateToString requires that 'format' be a string");
            }
            return format(format == null ? DEFAULT_FORMAT : (String) format, date);
        };
    }

    private static String format(String format, ZonedDateTime date) {
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
                case 'Z' -> minutes(date.getOffset().getTotalSeconds() / 60);
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

    private static String minutes(int minutes) {
        return String.valueOf(minutes);
    }

    private static ChronoUnit unit(Object value, String operator) {
        return switch (String.valueOf(value)) {
            case "year" -> ChronoUnit.YEARS;
            case "quarter" -> ChronoUnit.DECADES; // stands for three months
            case "month" -> ChronoUnit.MONTHS;
            case "week" -> ChronoUnit.WEEKS;
            case "day" -> ChronoUnit.DAYS;
            case "hour" -> ChronoUnit.HOURS;
            case "minute" -> ChronoUnit.MINUTES;
            case "second" -> ChronoUnit.SECONDS;
            case "millisecond" -> ChronoUnit.MILLIS;
            default -> throw Refusal.invalid("unknown time unit value of " + operator + ": " + value);
        };
    }

    private static DayOfWeek startOfWeek(Object value) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(java.util.Locale.ROOT);
            if (value instanceof String text && List.of(name, name.substring(0, 3))
                    .contains(text.toLowerCase(java.util.Locale.ROOT))) {
                return day;
            }
        }
        throw Refusal.invalid("unknown day of week value: " + value);
    }

    private static boolean anyNull(Map<String, Expression> named, Scope in) {
        return named.values().stream().anyMatch(value -> Values.isNullish(value.in(in)));
    }

    private static Expression dateTrunc(Object argument, Expressions scope) {
        Map<String, Expression> named = scope.named("$dateTrunc", argument, "date* unit* timezone startOfWeek");
        return in -> {
            if (anyNull(named, in)) {
                return null;
            }
            Object unit = named.get("unit").in(in);
            Object start = named.containsKey("startOfWeek") ? named.get("startOfWeek").in(in) : "sunday";
            ZonedDateTime date = date(named, "date", "$dateTrunc", in);
            return truncate(date, unit(unit, "$dateTrunc"), "week".equals(unit) ? startOfWeek(start)
                    : null).toInstant();
        };
    }

    private static ZonedDateTime truncate(ZonedDateTime date, ChronoUnit unit, DayOfWeek start) {
        LocalDate day = date.toLocalDate();
        return switch (unit) {
            case YEARS -> day.withDayOfYear(1).atStartOfDay(date.getZone());
            case DECADES -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1)
                    .atStartOfDay(date.getZone());
            case MONTHS -> day.withDayOfMonth(1).atStartOfDay(date.getZone());
            case WEEKS -> day.with(TemporalAdjusters.previousOrSame(start)).atStartOfDay(date.getZone());
            case DAYS -> day.atStartOfDay(date.getZone());
            default -> date.truncatedTo(unit);
        };
    }

    private static Expression dateDiff(Object argument, Expressions scope) {
        Map<String, Expression> named =
                scope.named("$dateDiff", argument, "startDate* endDate* unit* timezone startOfWeek");
        return in -> {
            if (anyNull(named, in)) {
                return null;
            }
            Object unit = named.get("unit").in(in);
            Object start = named.containsKey("startOfWeek") ? named.get("startOfWeek").in(in) : "sunday";
            ZonedDateTime from = date(named, "startDate", "$dateDiff", in);
            ZonedDateTime to = date(named, "endDate", "$dateDiff", in);
            ChronoUnit in2 = unit(unit, "$dateDiff");
            DayOfWeek first = in2 == ChronoUnit.WEEKS ? startOfWeek(start) : null;
            return switch (in2) {
                case YEARS -> (long) to.getYear() - from.getYear();
                case DECADES -> quarters(to) - quarters(from);
                case MONTHS -> to.getYear() * 12L + to.getMonthValue() - from.getYear() * 12L - from.getMonthValue();
                case WEEKS -> ChronoUnit.DAYS.between(truncate(from, in2, first).toLocalDate(),
                        truncate(to, in2, first).toLocalDate()) / 7;
                case DAYS -> ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate());
                case MILLIS -> to.toInstant().toEpochMilli() - from.toInstant().toEpochMilli();
                default -> in2.between(from.truncatedTo(in2), to.truncatedTo(in2));
            };
        };
    }

    private static long quarters(ZonedDateTime date) {
        return date.getYear() * 4L + (date.getMonthValue() - 1) / 3;
    }

    private static Expression dateAdd(String name, Object argument, Expressions scope, int sign) {
        Map<String, Expression> named = scope.named(name, argument, "startDate* unit* amount* timezone");
        return in -> {
            if (anyNull(named, in)) {
                return null;
            }
            Object unit = named.get("unit").in(in);
            Object amount = named.get("amount").in(in);
            ZonedDateTime date = date(named, "startDate", name, in);
            ChronoUnit of = unit(unit, name);
            long times = sign * (long) Numbers.toInt(amount, "The amount of " + name);
            return (of == ChronoUnit.DECADES ? date.plusMonths(3 * times) : date.plus(times, of)).toInstant();
        };
    }
}
