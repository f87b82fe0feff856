package io.github.spotifypipeline.listening;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that is told of one song, artist or album. */
final class ThingPage {

    private static final int MOST_ROWS = 50;

    private final ListenedPlays plays;
    private final ThingKind kind;
    private final int thing;
    private final DayPeriod period;
    private final boolean[] faces;

    ThingPage(ListenedPlays plays, ThingKind kind, int thing, DayPeriod period) {
        this.plays = plays;
        this.kind = kind;
        this.thing = thing;
        this.period = period;
        this.faces = plays.things().facesOf(kind, thing);
    }

    /** What the plays tell. */
    Map<String, Object> answer() {
        ThingCounts counts = ThingCounts.of(plays, kind, period);
        MonthSums months = new MonthSums(period.zone());
        ClockSums clock = new ClockSums();
        plays.forEach(period, (part, i) -> {
            if (faces[part.faces()[i]]) {
                months.add(part.times()[i], part.heard()[i]);
                clock.add(part.hours()[i], part.heard()[i]);
            }
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("kind", kind.word());
        answer.putAll(counts.row(plays.shown(), thing));
        answer.put("rank", rank(counts));
        answer.put("years", years(months));
        answer.put("months", months.fromFirstToLast());
        answer.put("hours_of_day", clock.hoursOfDay());
        answer.put("weekdays", clock.weekdays());
        answer.put("songs", kind == ThingKind.SONG ? List.of() : rows(ThingKind.SONG));
        answer.put("albums", kind == ThingKind.ARTIST ? rows(ThingKind.ALBUM) : List.of());
        return answer;
    }

    private Map<String, Object> rank(ThingCounts counts) {
        boolean heard = counts.plays(thing) > 0;
        Map<String, Object> rank = new LinkedHashMap<>();
        for (Measure by : Measure.values()) {
            rank.put(by.word(), heard ? (Integer) ThingRanks.rank(counts, by, plays.things(), thing) : null);
        }
        rank.put("of", counts.different());
        return rank;
    }

    private List<Map<String, Object>> years(MonthSums months) {
        List<Map<String, Object>> rows = new ArrayList<>();
        months.years().forEach((year, sums) -> {
            ThingCounts counts = ThingCounts.of(plays, kind, DayPeriod.year(year, period.zone()).and(period));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("year", year);
            row.put("plays", sums[0]);
            row.put("hours", ThingCounts.hours(sums[1]));
            row.put("rank", ThingRanks.rank(counts, Measure.PLAYS, plays.things(), thing));
            rows.add(row);
        });
        return rows;
    }

    private List<Map<String, Object>> rows(ThingKind of) {
        ThingCounts counts = ThingCounts.of(plays, of, period, (part, i) -> faces[part.faces()[i]]);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int one : ThingRanks.of(counts, Measure.PLAYS, plays.things()).order()) {
            if (rows.size() == MOST_ROWS) {
                break;
            }
            rows.add(counts.row(plays.shown(), one));
        }
        return rows;
    }
}
