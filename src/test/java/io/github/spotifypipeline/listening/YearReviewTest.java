package io.github.spotifypipeline.listening;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Years, habits and how places move, held to loops over the same plays. */
class YearReviewTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

    private final MutableClock clock = new MutableClock(NOW);
    private final MadeUpPlays plays = new MadeUpPlays(17);
    private Database database;
    private Listening listening;

    private static Selection of(String account, String from, String to) {
        return new Selection(account, from == null ? null : LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to), MadeUpPlays.BERLIN);
    }

    @BeforeEach
    void open(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        listening = new Listening(database, clock, Runnable::run);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void store() {
        database.collection("plays").insertMany(plays.all());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> answer, String field) {
        return (List<Map<String, Object>>) answer.get(field);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Map<String, Object> answer, String field) {
        return (Map<String, Object>) answer.get(field);
    }

    private Set<String> keys(ThingKind kind, List<Document> plays) {
        return plays.stream().flatMap(play -> this.plays.keys(kind, play).stream()).collect(Collectors.toSet());
    }

    @DatabaseTest
    void aYearCountsWhatALoopCounts(TestDatabase test) {
        plays.make(1_400, Instant.parse("2024-01-02T00:00:00Z"), NOW);
        plays.play("ann", Instant.parse("2024-02-29T12:00:00Z"), 3);
        store();

        for (int year : List.of(2024, 2025, 2026)) {
            for (String account : Arrays.asList(null, "bob")) {
                LocalDate first = LocalDate.of(year, 1, 1);
                LocalDate last = year == 2026 ? TODAY : first.plusYears(1).minusDays(1);
                List<Document> those = plays.of(account, first, last);
                Map<String, Object> review = listening.year(year, of(account, null, null));
                assertThat(review).containsEntry("from", first).containsEntry("to", last)
                        .containsEntry("over", year != 2026).containsEntry("plays", (long) those.size())
                        .containsEntry("hours", MadeUpPlays.hours(those))
                        .containsEntry("songs", keys(ThingKind.SONG, those).size())
                        .containsEntry("artists", keys(ThingKind.ARTIST, those).size())
                        .containsEntry("albums", keys(ThingKind.ALBUM, those).size());
                assertBefore(review, plays.of(account, first.minusYears(1), last.minusYears(1)));
                assertDays(review, those);
                assertNew(review, those, plays.of(account, null, first.minusDays(1)));
                for (ThingKind kind : ThingKind.values()) {
                    assertThat(part(review, "top").get(kind.words())).isEqualTo(listening.tops(kind, Measure.PLAYS,
                            of(account, first.toString(), last.toString()), 5, 0).get("rows"));
                }
            }
        }
        assertThat(rows(listening.year(2024, of("ann", null, null)), "calendar").stream().map(day -> day.get("day")))
                .contains(LocalDate.parse("2024-02-29"));
        assertThat(rows(listening.years(of(null, null, null)), "years").stream().map(year -> year.get("year") + " "
                + year.get("plays"))).containsExactlyElementsOf(IntStream.of(2026, 2025, 2024).mapToObj(year -> year
                + " " + plays.of(null, LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)).size()).toList());
    }

    private void assertBefore(Map<String, Object> review, List<Document> before) {
        if (before.isEmpty()) {
            assertThat(review.get("before")).isNull();
        } else {
            assertThat(part(review, "before")).containsEntry("plays", (long) before.size())
                    .containsEntry("hours", MadeUpPlays.hours(before))
                    .containsEntry("songs", keys(ThingKind.SONG, before).size())
                    .containsEntry("artists", keys(ThingKind.ARTIST, before).size());
        }
    }

    private void assertNew(Map<String, Object> review, List<Document> those, List<Document> earlier) {
        Set<String> artists = new HashSet<>(keys(ThingKind.ARTIST, those));
        artists.removeAll(keys(ThingKind.ARTIST, earlier));
        Set<String> songs = new HashSet<>(keys(ThingKind.SONG, those));
        songs.removeAll(keys(ThingKind.SONG, earlier));
        assertThat(part(review, "new_artists").get("count")).isEqualTo(artists.size());
        assertThat(rows(part(review, "new_artists"), "rows")).hasSize(Math.min(5, artists.size()))
                .allSatisfy(row -> assertThat(artists).contains((String) row.get("key")));
        assertThat(review.get("new_songs")).isEqualTo(songs.size());
        List<Boolean> skips = those.stream().map(play -> play.get("stream", Document.class)).filter(Objects::nonNull)
                .map(stream -> stream.getBoolean("skipped")).filter(Objects::nonNull).toList();
        assertThat(review.get("skips")).isEqualTo(Map.of("skipped", (int) skips.stream().filter(skip -> skip).count(),
                "of", skips.size()));
    }

    private void assertDays(Map<String, Object> review, List<Document> those) {
        TreeMap<LocalDate, List<Document>> days = new TreeMap<>();
        int[][] week = new int[7][24];
        TreeMap<YearMonth, List<Document>> months = new TreeMap<>();
        for (Document play : those) {
            months.computeIfAbsent(YearMonth.from(MadeUpPlays.day(play)), one -> new ArrayList<>()).add(play);
            String local = play.getString("played_at_local");
            if (local != null) {
                LocalDate day = LocalDate.parse(local.substring(0, 10));
                days.computeIfAbsent(day, one -> new ArrayList<>()).add(play);
                week[day.getDayOfWeek().getValue() - 1][Integer.parseInt(local.substring(11, 13))]++;
            }
        }
        assertThat(review.get("days")).isEqualTo(days.size());
        assertThat(rows(review, "calendar").stream().map(Object::toString))
                .containsExactlyElementsOf(days.entrySet().stream().map(day -> "{day=" + day.getKey() + ", plays="
                        + day.getValue().size() + ", hours=" + MadeUpPlays.hours(day.getValue()) + "}").toList());
        assertThat(Arrays.deepToString((int[][]) review.get("week"))).isEqualTo(Arrays.deepToString(week));
        assertThat(rows(review, "months")).hasSize(12).allSatisfy(row -> {
            List<Document> month = months.getOrDefault(YearMonth.parse((String) row.get("month")), List.of());
            assertThat(row).containsEntry("plays", (long) month.size())
                    .containsEntry("hours", MadeUpPlays.hours(month));
        });
        int most = days.values().stream().mapToInt(List::size).max().orElseThrow();
        LocalDate busiest = days.descendingMap().entrySet().stream().filter(day -> day.getValue().size() == most)
                .findFirst().orElseThrow().getKey();
        assertThat(part(review, "busiest_day")).containsEntry("day", busiest).containsEntry("plays", (long) most);
        assertThat(part(part(review, "busiest_day"), "song").get("key"))
                .isIn(keys(ThingKind.SONG, days.get(busiest)));
        int longest = 0;
        for (LocalDate from : days.keySet()) {
            int length = 0;
            while (days.containsKey(from.plusDays(length))) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        assertThat(part(review, "streak").get("days")).isEqualTo(longest);
    }

    @DatabaseTest(real = false)
    void aStreakOverNewYearCountsInEachYearItsDays(TestDatabase test) {
        for (int i = 0; i < 8; i++) {
            plays.play("ann", Instant.parse("2024-12-28T11:00:00Z").plusSeconds(86_400L * i), 1);
        }
        // in UTC this is of the year before, and of the day before
        plays.play("ann", Instant.parse("2025-12-31T23:30:00Z"), 1);
        store();

        assertThat(streak(2024)).isEqualTo("{days=4, from=2024-12-28, to=2024-12-31}");
        assertThat(streak(2025)).isEqualTo("{days=4, from=2025-01-01, to=2025-01-04}");
        assertThat(streak(2026)).isEqualTo("{days=1, from=2026-01-01, to=2026-01-01}");
        Map<String, Object> none = listening.year(2023, of(null, null, null));
        assertThat(none.get("streak")).isNull();
        assertThat(none.get("busiest_day")).isNull();
        assertThat(none.get("skips")).isNull();
        assertThat(none).containsEntry("plays", 0L).containsEntry("days", 0);
    }

    private String streak(int year) {
        return listening.year(year, of(null, null, null)).get("streak").toString();
    }

    @DatabaseTest(real = false)
    void theHourThatComesTwiceInAutumnIsOneHourOfOneDay(TestDatabase test) {
        plays.play("ann", Instant.parse("2025-10-26T00:30:00Z"), 1);
        plays.play("ann", Instant.parse("2025-10-26T01:30:00Z"), 1);
        plays.play("ann", Instant.parse("2025-03-30T00:59:00Z"), 1);
        plays.play("ann", Instant.parse("2025-03-30T01:00:00Z"), 1);
        store();

        Map<String, Object> review = listening.year(2025, of(null, null, null));
        int[] sunday = ((int[][]) review.get("week"))[6];
        assertThat(Arrays.stream(sunday).limit(4)).containsExactly(0, 1, 2, 1);
        assertThat(review.get("days")).isEqualTo(2);
    }

    @DatabaseTest(real = false)
    void noTimeHasMoreThan120RowsAndNoPlayIsLost(TestDatabase test) {
        plays.make(400, Instant.parse("2012-01-02T00:00:00Z"), NOW);
        store();
        Map<Selection, String> steps = Map.of(of(null, "2026-10-26", "2026-11-22"), "day 28",
                of("bob", "2026-07-26", "2026-11-22"), "day 120", of(null, "2026-07-25", "2026-11-22"), "week 18",
                of(null, "2026-01-01", "2026-12-31"), "week 47", of(null, "2020-01-01", null), "month 83",
                of("nobody", null, null), "day 0");

        steps.forEach((selection, step) -> {
            Map<String, Object> overTime = listening.overTime(selection);
            assertThat(overTime.get("step") + " " + rows(overTime, "rows").size()).as("%s", selection).isEqualTo(step);
            assertThat(sum(overTime)).as("%s", selection).isEqualTo(timed(selection));
        });
        Map<String, Object> all = listening.overTime(of(null, null, null));
        assertThat(all.get("step")).isEqualTo("year");
        assertThat(sum(all)).isEqualTo(timed(of(null, null, null)));
    }

    private static long sum(Map<String, Object> overTime) {
        return rows(overTime, "rows").stream().mapToLong(row -> (long) row.get("plays")).sum();
    }

    private long timed(Selection selection) {
        return plays.of(selection).stream().filter(play -> play.get("played_at_local") != null).count();
    }

    @DatabaseTest(real = false)
    void thePlacesOfMonthsAndYearsAreThoseOfTheirLists(TestDatabase test) {
        plays.make(900, Instant.parse("2020-03-02T00:00:00Z"), NOW);
        store();

        for (Selection selection : List.of(of(null, "2026-01-15", null), of("ann", null, null))) {
            Map<String, Object> ranks = listening.ranks(ThingKind.ARTIST, Measure.HOURS, selection, 4);
            @SuppressWarnings("unchecked")
            List<String> steps = (List<String>) ranks.get("steps");
            assertThat(steps).hasSize(selection.from() == null ? 7 : 11);
            assertThat(rows(ranks, "rows").stream().map(row -> row.get("key"))).containsExactlyElementsOf(
                    rows(listening.tops(ThingKind.ARTIST, Measure.HOURS, selection, 4, 0), "rows").stream()
                            .map(row -> row.get("key")).toList());
            for (int i = 0; i < steps.size(); i++) {
                boolean year = steps.get(i).length() == 4;
                LocalDate from = year ? LocalDate.parse(steps.get(i) + "-01-01") : YearMonth.parse(steps.get(i))
                        .atDay(1);
                LocalDate to = (year ? from.plusYears(1) : from.plusMonths(1)).minusDays(1);
                LocalDate start = selection.from() != null && selection.from().isAfter(from) ? selection.from() : from;
                Map<Object, Map<String, Object>> list = rows(listening.tops(ThingKind.ARTIST, Measure.HOURS,
                        new Selection(selection.account(), start, to, MadeUpPlays.BERLIN), 500, 0), "rows").stream()
                        .collect(Collectors.toMap(row -> row.get("key"), row -> row));
                int step = i;
                assertThat(rows(ranks, "rows")).allSatisfy(row -> {
                    Map<String, Object> then = list.getOrDefault(row.get("key"), Map.of());
                    assertThat(((List<?>) row.get("ranks")).get(step)).isEqualTo(then.get("rank"));
                    assertThat(((List<?>) row.get("plays")).get(step)).isEqualTo(then.getOrDefault("plays", 0));
                });
            }
        }
    }
}
