package io.github.spotifypipeline.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.charts.ChartDefinition.Look;
import io.github.spotifypipeline.charts.ChartDefinition.Question;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;

/** Whatever a file groups: put together from months, it is what one aggregation of all plays says. */
class GroupedChartTest {

    private static final List<String> AGGREGATIONS = List.of(
            "[{$group: {_id: '$kind', least: {$min: '$n'}, most: {$max: '$mixed'}, sum: {$sum: '$half'},"
                    + " all: {$addToSet: '$n'}, n: {$count: {}}}}, {$project: {_id: 0, kind: '$_id', least: 1, most: 1,"
                    + " sum: 1, n: 1, all: {$size: '$all'}}}, {$sort: {kind: -1}}]",
            "[{$set: {m: {$substrBytes: ['$day', 0, 7]}}}, {$group: {_id: '$m', plays: {$sum: 1}}}, {$sort: {plays: -1,"
                    + " _id: 1}}, {$limit: 3}, {$project: {plays: 1}}]",
            "[{$group: {_id: {d: '$day', k: '$kind'}, plays: {$sum: 1}}}, {$group: {_id: '$_id.k', busiest: {$max:"
                    + " '$plays'}, mean: {$avg: '$plays'}}}, {$match: {busiest: {$gt: 1}}}, {$sort: {busiest: 1,"
                    + " _id: 1}}, {$skip: 1}]",
            "[{$group: {_id: {d: '$day', k: '$kind'}, n: {$sum: 1}}}, {$project: {n: 1, k: '$_id.k'}}, {$group: {_id:"
                    + " '$k', n: {$sum: '$n'}}}, {$sort: {_id: 1}}]",
            "[{$group: {_id: '$kind', n: {$sum: 1}}}, {$project: {many: {$gt: ['$n', 30]}, n: 1}}, {$group: {_id:"
                    + " '$many', n: {$sum: '$n'}}}, {$sort: {_id: 1}}]",
            "[{$group: {_id: '$mixed', n: {$sum: 1}}}, {$sort: {_id: 1}}]",
            "[{$group: {_id: '$number', n: {$sum: 1}}}, {$sort: {_id: -1}}]",
            "[{$unwind: '$tags'}, {$match: {tags: {$ne: 'b'}}}, {$group: {_id: '$tags', n: {$sum: 1}, last: {$max:"
                    + " '$played_at'}}}, {$addFields: {x: '$n'}}, {$sort: {x: 1, _id: 1}}, {$unset: 'x'}]",
            "[{$match: {account_id: 'ann', n: {$gt: 3}}}, {$group: {_id: null, n: {$sum: '$n'}}}]");

    private static List<Document> plays() {
        Random random = new Random(3);
        List<Document> plays = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Instant at = Instant.parse("2026-08-30T00:00:00Z").plusSeconds(random.nextInt(100) * 67_000L + i);
            String account = i % 3 == 0 ? "bob" : "ann";
            plays.add(new Document("_id", account + ":" + at.toEpochMilli() + ":x").append("account_id", account)
                    .append("played_at", Date.from(at)).append("day", at.toString().substring(0, 10))
                    .append("kind", i % 5 == 0 ? null : "$k" + i % 4).append("n", i % 7).append("half", i % 2 / 2.0)
                    .append("mixed", Arrays.asList(i, "t" + i % 3, Date.from(at), null, i / 2.0).get(i % 5))
                    .append("number", i % 2 == 0 ? (Object) (i % 6) : (Object) (double) (i % 6))
                    .append("tags", List.of("a", "b", "c" + i % 2)));
        }
        return plays;
    }

    @DatabaseTest
    void whatIsPutTogetherFromMonthsIsWhatTheDatabaseSays(TestDatabase test) {
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            database.collection("plays").insertMany(plays());
            Music music = new Music(database, new MutableClock(Instant.parse("2026-11-22T12:00:00Z")), Runnable::run);
            for (Selection selection : List.of(new Selection(null, null, null, ZoneOffset.UTC),
                    new Selection("bob", LocalDate.parse("2026-09-10"), LocalDate.parse("2026-10-20"),
                            ZoneOffset.UTC))) {
                for (String aggregation : AGGREGATIONS) {
                    Chart chart = chart(aggregation, true);
                    Music.Rows kept = music.rows(chart, selection);
                    assertThat(kept.rows()).as("%s %s", aggregation, selection)
                            .isEqualTo(music.rows(chart(aggregation, false), selection).rows())
                            .isEqualTo(music.rows(chart, selection).rows());
                    assertThat(kept.total()).isEqualTo(kept.rows().size());
                }
            }
            assertThat(database.collection("chart_months").countDocuments()).isPositive();
            music.forget("a-chart");
            assertThat(database.collection("chart_months").countDocuments()).isZero();
        }
    }

    @DatabaseTest(real = false)
    void aTextThatReadsAsANumberIsAnotherChart(TestDatabase test) {
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            database.collection("plays").insertMany(plays());
            Music music = new Music(database, new MutableClock(Instant.parse("2026-11-22T12:00:00Z")), Runnable::run);
            Selection all = new Selection(null, null, null, ZoneOffset.UTC);
            String aggregation = "[{$group: {_id: 1, n: {$sum: 1}}}]";
            assertThat(music.rows(chart(aggregation, true), all).rows().get(0)).containsEntry("_id", 1);
            assertThat(music.rows(chart(aggregation.replace("_id: 1", "_id: '1'"), true), all).rows().get(0))
                    .containsEntry("_id", "1");
        }
    }

    @DatabaseTest(real = false)
    void allRowsAsCsvAreFetchedWhileTheyAreRead(TestDatabase test) throws IOException {
        AtomicInteger fetched = new AtomicInteger();
        record Rows(AtomicInteger fetched) implements ChartSource {

            @Override
            public List<ChartQuery> queries(Database database, Selection selection, int most) {
                return List.of();
            }

            @Override
            public Iterator<Document> answers(Database database, Selection selection, int most) {
                fetched.set(0);
                return List.of(new Document("a", 1), new Document("b", 2), new Document("a", 3)).stream()
                        .peek(row -> fetched.incrementAndGet()).iterator();
            }
        }
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            Music music = new Music(database, new MutableClock(Instant.parse("2026-11-22T12:00:00Z")), Runnable::run);
            Chart chart = new Chart(chart("[{$limit: 1}]", false).definition(), new Rows(fetched));
            try (InputStream csv = music.csv(chart, new Selection(null, null, null, ZoneOffset.UTC))) {
                assertThat(fetched).hasValueLessThan(3);
                assertThat(new String(csv.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("a,b\r\n1,\r\n,2\r\n3,\r\n");
            }
        }
    }

    private static Chart chart(String aggregation, boolean kept) {
        return Chart.of(new ChartDefinition("a-chart", "A chart", "", new Question(List.of("plays"), "played_at",
                Document.parse("{s: " + aggregation + "}").getList("s", Document.class), kept, false),
                new Look(null, List.of(), 1000, null)));
    }
}
