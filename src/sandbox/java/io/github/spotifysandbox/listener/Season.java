package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.Dice;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;

/** What kind of day a day is for a listener. */
enum Season {

    /** A day with a way to work and back. */
    WORKDAY,

    /** Saturday and Sunday. */
    WEEKEND,

    /** The two weeks in July by the sea, with other music. */
    AWAY,

    /** A week in March in a hut, and single days in between, without any music. */
    SILENT,

    /** The days before and at Christmas, with a share of their own music. */
    WINTER;

    private static final int AWAY_DAYS = 15;
    private static final int SILENT_DAYS = 6;
    private static final double SILENT_DAY = 0.05;

    static Season of(long seed, LocalDate day) {
        LocalDate away = holiday(seed, day.getYear());
        if (!day.isBefore(away) && day.isBefore(away.plusDays(AWAY_DAYS))) {
            return AWAY;
        }
        LocalDate hut = LocalDate.of(day.getYear(), Month.MARCH, 7 + Dice.of(seed, "hut", day.getYear()).below(8));
        if (!day.isBefore(hut) && day.isBefore(hut.plusDays(SILENT_DAYS))
                || Dice.of(seed, "silent day", day).chance(SILENT_DAY)) {
            return SILENT;
        }
        if (day.getMonth() == Month.DECEMBER && day.getDayOfMonth() >= 8 && day.getDayOfMonth() <= 26) {
            return WINTER;
        }
        return isFree(day) ? WEEKEND : WORKDAY;
    }

    /** The first day of a year's holiday. */
    static LocalDate holiday(long seed, int year) {
        return LocalDate.of(year, Month.JULY, 8 + Dice.of(seed, "away", year).below(7));
    }

    static boolean isFree(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
