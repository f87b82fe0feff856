package io.github.spotifypipeline.listening;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plays by the month of their time, in a time zone. They come in the order of their times, more or less. */
final class MonthSums {

    private final ZoneId zone;
    private final TreeMap<YearMonth, long[]> sums = new TreeMap<>();
    /** Of the month of the last play: its sums, its first millisecond, and the one behind its last. */
    private long[] current;
    private long start;
    private long end;

    MonthSums(ZoneId zone) {
        this.zone = zone;
    }

    void add(long time, int heard) {
        if (time == PlayColumns.NO_TIME) {
            return;
        }
        if (current == null || time < start || time >= end) {
            YearMonth month = YearMonth.from(Instant.ofEpochMilli(time).atZone(zone));
            start = millis(month);
            end = millis(month.plusMonths(1));
            current = sums.computeIfAbsent(month, one -> new long[2]);
        }
        current[0]++;
        current[1] += heard;
    }

    private long millis(YearMonth month) {
        return month.atDay(1).atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /** The months in which something was heard, the first one first. */
    List<YearMonth> months() {
        return List.copyOf(sums.keySet());
    }

    /** The months from the first to the last, those without a play included. */
    List<Map<String, Object>> fromFirstToLast() {
        return sums.isEmpty() ? List.of() : rows(sums.firstKey(), sums.lastKey());
    }

    /** The months from one to another, which counts. */
    List<Map<String, Object>> rows(YearMonth from, YearMonth to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
            long[] sum = sums.getOrDefault(month, new long[2]);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("month", month.toString());
            row.put("plays", sum[0]);
            row.put("hours", ThingCounts.hours(sum[1]));
            rows.add(row);
        }
        return rows;
    }

    /** The years in which something was heard: plays and milliseconds of each. */
    TreeMap<Integer, long[]> years() {
        TreeMap<Integer, long[]> years = new TreeMap<>();
        sums.forEach((month, sum) -> {
            long[] year = years.computeIfAbsent(month.getYear(), one -> new long[2]);
            year[0] += sum[0];
            year[1] += sum[1];
        });
        return years;
    }
}
