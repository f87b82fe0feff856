package io.github.spotifypipeline.embedded.query;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalUnit;
import java.util.Map;

/** Round dates to a unit of the calendar, count units between two dates, and add them. */
final class DateUnitOperators {

    private static final Map<String, TemporalUnit> UNITS = Map.of("year", ChronoUnit.YEARS,
            "quarter", IsoFields.QUARTER_YEARS, "month", ChronoUnit.MONTHS, "week", ChronoUnit.WEEKS,
            "day", ChronoUnit.DAYS, "hour", ChronoUnit.HOURS, "minute", ChronoUnit.MINUTES,
            "second", ChronoUnit.SECONDS, "millisecond", ChronoUnit.MILLIS);

    private DateUnitOperators() {
    }

    static void addTo(OperatorTable operators) {
        operators.addNamed("$dateTrunc", "date* unit* timezone startOfWeek", a -> a.anyNullish() ? null : trunc(a));
        operators.addNamed("$dateDiff", "startDate* endDate* unit* timezone startOfWeek",
                a -> a.anyNullish() ? null : diff(a));
        add(operators, "$dateAdd", 1);
        add(operators, "$dateSubtract", -1);
    }

    private static TemporalUnit unit(NamedValues a, String operator) {
        TemporalUnit unit = UNITS.get(String.valueOf(a.get("unit")));
        if (unit == null) {
            throw Refusal.invalid("unknown time unit value of " + operator + ": " + a.get("unit"));
        }
        return unit;
    }

    private static DayOfWeek startOfWeek(NamedValues a) {
        Object value = a.get("startOfWeek", "sunday");
        for (DayOfWeek day : DayOfWeek.values()) {
            if (value instanceof String text && (text.equalsIgnoreCase(day.name())
                    || text.equalsIgnoreCase(day.name().substring(0, 3)))) {
                return day;
            }
        }
        throw Refusal.invalid("unknown day of week value: " + value);
    }

    private static Object trunc(NamedValues a) {
        ZonedDateTime date = DateOperators.date(a, "date", "$dateTrunc");
        TemporalUnit unit = unit(a, "$dateTrunc");
        return (unit.isDateBased() ? firstDay(date, unit, a).atStartOfDay(date.getZone()) : date.truncatedTo(unit))
                .toInstant();
    }

    private static LocalDate firstDay(ZonedDateTime date, TemporalUnit unit, NamedValues a) {
        LocalDate day = date.toLocalDate();
        return unit == ChronoUnit.YEARS ? day.withDayOfYear(1)
                : unit == IsoFields.QUARTER_YEARS ? day.with(IsoFields.DAY_OF_QUARTER, 1)
                : unit == ChronoUnit.MONTHS ? day.withDayOfMonth(1)
                : unit == ChronoUnit.WEEKS ? day.with(TemporalAdjusters.previousOrSame(startOfWeek(a))) : day;
    }

    private static Object diff(NamedValues a) {
        ZonedDateTime from = DateOperators.date(a, "startDate", "$dateDiff");
        ZonedDateTime to = DateOperators.date(a, "endDate", "$dateDiff");
        TemporalUnit unit = unit(a, "$dateDiff");
        return unit.isDateBased() ? unit.between(firstDay(from, unit, a), firstDay(to, unit, a))
                : unit.between(from.truncatedTo(unit), to.truncatedTo(unit));
    }

    private static void add(OperatorTable operators, String name, int sign) {
        operators.addNamed(name, "startDate* unit* amount* timezone", a -> {
            if (a.anyNullish()) {
                return null;
            }
            ZonedDateTime date = DateOperators.date(a, "startDate", name);
            TemporalUnit unit = unit(a, name);
            long times = sign * (long) Numbers.toInt(a.get("amount"), "The amount of " + name);
            // Java's own quarters are wrong from 256 of them on
            return (unit == IsoFields.QUARTER_YEARS ? date.plusMonths(3 * times) : date.plus(times, unit)).toInstant();
        });
    }
}
