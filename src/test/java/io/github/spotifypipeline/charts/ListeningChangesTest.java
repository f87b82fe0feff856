package io.github.spotifypipeline.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.charts.files.ShippedCharts;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.listening.Listening;
import io.github.spotifypipeline.listening.Measure;
import io.github.spotifypipeline.listening.ThingKind;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Holds the table of plays to the charts, whatever happens to the plays in between. */
class ListeningChangesTest {

    private static final int CHANGES = 40;
    private static final int MOST = 500;
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Selection ALL = new Selection(null, null, null, ZoneOffset.UTC);

    private final MutableClock clock = new MutableClock(NOW);
    private Database database;

    @BeforeEach
    void open(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Listening process() {
        return new Listening(database, clock, Runnable::run);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> answer) {
        return (List<Map<String, Object>>) answer.get("rows");
    }

    private List<String> chart(String id, Selection selection, String... columns) {
        return ShippedCharts.of(id).source().queries(database, selection, 0).get(0).run(database)
                .into(new ArrayList<>()).stream().map(row -> List.of(columns).stream().map(row::get)
                        .map(value -> value instanceof Date date ? date.toInstant() : value).toList().toString())
                .toList();
    }

    private static List<String> columns(List<Map<String, Object>> rows, String... columns) {
        return rows.stream().map(row -> List.of(columns).stream().map(row::get).toList().toString()).toList();
    }

    private void assertSame(Listening listening, Selection selection, List<String> story) {
        String after = selection + " after " + String.join("\n", story);
        assertThat(columns(rows(listening.tops(ThingKind.SONG, Measure.PLAYS, selection, MOST, 0)), "plays",
                "last_played_at")).as(after)
                .containsExactlyInAnyOrderElementsOf(chart("times-played", selection, "times", "last_played_at"));
        assertThat(columns(rows(listening.tops(ThingKind.ARTIST, Measure.HOURS, selection, MOST, 0)), "name", "plays"))
                .as(after).containsExactlyInAnyOrderElementsOf(chart("top-artists", selection, "artist_name", "times"));
        Map<String, Object> overTime = listening.overTime(selection);
        if (overTime.get("step").equals("day")) {
            assertThat(columns(rows(overTime).stream().filter(row -> (long) row.get("plays") > 0).toList(), "start",
                    "plays")).as(after)
                    .containsExactlyElementsOf(chart("plays-per-day", selection, "day", "plays"));
        }
    }

    @DatabaseTest
    void theSamePlaysCountAsInTheChartsWhateverHappens(TestDatabase test) {
        Random random = new Random(7);
        ChangingPlays plays = new ChangingPlays(database, clock::instant, 7);
        List<Listening> processes = new ArrayList<>(List.of(process(), process()));
        List<String> story = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            clock.advance(Duration.ofMinutes(1 + random.nextInt(600)));
            story.add(plays.change());
            if (random.nextInt(10) == 0) {
                processes.set(random.nextInt(2), process());
                story.add("a restart");
            }
            assertSame(processes.get(random.nextInt(2)), random.nextBoolean() ? ALL : plays.selection(), story);
        }
    }

    private static Document play(Instant at, String account) {
        return new Document("_id", account + ":" + at.toEpochMilli() + ":x").append("account_id", account)
                .append("played_at", Date.from(at)).append("track_uri", "x").append("song_name", "Of " + account);
    }

    private void plays(int months, int each) {
        List<Document> plays = new ArrayList<>();
        for (int month = 1; month <= months; month++) {
            for (int i = 0; i < each; i++) {
                plays.add(play(NOW.minus(Duration.ofDays(30L * month)).plusMillis(i), "ann"));
            }
        }
        database.collection("plays").insertMany(plays);
    }

    private static long plays(Listening listening) {
        return rows(listening.tops(ThingKind.SONG, Measure.PLAYS, ALL, MOST, 0)).stream()
                .mapToInt(row -> (int) row.get("plays")).sum();
    }

    @DatabaseTest
    void aFirstReadingThatLastsIsToldAndIsKeptForTheNextProcess(TestDatabase test) {
        plays(3, 4_000);
        Deque<Runnable> background = new ArrayDeque<>();
        Listening listening = new Listening(database, clock, background::add);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> plays(listening)).isInstanceOf(StillCountingException.class)
                    .hasMessageContaining("0 of 3 months");
        }
        assertThat(background).hasSize(1);
        background.remove().run();
        assertThat(plays(listening)).isEqualTo(12_000);
        assertThat(database.collection("chart_months").countDocuments(new Document("chart", "listening"))).isEqualTo(3);

        // the next process reads no plays of months that are over
        database.collection("plays").updateMany(new Document(), new Document("$set", new Document("track_uri", null)
                .append("song_name", "Other")));
        assertThat(rows(process().tops(ThingKind.SONG, Measure.PLAYS, ALL, MOST, 0)))
                .extracting(row -> row.get("name")).containsExactly("Of ann");
        assertThat(background).isEmpty();
    }

    @DatabaseTest(real = false)
    void nothingIsFoundOfAnAccountThatWasDeleted(TestDatabase test) {
        database.collection("plays").insertMany(List.of(play(NOW.minus(Duration.ofDays(90)), "ann"),
                play(NOW.minusSeconds(60), "bob"), play(NOW.minus(Duration.ofDays(40)), "bob")));
        database.collection("saved_tracks").insertMany(List.of("ann", "bob").stream().map(account ->
                new Document("_id", account + ":y").append("account_id", account).append("uri", "saved " + account)
                        .append("name", "Saved by " + account)).toList());
        Listening listening = process();
        assertThat(songs(listening, "by")).containsExactly("Saved by ann", "Saved by bob");

        List.of("plays", "play_months", "chart_months", "saved_tracks").forEach(collection ->
                database.collection(collection).deleteMany(new Document("account_id", "bob")));
        assertThat(songs(listening, "bob")).isEmpty();
        assertThat(songs(listening, "by")).containsExactly("Saved by ann");
        assertThat(plays(listening)).isEqualTo(1);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> songs(Listening listening, String text) {
        return ((List<Map<String, Object>>) listening.search(text, ALL, 8).get("songs")).stream()
                .map(row -> row.get("name")).toList();
    }
}
