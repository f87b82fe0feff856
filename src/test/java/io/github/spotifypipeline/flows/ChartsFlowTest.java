package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.docs.Query;
import io.github.spotifypipeline.testing.CodeBlock;
import io.github.spotifypipeline.testing.CodeBlocks;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Chart files that come, change and go under a running pipeline, and what they are answered over HTTP. */
class ChartsFlowTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_LINES = 20;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(pipeline.get(path).body());
    }

    private List<String> charts() throws IOException {
        return json("/api/music").findValuesAsText("chart");
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).until(condition);
    }

    /** The charts of the page by their names, which stand in their first lines. */
    private static Map<String, String> examples() {
        Map<String, String> examples = new LinkedHashMap<>();
        for (CodeBlock block : CodeBlocks.runBy(ChartsFlowTest.class)) {
            examples.put(block.text().lines().findFirst().orElseThrow().replaceAll("# (.*)\\.chart\\.yaml", "$1"),
                    block.text());
        }
        return examples;
    }

    private static Document play(String account, int number) {
        Instant at = Instant.parse("2026-08-15T10:00:00Z").plus(Duration.ofDays(number * 20L));
        return new Document("_id", account + ":" + at.toEpochMilli() + ":x").append("account_id", account)
                .append("played_at", Date.from(at))
                .append("played_at_local", at.toString().substring(0, 10) + " 12:00:00").append("track_uri", "x")
                .append("stream", new Document("platform", number % 3 == 0 ? "<b>web</b>" : "ios")
                        .append("skipped", number % 2 == 0));
    }

    @DatabaseTest
    void theExamplesOfThePageAreAnsweredAndFollowTheirFiles(TestDatabase database) throws IOException {
        Map<String, String> examples = examples();
        assertThat(examples).hasSize(3).allSatisfy((name, text) ->
                assertThat(text.lines()).as(name).hasSizeLessThanOrEqualTo(MOST_LINES));
        pipeline = TestPipeline.start(database, List.of("saved-tracks"), options -> options);
        database.database().getCollection("plays").insertMany(IntStream.range(0, 10).boxed()
                .map(number -> play(number < 5 ? "ann" : "bob", number % 5)).toList());
        pipeline.signInAndSync();
        examples.forEach(pipeline::addChart);
        until(() -> charts().size() == 9);

        JsonNode platforms = json("/api/music/plays-by-platform");
        assertThat(platforms.path("title").asText()).isEqualTo("Plays by platform");
        assertThat(platforms.path("draw").asText()).isEqualTo("bars");
        assertThat(platforms.path("columns").toString()).isEqualTo("[\"platform\",\"plays\"]");
        assertThat(platforms.path("rows").toString()).isEqualTo(
                "[{\"platform\":\"ios\",\"plays\":6},{\"platform\":\"<b>web</b>\",\"plays\":4}]");
        assertThat(platforms.path("documents").asInt()).isEqualTo(10);
        assertThat(pipeline.get("/api/music/skips-by-month.csv?account=ann&from=2026-09-01&to=2026-10-31").body())
                .isEqualTo("month,plays,skips\r\n2026-09,2,1\r\n2026-10,1,0\r\n");
        List<Document> saved = pipeline.documents("saved_tracks").stream().filter(track -> track.getEmbedded(
                List.of("raw", "track", "album", "release_date"), String.class) != null).toList();
        assertThat(json("/api/music/saved-by-decade").path("rows").findValues("songs").stream()
                .mapToInt(JsonNode::asInt).sum()).isPositive().isEqualTo(saved.size());
        assertThat(json("/api/music/saved-by-decade?from=2100-01-01").path("rows")).isEmpty();
        for (String name : examples.keySet()) {
            List<Document> rows = Query.parse(pipeline.get("/api/music/" + name + ".query").body())
                    .run(database.database());
            assertThat(new ObjectMapper().readTree(new Document("r", rows).toJson()).path("r")).as(name)
                    .hasSameSizeAs(json("/api/music/" + name).path("rows"));
        }

        // edited: another text is another chart at once
        pipeline.addChart("plays-by-platform", examples.get("plays-by-platform").replace("$ne: null", "$eq: 'ios'"));
        until(() -> json("/api/music/plays-by-platform").path("rows").size() == 1);
        brokenFilesAreToldAndLeaveTheOthers(examples);
        pipeline.removeChart("plays-by-platform");
        until(() -> charts().size() == 8);
        assertThat(pipeline.get("/api/music/plays-by-platform").statusCode()).isEqualTo(404);
        assertThat(database.database().getCollection("chart_months").find(new Document("chart", "plays-by-platform")))
                .isEmpty();
    }

    private void brokenFilesAreToldAndLeaveTheOthers(Map<String, String> examples) throws IOException {
        String good = examples.get("plays-by-platform");
        pipeline.addChart("plays-by-platform", good.replace("{ $sort", "{ $out: 'plays' }, { $sort"));
        pipeline.addChart("tops", good);
        pipeline.addChart("unsendable", good.replace("platform: '$_id'", "'a\\u0000b': '$_id'"));
        pipeline.addChart("misspelt", good.replace("$substr", "$sort").replace("months: kept\n", "")
                .replace("$sum: 1", "$summ: 1"));
        pipeline.addChart("newest-plays", "title: Mine\ncollection: plays\naggregation: '[{$count: \"n\"}]'\n");
        until(() -> json("/api/status").path("problems").size() == 4
                && json("/api/music/newest-plays").path("title").asText().equals("Mine"));

        JsonNode problems = json("/api/status").path("problems");
        assertThat(problems.findValuesAsText("file")).containsExactly("charts/misspelt.chart.yaml",
                "charts/plays-by-platform.chart.yaml", "charts/tops.chart.yaml", "charts/unsendable.chart.yaml");
        assertThat(problems.at("/0/message").asText()).contains("the database does not take the aggregation", "$summ");
        assertThat(problems.at("/0/line").asInt()).isEqualTo(10);
        assertThat(problems.at("/1/message").asText()).isEqualTo("$out writes, and a chart only reads - take it out");
        assertThat(problems.at("/1/line").asInt()).isEqualTo(13);
        assertThat(problems.at("/2/message").asText()).contains("the name tops is taken");
        assertThat(problems.at("/3/message").asText()).contains("the aggregation cannot be sent to the database");
        assertThat(json("/api/trouble").path("files")).hasSize(4);
        assertThat(json("/api/music/plays-by-platform").path("rows")).hasSize(1);
        assertThat(json("/api/music/newest-plays").path("rows").toString()).isEqualTo("[{\"n\":10}]");
        assertThat(json("/api/music/tops").path("rows").isArray()).isTrue();

        for (String name : List.of("tops", "misspelt", "unsendable", "newest-plays")) {
            pipeline.removeChart(name);
        }
        // the program's own is there again
        until(() -> json("/api/music/newest-plays").path("title").asText().equals("Newest plays"));
        pipeline.addChart("plays-by-platform", good);
        until(() -> json("/api/status").path("problems").isEmpty());
    }

    @DatabaseTest
    void aChartThatCannotBeAnsweredSaysWhy(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        database.database().getCollection("plays").insertOne(play("ann", 0));
        pipeline.addChart("failing", "title: F\ncollection: plays\n"
                + "aggregation: |\n  [{ $project: { a: { $divide: [1, '$track_uri'] } } }]\n");
        pipeline.addChart("endless", "title: E\ncollection: plays\n"
                + "aggregation: |\n  [{ $project: { a: { $range: [0, 500001] }, b: { $range: [0, 500001] } } }]\n");
        pipeline.addChart("ageless", "title: A\ncollection: saved_tracks\naggregation: |\n  [{ $count: 'songs' }]\n");
        until(() -> charts().size() == 9);

        for (String form : List.of("", ".csv")) {
            assertThat(pipeline.get("/api/music/failing" + form).statusCode()).isEqualTo(422);
            assertThat(json("/api/music/failing" + form).at("/error/message").asText()).startsWith("The chart failing"
                    + " cannot be answered: ").contains("$divide", "routes/charts/failing.chart.yaml");
        }
        assertThat(pipeline.get("/api/music/endless").statusCode()).isEqualTo(422);
        assertThat(json("/api/music/endless").at("/error/message").asText())
                .contains("its page would have more than 1000000 values");
        assertThat(json("/api/music/ageless?from=2026-01-01").path("note").asText()).startsWith("Of all days:");
        assertThat(json("/api/music/ageless").has("note")).isFalse();
        assertThat(pipeline.get("/api/music/ageless.csv").statusCode()).isEqualTo(200);
    }
}
