package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseGate;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.ListenerLife;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.Play;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Charts of a long life, part of which is kept: they are those of all documents, whoever of the pipeline writes. */
class KeptChartsFlowTest {

    private static final int STREAMS = 14_500;
    private static final int SYNCED = 10_500;
    private static final int SHOWN = 30;
    private static final List<String> CHARTS = List.of("times-played", "top-artists", "plays-per-day", "plays-by-hour");
    private static final String PLAYS_ROUTE = "recently-played";
    private static final String ANY_ARTIST = "artist_name: (try .track.artists[0].name catch \"?\")";

    @TempDir
    Path folder;

    private TestPipeline pipeline;
    private DatabaseGate gate;

    @AfterEach
    void stop() {
        pipeline.close();
        gate.close();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private Path zip(List<ObjectNode> rows) throws IOException {
        Path file = folder.resolve("export.zip");
        try (ExportZip zip = new ExportZip(Files.newOutputStream(file))) {
            zip.add("MyData/endsong_0.json", rows);
        }
        return file;
    }

    private List<Document> plays(Document filter) {
        return pipeline.database.database().getCollection("plays").find(filter)
                .projection(Document.parse("{raw: 0, 'stream.raw': 0}")).batchSize(1000).into(new ArrayList<>());
    }

    private HttpResponse<String> chart(String chart) {
        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.get("/api/music/" + chart).statusCode() != 503);
        HttpResponse<String> answer = pipeline.get("/api/music/" + chart);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    /** Compares the charts with all documents. */
    private void assertCharts(String after) throws IOException {
        // an answer is kept for a minute
        pipeline.clock.advance(Duration.ofSeconds(61));
        List<Document> plays = plays(new Document());
        ExpectedCharts expected = new ExpectedCharts(plays);
        for (String id : CHARTS) {
            JsonNode head = json(chart(id));
            List<String> rows = expected.rows(id);
            assertThat(chart(id + ".csv").body().lines().skip(1)).as(id + " after " + after)
                    .containsExactlyInAnyOrderElementsOf(rows);
            assertThat(head.get("total").asInt()).as(id + " after " + after).isEqualTo(rows.size());
            assertThat(head.get("documents").asInt()).as(id + " after " + after).isEqualTo(plays.size());
        }
    }

    private void sync(Play... plays) {
        for (Play play : plays) {
            pipeline.demo().addPlay(ListenerLife.track(play), Instant.ofEpochMilli(play.playedAt()), null);
        }
        pipeline.sync(PLAYS_ROUTE);
    }

    private void edit(String... beforeAndAfter) throws IOException {
        String route = Files.readString(Path.of("routes/endpoints/" + PLAYS_ROUTE + ".camel.yaml"));
        for (int i = 0; i < beforeAndAfter.length; i += 2) {
            assertThat(route).contains(beforeAndAfter[i]);
            route = route.replace(beforeAndAfter[i], beforeAndAfter[i + 1]);
        }
        pipeline.addEndpoint(PLAYS_ROUTE, route);
        String last = beforeAndAfter[beforeAndAfter.length - 1];
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.camel().getRoute(PLAYS_ROUTE) != null
                && pipeline.camel().getRoute(PLAYS_ROUTE).getEndpoint() instanceof KameletEndpoint kamelet
                && kamelet.getKameletProperties().toString().contains(last)
                && pipeline.camel().getRouteController().getRouteStatus(PLAYS_ROUTE).isStarted());
    }

    /** The sign-in ends, so that no sync writes what the edited route makes. */
    private void park() {
        pipeline.demo().revoke();
        pipeline.demo().expireAccessTokens();
        assertThat(pipeline.sync(PLAYS_ROUTE)).containsEntry("outcome", "failed");
    }

    /** As syncs of years have stored them; without the raw item, so that they are not made anew. */
    private List<Document> synced(List<Play> plays) {
        List<Document> documents = ListenerLife.documents(pipeline.demo().accountId(),
                plays.stream().filter(play -> play.stream() < SYNCED).toList());
        documents.forEach(play -> {
            play.remove("raw");
            play.append("played_at_local",
                    play.getDate("played_at").toInstant().toString().replace('T', ' ').substring(0, 19));
        });
        return documents;
    }

    /** Some of the imported part, whose rows are like no other beside them. */
    private static List<Play> shown(MadeUpListener listener) {
        List<Play> shown = new ArrayList<>();
        for (Play play : listener.plays()) {
            int next = SYNCED + shown.size() * ((STREAMS - SYNCED) / SHOWN);
            if (shown.size() < SHOWN && play.stream() > next && play.stream() < STREAMS - 1
                    && !song(listener, play, -1).equals(play.uri()) && !song(listener, play, 1).equals(play.uri())) {
                shown.add(play);
            }
        }
        return shown;
    }

    private static String song(MadeUpListener listener, Play play, int beside) {
        return listener.rows().get(play.stream() + beside).get("spotify_track_uri").asText();
    }

    private void assertFirstCountIsTold() throws IOException {
        gate.slow(Duration.ofMillis(100));
        HttpResponse<String> answer = pipeline.get("/api/music/times-played");
        gate.slow(Duration.ZERO);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        JsonNode body = json(answer);
        assertThat(body.at("/error/message").asText()).startsWith("Still counting the plays of this chart");
        assertThat(body.at("/counting/of").asInt()).isGreaterThan(12);
        assertThat(body.at("/counting/done").asInt()).isLessThan(body.at("/counting/of").asInt());
    }

    @DatabaseTest(real = false)
    void theChartsAreThoseOfAllDocumentsWhoeverWrites(TestDatabase database) throws IOException {
        gate = new DatabaseGate(database.uri());
        pipeline = TestPipeline.start(database, "MONGODB_URI", gate.uri());
        pipeline.signInAndSync();
        MadeUpListener listener = MadeUpListener.of(14, World.MILD, STREAMS);
        List<Play> plays = listener.plays();
        List<ObjectNode> rows = listener.rows().subList(SYNCED, STREAMS);
        database.database().getCollection("plays").insertMany(synced(plays));
        List<Play> shown = shown(listener);
        sync(shown.toArray(Play[]::new));
        Set<Integer> streams = shown.stream().map(Play::stream).collect(Collectors.toSet());
        Map<Boolean, List<ObjectNode>> parts = rows.stream()
                .collect(Collectors.partitioningBy(row -> streams.contains(row.get("made_up").asInt())));

        pipeline.importExport(zip(parts.get(false)), "?anyway=true");
        assertFirstCountIsTold();
        assertCharts("an import");

        Document merged = pipeline.importExport(zip(parts.get(true)), "?anyway=true");
        assertThat(merged.getLong("merged")).as(merged.toJson()).isEqualTo(SHOWN);
        assertThat(merged.getLong("new")).isZero();
        assertCharts("an import that merges");

        // songs of which all is known already
        Play known = shown.get(0);
        sync(new Play(-1, pipeline.clock.instant().toEpochMilli() - 60_000, known.uri(), known.title(), known.artist(),
                known.album()));
        assertCharts("a new play");
        int count = plays(new Document()).size();
        Play late = plays.stream().filter(play -> play.stream() > SYNCED && known.uri().equals(play.uri())
                && !streams.contains(play.stream())).findFirst().orElseThrow();
        sync(late);
        assertThat(plays(new Document())).as("it has its row").hasSize(count);
        assertThat(plays(new Document("played_at", new Date(late.playedAt())))).singleElement().satisfies(play ->
                assertThat(play).containsEntry("source", "api").containsKey("stream"));
        assertCharts("a late play of a month that is over");

        pipeline.restart("IMPORT_PLAY_AFTER", "60s");
        assertCharts("a restart");
        lateFacts(plays.get(0));
        Document moved = pipeline.importExport(zip(rows), "?anyway=true");
        assertThat(moved.getLong("moved")).as(moved.toJson()).isPositive();
        assertCharts("an import with another play-after");
        replayAndRetransform();
        pipeline.send("DELETE", "/api/accounts/" + pipeline.demo().accountId() + "?data=true");
        assertThat(plays(new Document())).isEmpty();
        assertCharts("a disconnect");
    }

    /** A song of which the API shows that it is the recording of another one. */
    private void lateFacts(Play known) throws IOException {
        String uri = plays(new Document("isrc", null)).get(0).getString("track_uri");
        Document unknown = new Document("track_uri", uri).append("isrc", null);
        long before = json(chart("times-played")).get("total").asLong();
        sync(new Play(-1, pipeline.clock.instant().toEpochMilli() - 30_000, uri, known.title(), known.artist(),
                known.album()));
        await().atMost(Duration.ofMinutes(1)).until(() -> plays(unknown).isEmpty());
        assertCharts("late facts of a song");
        assertThat(json(chart("times-played")).get("total").asLong()).as("two rows are one").isEqualTo(before - 1);
    }

    private void replayAndRetransform() throws IOException {
        Instant at = pipeline.clock.instant().minus(Duration.ofDays(300));
        pipeline.demo().rawPlay(new ObjectMapper().readTree("{\"played_at\":\"" + at + "\",\"track\":{\"uri\":"
                + "\"spotify:track:x\",\"name\":\"x\",\"artists\":{\"first\":{\"name\":\"y\"}}}}"), at);
        assertThat(pipeline.sync(PLAYS_ROUTE)).containsEntry("dead", 1);
        park();
        edit("artist_name: .track.artists[0].name", ANY_ARTIST);
        assertThat(pipeline.send("POST", "/api/replay").body()).contains("\"healed\":1", "\"trouble\":null");
        assertCharts("a replay");

        edit("artist_name: .track.artists[0].name", ANY_ARTIST, "artist_names: [.track.artists[]?.name]",
                "artist_names: [.track.artists[]?.name + \"!\"]");
        HttpResponse<String> answer = pipeline.send("POST", "/api/retransform?collection=plays");
        assertThat(answer.body()).contains("\"failed\":0", "\"trouble\":null,\"changed\":" + (SHOWN + 4));
        assertCharts("a retransform");
    }
}
