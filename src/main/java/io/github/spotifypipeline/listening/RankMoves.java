package io.github.spotifypipeline.listening;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The places that what was heard most in a period had in its months, or in its years where it has many months. */
final class RankMoves {

    private static final int MOST_MONTHS = 36;

    private final ListenedPlays plays;
    private final DayPeriod period;

    RankMoves(ListenedPlays plays, DayPeriod period) {
        this.plays = plays;
        this.period = period;
    }

    private record Step(String name, DayPeriod days) {
    }

    Map<String, Object> answer(ThingKind kind, Measure by, int most) {
        ThingCounts all = ThingCounts.of(plays, kind, period);
        int[] order = ThingRanks.of(all, by, plays.things()).order();
        List<Step> steps = steps();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(most, order.length); i++) {
            Map<String, Object> row = all.row(plays.shown(), order[i]);
            row.keySet().retainAll(List.of("key", "name", "artists", "cover"));
            row.put("ranks", new ArrayList<Integer>());
            row.put("plays", new ArrayList<Integer>());
            rows.add(row);
        }
        for (Step step : steps) {
            ThingCounts counts = ThingCounts.of(plays, kind, step.days());
            for (int i = 0; i < rows.size(); i++) {
                boolean heard = counts.plays(order[i]) > 0;
                add(rows.get(i), "ranks", heard ? (Integer) ThingRanks.rank(counts, by, plays.things(), order[i])
                        : null);
                add(rows.get(i), "plays", counts.plays(order[i]));
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("kind", kind.words());
        answer.put("by", by.word());
        answer.put("steps", steps.stream().map(Step::name).toList());
        answer.put("rows", rows);
        return answer;
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<String, Object> row, String field, Integer value) {
        ((List<Integer>) row.get(field)).add(value);
    }

    private List<Step> steps() {
        MonthSums sums = new MonthSums(period.zone());
        plays.forEach(period, (part, i) -> sums.add(part.times()[i], 0));
        List<YearMonth> heard = sums.months();
        List<Step> steps = new ArrayList<>();
        if (heard.isEmpty()) {
            return steps;
        }
        YearMonth first = heard.get(0);
        YearMonth last = heard.get(heard.size() - 1);
        if (first.plusMonths(MOST_MONTHS).isAfter(last)) {
            for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
                steps.add(new Step(month.toString(), new DayPeriod(month.atDay(1), month.atEndOfMonth(),
                        period.zone()).and(period)));
            }
        } else {
            for (int year = first.getYear(); year <= last.getYear(); year++) {
                steps.add(new Step(String.valueOf(year), DayPeriod.year(year, period.zone()).and(period)));
            }
        }
        return steps;
    }
}
