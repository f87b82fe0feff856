package io.github.spotifypipeline.listening;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A year in review. A year that is not over is compared with the same days of the year before. */
final class YearReview {

    private static final int TOP = 5;

    private final ListenedPlays plays;
    private final int year;
    private final LocalDate today;
    private final DayPeriod period;
    private final DayPeriod before;
    private final MonthSums months;
    private final ClockSums clock = new ClockSums();
    private int skipped;
    private int skippable;

    YearReview(ListenedPlays plays, int year, LocalDate today, DayPeriod whole) {
        this.plays = plays;
        this.year = year;
        this.today = today;
        this.period = whole;
        this.before = whole.before(today);
        this.months = new MonthSums(whole.zone());
        plays.forEach(period, (part, i) -> {
            months.add(part.times()[i], part.heard()[i]);
            clock.add(part.hours()[i], part.heard()[i]);
            skipped += part.skips()[i] == PlayColumns.SKIPPED ? 1 : 0;
            skippable += part.skips()[i] == PlayColumns.UNKNOWN ? 0 : 1;
        });
    }

    Map<String, Object> answer() {
        Map<ThingKind, TopList> tops = new LinkedHashMap<>();
        for (ThingKind kind : ThingKind.values()) {
            tops.put(kind, new TopList(plays, kind, Measure.PLAYS, period, before));
        }
        boolean over = period.to().isBefore(today);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("year", year);
        answer.put("from", period.from());
        answer.put("to", over || today.isBefore(period.from()) ? period.to() : today);
        answer.put("over", over);
        long[] sums = months.years().getOrDefault(year, new long[2]);
        answer.put("plays", sums[0]);
        answer.put("hours", ThingCounts.hours(sums[1]));
        tops.forEach((kind, top) -> answer.put(kind.words(), top.counts().different()));
        answer.put("days", clock.days().size());
        answer.put("before", before());
        Map<String, Object> best = new LinkedHashMap<>();
        tops.forEach((kind, top) -> best.put(kind.words(), top.rows(TOP, 0)));
        answer.put("top", best);
        answer.put("new_artists", newArtists(tops.get(ThingKind.ARTIST)));
        answer.put("new_songs", fresh(tops.get(ThingKind.SONG)).size());
        answer.put("streak", streak());
        answer.put("busiest_day", busiestDay());
        answer.put("skips", skippable == 0 ? null : Map.of("skipped", skipped, "of", skippable));
        answer.put("months", months.rows(YearMonth.of(year, 1), YearMonth.of(year, 12)));
        answer.put("calendar", calendar());
        answer.put("week", clock.week());
        return answer;
    }

    /** Null when nothing was heard then. */
    private Map<String, Object> before() {
        ThingCounts songs = ThingCounts.of(plays, ThingKind.SONG, before);
        long[] sums = new long[2];
        plays.forEach(before, (part, i) -> {
            sums[0]++;
            sums[1] += part.heard()[i];
        });
        if (sums[0] == 0) {
            return null;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("plays", sums[0]);
        answer.put("hours", ThingCounts.hours(sums[1]));
        answer.put("songs", songs.different());
        answer.put("artists", ThingCounts.of(plays, ThingKind.ARTIST, before).different());
        return answer;
    }

    /** What of a list was never heard before this year, the most heard first. */
    private List<Integer> fresh(TopList top) {
        DayPeriod earlier = new DayPeriod(null, period.from().minusDays(1), period.zone());
        ThingCounts known = ThingCounts.of(plays, top.counts().kind(), earlier);
        List<Integer> fresh = new ArrayList<>();
        for (int thing : top.ranks().order()) {
            if (known.plays(thing) == 0) {
                fresh.add(thing);
            }
        }
        return fresh;
    }

    private Map<String, Object> newArtists(TopList artists) {
        List<Integer> fresh = fresh(artists);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("count", fresh.size());
        answer.put("rows", fresh.stream().limit(TOP)
                .map(artist -> artists.counts().row(plays.shown(), artist)).toList());
        return answer;
    }

    /** The most days of this year in a row with a play; of two as long ones the later. Null for none. */
    private Map<String, Object> streak() {
        int best = 0;
        int end = 0;
        int length = 0;
        int last = Integer.MIN_VALUE;
        for (int day : clock.days().keySet()) {
            length = day == last + 1 ? length + 1 : 1;
            last = day;
            if (length >= best) {
                best = length;
                end = day;
            }
        }
        if (best == 0) {
            return null;
        }
        Map<String, Object> streak = new LinkedHashMap<>();
        streak.put("days", best);
        streak.put("from", ClockSums.date(end - best + 1));
        streak.put("to", ClockSums.date(end));
        return streak;
    }

    /** The day with the most plays, the later of two, and what was heard most on it. Null for none. */
    private Map<String, Object> busiestDay() {
        Map.Entry<Integer, long[]> busiest = null;
        for (Map.Entry<Integer, long[]> day : clock.days().entrySet()) {
            if (busiest == null || day.getValue()[0] >= busiest.getValue()[0]) {
                busiest = day;
            }
        }
        if (busiest == null) {
            return null;
        }
        int number = busiest.getKey();
        ThingCounts songs = ThingCounts.of(plays, ThingKind.SONG, period, (part, i) ->
                part.hours()[i] != PlayColumns.NO_HOUR && ClockSums.day(part.hours()[i]) == number);
        Map<String, Object> answer = day(busiest);
        answer.put("song", songs.row(plays.shown(),
                ThingRanks.of(songs, Measure.PLAYS, plays.things()).order()[0]));
        return answer;
    }

    private static Map<String, Object> day(Map.Entry<Integer, long[]> day) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("day", ClockSums.date(day.getKey()));
        row.put("plays", day.getValue()[0]);
        row.put("hours", ThingCounts.hours(day.getValue()[1]));
        return row;
    }

    private List<Map<String, Object>> calendar() {
        return clock.days().entrySet().stream().map(YearReview::day).toList();
    }
}
