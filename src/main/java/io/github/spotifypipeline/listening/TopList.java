package io.github.spotifypipeline.listening;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was heard most in a period, and how its place has changed since the period before. */
final class TopList {

    private final ListenedPlays plays;
    private final ThingCounts counts;
    private final ThingRanks ranks;
    /** Null where there is no period before. */
    private final ThingRanks before;
    private final DayPeriod periodBefore;

    /** @param periodBefore null for none */
    TopList(ListenedPlays plays, ThingKind kind, Measure by, DayPeriod period, DayPeriod periodBefore) {
        this.plays = plays;
        this.counts = ThingCounts.of(plays, kind, period);
        this.ranks = ThingRanks.of(counts, by, plays.things());
        this.periodBefore = periodBefore;
        this.before = periodBefore == null ? null
                : ThingRanks.of(ThingCounts.of(plays, kind, periodBefore), by, plays.things());
    }

    /** As the API has it. @param by that it was made with */
    Map<String, Object> answer(Measure by, LocalDate from, LocalDate to, int most, int after) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("kind", counts.kind().words());
        answer.put("by", by.word());
        answer.put("from", from);
        answer.put("to", to);
        answer.put("before", periodBefore == null ? null : days(periodBefore));
        answer.put("total", ranks.order().length);
        answer.put("rows", rows(most, after));
        return answer;
    }

    private static Map<String, Object> days(DayPeriod period) {
        Map<String, Object> days = new LinkedHashMap<>();
        days.put("from", period.from());
        days.put("to", period.to());
        return days;
    }

    /** @param after how many to leave out */
    List<Map<String, Object>> rows(int most, int after) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = after; i < Math.min((long) ranks.order().length, (long) after + most); i++) {
            rows.add(row(ranks.order()[i]));
        }
        return rows;
    }

    private Map<String, Object> row(int thing) {
        Map<String, Object> row = counts.row(plays.shown(), thing);
        int rank = ranks.rank(thing);
        int rankBefore = before == null ? 0 : before.rank(thing);
        row.put("rank", rank);
        row.put("rank_before", rankBefore == 0 ? null : (Integer) rankBefore);
        row.put("change", rankBefore == 0 ? null : (Integer) (rankBefore - rank));
        row.put("new", before != null && rankBefore == 0);
        return row;
    }

    ThingCounts counts() {
        return counts;
    }

    ThingRanks ranks() {
        return ranks;
    }
}
