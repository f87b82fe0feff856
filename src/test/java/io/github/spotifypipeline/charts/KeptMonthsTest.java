package io.github.spotifypipeline.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.charts.files.ShippedCharts;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Holds what is kept of months to what one aggregation of all plays says, whatever happens to them in between. */
class KeptMonthsTest {

    private static final int CHANGES = 40;
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Selection ALL = new Selection(null, null, null, ZoneOffset.UTC);
    private static final Chart TIMES_PLAYED = ShippedCharts.of("times-played");
    private static final List<Chart> CHARTS = ShippedCharts.all().stream()
            .filter(chart -> chart.source() instanceof GroupedChart).toList();

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

    private Music process() {
        return new Music(database, clock, Runnable::run);
    }

    private void assertSame(Music music, Chart chart, Selection selection, List<String> story) {
        List<Document> all = chart.source().queries(database, selection, 0).get(0).run(database)
                .into(new ArrayList<>());
        Music.Rows rows = music.rows(chart, selection);
        String after = chart.id() + " " + selection + " after " + String.join("\n", story);
        assertThat(rows.rows().stream().map(row -> chart.columns().stream().map(row::get).toList().toString()))
                .as(after).containsExactlyInAnyOrderElementsOf(all.stream().map(answer -> chart.columns().stream()
                        .map(answer::get).map(value -> value instanceof Date date ? date.toInstant().toString() : value)
                        .toList().toString()).toList());
        assertThat(rows.total()).as(after).isEqualTo(all.size());
        assertThat(rows.documents()).as(after).isEqualTo(
                all.stream().mapToLong(answer -> answer.get(((GroupedChart) chart.source()).counted(), Number.class)
                        .longValue()).sum());
    }

    @DatabaseTest
    void theAnswerIsThatOfOneAggregationWhateverHappens(TestDatabase test) {
        for (long seed = 1; seed <= 2; seed++) {
            Random random = new Random(seed);
            ChangingPlays plays = new ChangingPlays(database, clock::instant, seed);
            List<Music> processes = new ArrayList<>(List.of(process(), process()));
            List<String> story = new ArrayList<>(List.of("seed " + seed));
            for (int i = 0; i < CHANGES; i++) {
                clock.advance(Duration.ofMinutes(1 + random.nextInt(600)));
                story.add(plays.change());
                if (random.nextInt(10) == 0) {
                    processes.set(random.nextInt(2), process());
                    story.add("a restart");
                }
                for (Music music : processes) {
                    Chart chart = CHARTS.get(random.nextInt(CHARTS.size()));
                    assertSame(music, chart, random.nextBoolean() ? ALL : plays.selection(), story);
                }
            }
        }
    }

    private MongoCollection<Document> kept() {
        return database.collection("chart_months");
    }

    private static Document play(Instant at) {
        return new Document("_id", "ann:" + at.toEpochMilli() + ":x").append("account_id", "ann")
                .append("played_at", Date.from(at)).append("track_uri", "x");
    }

    private void plays(int months, int each) {
        List<Document> plays = new ArrayList<>();
        for (int month = 1; month <= months; month++) {
            for (int i = 0; i < each; i++) {
                plays.add(play(NOW.minus(Duration.ofDays(30L * month)).plusMillis(i)));
            }
        }
        database.collection("plays").insertMany(plays);
    }

    @DatabaseTest
    void whatIsKeptIsUsedAndNothingElseIsRead(TestDatabase test) {
        plays(3, 2);
        assertThat(process().rows(TIMES_PLAYED, ALL).documents()).isEqualTo(6);
        assertThat(kept().countDocuments()).isEqualTo(3);

        // another text of the chart, as of another version, and a stamp that does not hold
        List<Document> documents = kept().find().sort(new Document("_id", 1)).batchSize(10).into(new ArrayList<>());
        byte[] none = PackedGroups.pack(List.of());
        kept().updateOne(new Document("_id", documents.get(0).get("_id")), new Document("$set",
                new Document("groups", none)));
        assertThat(process().rows(TIMES_PLAYED, ALL).documents()).isEqualTo(4);
        kept().updateOne(new Document("_id", documents.get(0).get("_id")), new Document("$set",
                new Document("definition", "another")));
        assertThat(process().rows(TIMES_PLAYED, ALL).documents()).isEqualTo(6);
        for (String field : List.of("mark", "last_id")) {
            kept().updateOne(new Document("_id", documents.get(1).get("_id")), new Document("$set",
                    new Document("groups", none).append(field, "another")));
            assertThat(process().rows(TIMES_PLAYED, ALL).documents()).as(field).isEqualTo(6);
        }
    }

    @DatabaseTest
    void aFirstCountThatLastsIsToldAndLosesNothingWhenItIsBrokenOff(TestDatabase test) {
        plays(3, 4_000);
        Deque<Runnable> background = new ArrayDeque<>();
        Music music = new Music(database, clock, background::add);
        assertThatThrownBy(() -> music.rows(TIMES_PLAYED, ALL)).isInstanceOf(StillCountingException.class)
                .hasMessage("Still counting the plays of this chart: 0 of 3 months. Ask again in a few seconds.");
        assertThatThrownBy(() -> music.csv(TIMES_PLAYED, ALL)).isInstanceOf(StillCountingException.class);
        assertThat(background).hasSize(1);

        background.remove().run();
        assertThat(music.rows(TIMES_PLAYED, ALL).documents()).isEqualTo(12_000);

        // after a restart what is kept is read, which lasts, too
        kept().deleteOne(new Document("month", "2026-10"));
        kept().updateOne(new Document("month", "2026-09"), new Document("$set",
                new Document("groups", PackedGroups.pack(List.of()))));
        Music another = new Music(database, clock, background::add);
        assertThatThrownBy(() -> another.rows(TIMES_PLAYED, ALL)).isInstanceOf(StillCountingException.class);
        Selection since = new Selection(null, LocalDate.parse("2020-01-01"), null, ZoneOffset.UTC);
        assertThatThrownBy(() -> another.rows(TIMES_PLAYED, since)).isInstanceOf(StillCountingException.class);
        assertThat(background).hasSize(2);
        background.remove().run();
        assertThat(another.rows(TIMES_PLAYED, ALL).documents()).as("one month is grouped, one is kept as nothing")
                .isEqualTo(8_000);
        background.remove().run();
        assertThat(another.rows(TIMES_PLAYED, since).documents()).isEqualTo(8_000);
        assertThat(background).isEmpty();
    }

    @DatabaseTest
    void whatSomebodyChangesByHandIsSeenWhenTheMarksAreDropped(TestDatabase test) {
        Music music = process();
        plays(3, 2);
        database.collection("plays").insertOne(play(NOW.minus(Duration.ofDays(2))));
        assertThat(music.rows(TIMES_PLAYED, ALL).rows()).hasSize(1);
        database.collection("plays").updateMany(new Document(), new Document("$set", new Document("track_uri", "y")));

        database.collection("play_months").deleteMany(new Document());

        clock.advance(Duration.ofMinutes(2));
        assertThat(music.rows(TIMES_PLAYED, ALL).rows()).singleElement()
                .satisfies(row -> assertThat(row).containsEntry("track_uri", "y"));
    }
}
