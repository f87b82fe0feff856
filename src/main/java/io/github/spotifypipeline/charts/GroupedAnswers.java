package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Groups the plays of a selection: what is kept of months that are over, and the rest as it is now. Of all days, the
 * months stay merged in memory while there is room for them. One asks after the other.
 */
final class GroupedAnswers {

    /** About as many as the embedded database groups in half a second. */
    private static final long FEW_PLAYS = 10_000;
    private static final long PATIENCE_MILLIS = 1_000;
    private static final int MOST_KEPT = 100;

    private final Database database;
    private final Listeners listeners;
    private final Clock clock;
    private final MonthStamps months;
    private final ChartMonths kept;
    private final Counting counting;
    private final Map<String, SoftReference<Total>> totals = new LinkedHashMap<>();
    private final Map<String, SoftReference<Kept>> parts = new LinkedHashMap<>();

    /** @param background takes what lasts, one after the other */
    GroupedAnswers(Database database, Listeners listeners, Clock clock, Executor background) {
        this.database = database;
        this.listeners = listeners;
        this.clock = clock;
        PlayMonths marks = new PlayMonths(database);
        this.months = new MonthStamps(database, marks, listeners);
        this.kept = new ChartMonths(database, marks);
        this.counting = new Counting(background);
    }

    private record Total(Map<String, MonthOfPlays.Stamp> months, Groups groups) {

        void add(MonthOfPlays month, List<Object[]> more) {
            groups.add(more);
            months.put(month.key(), month.stamp());
        }
    }

    private record Kept(String stamp, List<Object[]> groups) {
    }

    /**
     * Reads, and waits for a while when months have to be counted, or read of what is kept.
     *
     * @param reading may find that they have to be
     * @throws StillCountingException when it lasts
     */
    <T> T patiently(Chart chart, Selection selection, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StillCountingException e) {
            counting.await(name(chart, selection), PATIENCE_MILLIS);
            return reading.get();
        }
    }

    /**
     * The groups of a selection. To be called by one thread at a time.
     *
     * @throws StillCountingException when months of many plays have to be counted or read: that has begun
     */
    List<Object[]> of(Chart chart, GroupedChart grouped, Selection selection) {
        String name = name(chart, selection);
        if (counting.isRunning(name)) {
            counting.await(name, 0);
        }
        Map<String, List<MonthOfPlays>> all = months.all();
        Map<String, MonthOfPlays> whole = new LinkedHashMap<>();
        List<Part> rest = new ArrayList<>();
        for (String listener : listeners.of(selection)) {
            Part.Division division = Part.divide(selection.of(listener), all.getOrDefault(listener, List.of()),
                    months.haveAll(), clock.instant());
            division.whole().forEach(month -> whole.put(month.key(), month));
            rest.addAll(division.rest());
        }
        Total total = total(name, grouped, whole);
        complete(total, chart, grouped, name, whole);
        if (!selection.isOfAllDays()) {
            totals.remove(name);
        }
        Groups recent = grouped.nothing();
        rest.forEach(part -> recent.add(groups(chart, grouped, part)));
        return total.groups().with(recent);
    }

    private static String name(Chart chart, Selection selection) {
        return chart.id() + " " + chart.definition().fingerprint() + " " + selection;
    }

    /** What is in memory, if all of it is wanted and true. */
    private Total total(String name, GroupedChart grouped, Map<String, MonthOfPlays> whole) {
        SoftReference<Total> reference = totals.get(name);
        Total total = reference == null ? null : reference.get();
        if (total == null || !total.months().entrySet().stream().allMatch(month -> whole.containsKey(month.getKey())
                && whole.get(month.getKey()).stamp().equals(month.getValue()))) {
            total = new Total(new LinkedHashMap<>(), grouped.nothing());
            keep(totals, name, total);
        }
        return total;
    }

    private static <T> void keep(Map<String, SoftReference<T>> all, String name, T one) {
        if (all.size() >= MOST_KEPT) {
            all.clear();
        }
        all.put(name, new SoftReference<>(one));
    }

    /** Adds the months that it lacks. While that lasts in the background, nobody else has this total. */
    private void complete(Total total, Chart chart, GroupedChart grouped, String name,
            Map<String, MonthOfPlays> whole) {
        List<MonthOfPlays> missing = missing(total, whole);
        Consumer<MonthOfPlays> add = month -> total.add(month, groups(chart, grouped, month));
        if (missing.stream().mapToLong(month -> month.stamp().plays()).sum() > FEW_PLAYS) {
            counting.begin(name, missing, whole.size(), add);
            throw new StillCountingException(whole.size() - missing.size(), whole.size());
        }
        missing.forEach(add);
    }

    private static List<MonthOfPlays> missing(Total total, Map<String, MonthOfPlays> whole) {
        return whole.values().stream().filter(month -> !total.months().containsKey(month.key())).toList();
    }

    /** The groups of a month: what is kept, if it is true; else its plays are grouped, and that is kept. */
    private List<Object[]> groups(Chart chart, GroupedChart grouped, MonthOfPlays month) {
        byte[] packed = kept.find(chart.id(), grouped.fingerprint(), month).orElse(null);
        if (packed != null) {
            return PackedGroups.unpack(packed);
        }
        List<Object[]> groups = grouped.groups(database.collection(PlayMonths.PLAYS), month.plays());
        kept.keep(chart.id(), grouped.fingerprint(), month, PackedGroups.pack(groups));
        return groups;
    }

    private List<Object[]> groups(Chart chart, GroupedChart grouped, Part part) {
        if (part.key() == null) {
            return grouped.groups(database.shown(PlayMonths.PLAYS), part.filter());
        }
        String key = chart.id() + ":" + grouped.fingerprint() + ":" + part.key();
        String stamp = months.recounts() + " " + part.stamp();
        SoftReference<Kept> reference = parts.get(key);
        Kept known = reference == null ? null : reference.get();
        if (known == null || !known.stamp().equals(stamp)) {
            known = new Kept(stamp, grouped.groups(database.collection(PlayMonths.PLAYS), part.filter()));
            keep(parts, key, known);
        }
        return known.groups();
    }
}
