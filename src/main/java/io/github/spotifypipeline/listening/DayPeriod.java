package io.github.spotifypipeline.listening;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Some days, by the time of the plays.
 *
 * @param from the first; null: from the beginning
 * @param to   the last, which counts; null: to the end
 * @param zone the time zone of the days
 */
record DayPeriod(LocalDate from, LocalDate to, ZoneId zone) {

    static DayPeriod year(int year, ZoneId zone) {
        return new DayPeriod(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31), zone);
    }

    /** The days that are in both. */
    DayPeriod and(DayPeriod other) {
        return new DayPeriod(from == null || other.from != null && other.from.isAfter(from) ? other.from : from,
                to == null || other.to != null && other.to.isBefore(to) ? other.to : to, zone);
    }

    /** The first millisecond. A play without a time is in a period without a beginning. */
    long start() {
        return from == null ? Long.MIN_VALUE : from.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /** The first millisecond after it. */
    long end() {
        return to == null ? Long.MAX_VALUE : to.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /**
     * As many days just before; of a whole year the year before, of a year's first days the same days of the year
     * before it.
     *
     * @param today ends a period that has no end yet
     * @return null when it has no beginning
     */
    DayPeriod before(LocalDate today) {
        if (from == null) {
            return null;
        }
        LocalDate last = to != null && to.isBefore(today) ? to : today.isBefore(from) ? from : today;
        if (from.getDayOfYear() == 1 && from.getYear() == last.getYear()
                && (last.equals(today) || last.getDayOfYear() == last.lengthOfYear())) {
            boolean whole = last.getDayOfYear() == last.lengthOfYear();
            LocalDate end = whole ? from.minusDays(1) : last.minusYears(1);
            return new DayPeriod(from.minusYears(1), end, zone);
        }
        long days = ChronoUnit.DAYS.between(from, last) + 1;
        return new DayPeriod(from.minusDays(days), from.minusDays(1), zone);
    }
}
