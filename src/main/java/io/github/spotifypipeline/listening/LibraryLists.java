package io.github.spotifypipeline.listening;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Songs that are saved and were never played, and songs that were loved and forgotten. */
final class LibraryLists {

    /** A song is loved when it was played so often, or is among so many that were played most, and not just once. */
    private static final int LOVED_PLAYS = 10;
    private static final int LOVED_PLACES = 200;
    private static final int LEAST_PLAYS = 3;
    private static final int FORGOTTEN_MONTHS = 6;

    private LibraryLists() {
    }

    /** A page of some rows. */
    static Map<String, Object> page(List<Map<String, Object>> rows, int most, int after) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("total", rows.size());
        page.put("rows", rows.subList(Math.min(after, rows.size()), (int) Math.min((long) after + most, rows.size())));
        return page;
    }

    private record Saved(String account, int song, Instant at) {
    }

    /**
     * Saved songs that whoever saved them did not play in a period, the one that was saved last first.
     *
     * @param of gives the plays of an account
     */
    static List<Map<String, Object>> unplayed(ListenedPlays all, Function<String, ListenedPlays> of,
            DayPeriod period) {
        Map<String, ThingCounts> counts = new HashMap<>();
        Map<String, Saved> unplayed = new HashMap<>();
        all.shelf().forEach(placed -> {
            LibraryEntry entry = placed.entry();
            if (entry.kind() == ThingKind.SONG && entry.playlist() == null && entry.removed() == null
                    && entry.account() != null && counts.computeIfAbsent(entry.account(), account ->
                            ThingCounts.of(of.apply(account), ThingKind.SONG, period)).plays(placed.thing()) == 0) {
                // one recording may be saved under two ids
                unplayed.putIfAbsent(placed.thing() + ":" + entry.account(),
                        new Saved(entry.account(), placed.thing(), entry.since()));
            }
        });
        List<Saved> ordered = new ArrayList<>(unplayed.values());
        ordered.sort(Comparator.comparing(Saved::at, Comparator.nullsLast(Comparator.reverseOrder()))
                .thenComparing(saved -> all.things().key(ThingKind.SONG, saved.song()))
                .thenComparing(Saved::account));
        return ordered.stream().map(saved -> {
            Map<String, Object> row = counts.get(saved.account()).row(all.shown(), saved.song());
            row.put("saved_at", saved.at());
            row.put("account_id", saved.account());
            return row;
        }).toList();
    }

    /** Songs that were loved in a period and not heard for half a year, the most heard first. */
    static List<Map<String, Object>> forgotten(ListenedPlays plays, DayPeriod period, LocalDate today) {
        ThingCounts counts = ThingCounts.of(plays, ThingKind.SONG, period);
        DayPeriod lately = new DayPeriod(today.minusMonths(FORGOTTEN_MONTHS), null, period.zone());
        ThingCounts recent = ThingCounts.of(plays, ThingKind.SONG, lately);
        List<Map<String, Object>> rows = new ArrayList<>();
        int[] order = ThingRanks.of(counts, Measure.PLAYS, plays.things()).order();
        for (int i = 0; i < order.length && isLoved(counts.plays(order[i]), i); i++) {
            if (recent.plays(order[i]) == 0) {
                rows.add(counts.row(plays.shown(), order[i]));
            }
        }
        return rows;
    }

    private static boolean isLoved(int plays, int place) {
        return plays >= LOVED_PLAYS || place < LOVED_PLACES && plays >= LEAST_PLAYS;
    }
}
