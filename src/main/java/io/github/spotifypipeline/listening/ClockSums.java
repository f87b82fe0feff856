package io.github.spotifypipeline.listening;

import java.time.LocalDate;
import java.util.TreeMap;

/** Plays by day, weekday and hour, by the listener's clock; those without a local time are in none. */
final class ClockSums {

    private static final int HOURS_A_DAY = 24;
    private static final int DAYS_A_WEEK = 7;
    /** 1970-01-01 was a Thursday: this many days before it, a Monday. */
    private static final int SINCE_MONDAY = 3;

    private final int[][] week = new int[DAYS_A_WEEK][HOURS_A_DAY];
    private final TreeMap<Integer, long[]> days = new TreeMap<>();
    private int lastDay = Integer.MIN_VALUE;
    private long[] last;

    void add(int hour, int heard) {
        if (hour == PlayColumns.NO_HOUR) {
            return;
        }
        int day = Math.floorDiv(hour, HOURS_A_DAY);
        week[Math.floorMod(day + SINCE_MONDAY, DAYS_A_WEEK)][Math.floorMod(hour, HOURS_A_DAY)]++;
        if (day != lastDay) {
            lastDay = day;
            last = days.computeIfAbsent(day, one -> new long[2]);
        }
        last[0]++;
        last[1] += heard;
    }

    /** Plays by weekday, Monday first, and hour. */
    int[][] week() {
        return week;
    }

    int[] weekdays() {
        int[] sums = new int[DAYS_A_WEEK];
        for (int day = 0; day < DAYS_A_WEEK; day++) {
            for (int plays : week[day]) {
                sums[day] += plays;
            }
        }
        return sums;
    }

    int[] hoursOfDay() {
        int[] sums = new int[HOURS_A_DAY];
        for (int[] day : week) {
            for (int hour = 0; hour < HOURS_A_DAY; hour++) {
                sums[hour] += day[hour];
            }
        }
        return sums;
    }

    /** Plays and milliseconds of each day that has plays, by its number since 1970. */
    TreeMap<Integer, long[]> days() {
        return days;
    }

    /** The number of the day of an hour. */
    static int day(int hour) {
        return Math.floorDiv(hour, HOURS_A_DAY);
    }

    static LocalDate date(int day) {
        return LocalDate.ofEpochDay(day);
    }
}
