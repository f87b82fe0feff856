package io.github.spotifypipeline.listening;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Holds each answer to the same numbers, computed by a loop over the same plays. */
class ListeningTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Selection ALL = new Selection(null, null, null, MadeUpPlays.BERLIN);
    private static final List<Selection> SELECTIONS = List.of(ALL, of("ann", null, null),
            of("bob", "2025-01-01", "2025-12-31"), of(null, "2026-01-01", null), of(null, "2026-10-20", "2026-11-22"),
            of("ann", null, "2024-12-31"), of("nobody", null, null));

    private final MutableClock clock = new MutableClock(NOW);
    private final MadeUpPlays plays = new MadeUpPlays(16);
    private Database database;
    private Listening listening;

    private static Selection of(String account, String from, String to) {
        return new Selection(account, from == null ? null : LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to), MadeUpPlays.BERLIN);
    }

    @BeforeEach
    void open(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        listening = process();
    }

    private Listening process() {
        return new Listening(database, clock, Runnable::run);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void playMuch() {
        plays.make(1_500, Instant.parse("2024-05-03T00:00:00Z"), NOW);
        plays.make(60, NOW.minus(Duration.ofHours(11)), NOW);
        database.collection("plays").insertMany(plays.all());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> answer, String field) {
        return (List<Map<String, Object>>) answer.get(field);
    }

    private Map<String, List<Document>> grouped(ThingKind kind, List<Document> plays) {
        Map<String, List<Document>> grouped = new LinkedHashMap<>();
        plays.forEach(play -> this.plays.keys(kind, play)
                .forEach(key -> grouped.computeIfAbsent(key, one -> new ArrayList<>()).add(play)));
        return grouped;
    }

    private static String numbers(List<Document> plays) {
        List<Instant> times = plays.stream().map(play -> play.getDate("played_at")).map(Date::toInstant).sorted()
                .toList();
        return plays.size() + " " + MadeUpPlays.hours(plays) + " " + times.get(0) + " " + times.get(times.size() - 1);
    }

    private static String numbers(Map<String, Object> row) {
        return row.get("plays") + " " + row.get("hours") + " " + row.get("first_played_at") + " "
                + row.get("last_played_at");
    }

    /** The plays of each thing, the most heard first. */
    private List<List<Document>> ranked(ThingKind kind, Measure by, List<Document> plays) {
        Comparator<List<Document>> byPlays = Comparator.comparing(List<Document>::size).reversed();
        Comparator<List<Document>> byHeard = Comparator.comparing((List<Document> one) ->
                one.stream().mapToLong(MadeUpPlays::heard).sum()).reversed();
        Comparator<List<Document>> last = Comparator.comparing((List<Document> one) ->
                one.stream().map(play -> play.getDate("played_at")).max(Comparator.naturalOrder()).orElseThrow())
                .reversed();
        return grouped(kind, plays).values().stream().sorted((by == Measure.PLAYS ? byPlays.thenComparing(byHeard)
                : byHeard.thenComparing(byPlays)).thenComparing(last)).toList();
    }

    @DatabaseTest
    void aTopListCountsWhatALoopCounts(TestDatabase test) {
        playMuch();

        for (Selection selection : SELECTIONS) {
            for (ThingKind kind : ThingKind.values()) {
                for (Measure by : Measure.values()) {
                    List<List<Document>> expected = ranked(kind, by, plays.of(selection));
                    Map<String, Object> tops = listening.tops(kind, by, selection, 500, 0);
                    assertThat(rows(tops, "rows").stream().map(ListeningTest::numbers)).as("%s %s", kind, selection)
                            .containsExactlyElementsOf(expected.stream().map(ListeningTest::numbers).toList());
                    assertThat(tops.get("total")).isEqualTo(expected.size());
                    assertThat(rows(listening.tops(kind, by, selection, 7, 5), "rows"))
                            .isEqualTo(rows(tops, "rows").stream().skip(5).limit(7).toList());
                    assertThat(rows(tops, "rows").stream().map(row -> row.get("rank")))
                            .containsExactlyElementsOf(IntStream.rangeClosed(1, expected.size()).boxed().toList());
                }
            }
        }
    }

    @DatabaseTest(real = false)
    void thePlaceBeforeIsThatOfAsManyDaysBefore(TestDatabase test) {
        playMuch();
        Map<Selection, Selection> before = Map.of(
                of(null, "2026-10-26", "2026-11-22"), of(null, "2026-09-28", "2026-10-25"),
                of("ann", "2025-01-01", "2025-12-31"), of("ann", "2024-01-01", "2024-12-31"),
                of(null, "2026-01-01", null), of(null, "2025-01-01", "2025-11-22"),
                of(null, "2026-01-01", "2026-12-31"), of(null, "2025-01-01", "2025-11-22"));

        before.forEach((selection, earlier) -> {
            Map<String, Object> tops = listening.tops(ThingKind.SONG, Measure.PLAYS, selection, 500, 0);
            assertThat(tops.get("before")).isEqualTo(Map.of("from", earlier.from(), "to", earlier.to()));
            Map<Object, Object> ranks = new HashMap<>();
            rows(listening.tops(ThingKind.SONG, Measure.PLAYS, earlier, 500, 0), "rows")
                    .forEach(row -> ranks.put(row.get("key"), row.get("rank")));
            assertThat(rows(tops, "rows")).isNotEmpty().allSatisfy(row -> {
                Integer rank = (Integer) ranks.get(row.get("key"));
                assertThat(row.get("rank_before")).isEqualTo(rank);
                assertThat(row.get("change")).isEqualTo(rank == null ? null : rank - (int) row.get("rank"));
                assertThat(row.get("new")).isEqualTo(rank == null);
            });
        });
        Map<String, Object> all = listening.tops(ThingKind.SONG, Measure.PLAYS, ALL, 3, 0);
        assertThat(all.get("before")).isNull();
        assertThat(rows(all, "rows")).allSatisfy(row ->
                assertThat(row).containsEntry("change", null).containsEntry("new", false));
    }

    @DatabaseTest
    void aThingTellsWhatALoopTells(TestDatabase test) {
        playMuch();

        for (Selection selection : List.of(ALL, of("ann", "2024-12-01", "2026-02-02"))) {
            for (ThingKind kind : ThingKind.values()) {
                for (Map<String, Object> top : rows(listening.tops(kind, Measure.PLAYS, selection, 12, 3), "rows")) {
                    Map<String, Object> thing = listening.thing(kind, (String) top.get("key"), selection, null)
                            .orElseThrow();
                    assertThat(thing).containsAllEntriesOf(shared(top)).containsEntry("kind", kind.word());
                    assertThat(thing.get("rank")).asString().startsWith("{plays=" + top.get("rank") + ", hours=");
                    if (kind == ThingKind.SONG && top.get("uri") != null) {
                        assertThat(listening.thing(kind, (String) top.get("uri"), selection, null).orElseThrow())
                                .as("by its uri").containsEntry("key", top.get("key"));
                    }
                    if (kind != ThingKind.ALBUM || top.get("uri") != null) {
                        String key = (String) top.get("key");
                        assertThing(thing, plays.of(selection).stream().filter(plays.about(kind, key)).toList());
                    }
                }
            }
        }
        assertThat(listening.thing(ThingKind.SONG, "US0", ALL, null)).isEmpty();
        assertThat(listening.thing(ThingKind.ALBUM, "US7", ALL, null)).isEmpty();
    }

    private static Map<String, Object> shared(Map<String, Object> top) {
        Map<String, Object> shared = new HashMap<>(top);
        shared.keySet().removeAll(List.of("rank", "rank_before", "change", "new"));
        return shared;
    }

    private void assertThing(Map<String, Object> thing, List<Document> plays) {
        Map<String, List<Document>> years = new TreeMap<>();
        Map<String, List<Document>> months = new TreeMap<>();
        int[] hours = new int[24];
        int[] weekdays = new int[7];
        for (Document play : plays) {
            String day = MadeUpPlays.day(play).toString();
            years.computeIfAbsent(day.substring(0, 4), one -> new ArrayList<>()).add(play);
            months.computeIfAbsent(day.substring(0, 7), one -> new ArrayList<>()).add(play);
            if (play.get("played_at_local") != null) {
                hours[Integer.parseInt(play.getString("played_at_local").substring(11, 13))]++;
                weekdays[LocalDate.parse(play.getString("played_at_local").substring(0, 10)).getDayOfWeek()
                        .getValue() - 1]++;
            }
        }
        assertThat(rows(thing, "years").stream()
                .map(year -> year.get("year") + " " + year.get("plays") + " " + year.get("hours")))
                .containsExactlyElementsOf(years.entrySet().stream().map(year -> year.getKey() + " "
                        + year.getValue().size() + " " + MadeUpPlays.hours(year.getValue())).toList());
        assertThat(rows(thing, "months").stream().filter(month -> (long) month.get("plays") > 0)
                .map(month -> month.get("month") + " " + month.get("plays") + " " + month.get("hours")))
                .containsExactlyElementsOf(months.entrySet().stream().map(month -> month.getKey() + " "
                        + month.getValue().size() + " " + MadeUpPlays.hours(month.getValue())).toList());
        assertThat(Arrays.toString((int[]) thing.get("hours_of_day"))).isEqualTo(Arrays.toString(hours));
        assertThat(Arrays.toString((int[]) thing.get("weekdays"))).isEqualTo(Arrays.toString(weekdays));
        if (thing.get("kind").equals("artist")) {
            assertThat(rows(thing, "songs").stream().map(ListeningTest::numbers)).containsExactlyElementsOf(
                    ranked(ThingKind.SONG, Measure.PLAYS, plays).stream().map(ListeningTest::numbers).toList());
            assertThat(rows(thing, "albums").stream().map(ListeningTest::numbers)).containsExactlyElementsOf(
                    ranked(ThingKind.ALBUM, Measure.PLAYS, plays).stream().map(ListeningTest::numbers).toList());
        }
    }
}
