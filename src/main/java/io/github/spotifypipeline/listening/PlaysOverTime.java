package io.github.spotifypipeline.listening;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Plays by day, week, month or year, by the listener's clock: the shortest of which there are not too many. */
final class PlaysOverTime {

    private static final int MOST_ROWS = 120;

    private enum Step {

        DAY(day -> day, day -> day.plusDays(1)),
        WEEK(day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), day -> day.plusWeeks(1)),
        MONTH(day -> day.withDayOfMonth(1), day -> day.plusMonths(1)),
        YEAR(day -> day.withDayOfYear(1), day -> day.plusYears(1));

        private final UnaryOperator<LocalDate> start;
        private final UnaryOperator<LocalDate> next;

        Step(UnaryOperator<LocalDate> start, UnaryOperator<LocalDate> next) {
            this.start = start;
            this.next = next;
        }

        private boolean isShortEnough(LocalDate from, LocalDate to) {
            LocalDate end = start.apply(from);
            for (int i = 0; i < MOST_ROWS; i++) {
                end = next.apply(end);
            }
            return to.isBefore(end);
        }
    }

    private PlaysOverTime() {
    }

    /** From the first day to the last of the period, or with a play; what is to come is left out. */
    static Map<String, Object> answer(ListenedPlays plays, DayPeriod period, LocalDate today) {
        ClockSums clock = new ClockSums();
        plays.forEach(period, (part, i) -> clock.add(part.hours()[i], part.heard()[i]));
        TreeMap<Integer, long[]> days = clock.days();
        Map<String, Object> answer = new LinkedHashMap<>();
        LocalDate from = period.from();
        LocalDate to = period.to() == null || period.to().isAfter(today) ? today : period.to();
        if (!days.isEmpty()) {
            LocalDate first = ClockSums.date(days.firstKey());
            LocalDate last = ClockSums.date(days.lastKey());
            from = from == null || first.isBefore(from) ? first : from;
            to = last.isAfter(to) ? last : to;
        }
        if (from == null || from.isAfter(to)) {
            answer.put("step", "day");
            answer.put("rows", List.of());
            return answer;
        }
        Step step = step(from, to);
        answer.put("step", step.name().toLowerCase(Locale.ROOT));
        answer.put("rows", rows(days, step, from, to));
        return answer;
    }

    private static Step step(LocalDate from, LocalDate to) {
        for (Step step : Step.values()) {
            if (step.isShortEnough(from, to)) {
                return step;
            }
        }
        return Step.YEAR;
    }

    private static List<Map<String, Object>> rows(TreeMap<Integer, long[]> days, Step step, LocalDate from,
            LocalDate to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        LocalDate start = step.start.apply(from);
        while (!start.isAfter(to)) {
            LocalDate next = step.next.apply(start);
            long[] sums = new long[2];
            days.subMap((int) start.toEpochDay(), (int) next.toEpochDay()).values().forEach(day -> {
                sums[0] += day[0];
                sums[1] += day[1];
            });
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("start", start);
            row.put("plays", sums[0]);
            row.put("hours", ThingCounts.hours(sums[1]));
            rows.add(row);
            start = next;
        }
        return rows;
    }
}
