package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.spotifypipeline.imports.RowOutcome;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.ListenerLife;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;

import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Spotify's export, from the upload to the documents. */
class ImportFlowTest {

    private static final List<String> OUTCOMES = List.of("new", "known", "merged", "moved", "duplicate", "short",
            "episode", "chapter", "empty", "dead", "private_left_out");

    @TempDir
    Path folder;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private Path zip(MadeUpListener listener) throws IOException {
        return ExportZip.of(folder.resolve("my_spotify_data.zip"), listener);
    }

    private Path file(String name, String... rows) throws IOException {
        return Files.writeString(folder.resolve(name), "[" + String.join(",\n", rows).replace('\'', '"') + "]");
    }

    private static String row(String ts, String uri, long msPlayed, String more) {
        return "{'ts':'" + ts + "','ms_played':" + msPlayed + ",'master_metadata_track_name':'Song',"
                + "'master_metadata_album_artist_name':'Artist','ip_addr':'192.0.2.1'"
                + (uri == null ? "" : ",'spotify_track_uri':'" + uri + "'") + more + "}";
    }

    private static void assertSum(Document done, long rows) {
        assertThat(done.getLong("read")).as(done.toJson()).isEqualTo(rows);
        assertThat(OUTCOMES.stream().mapToLong(done::getLong).sum()).as(done.toJson()).isEqualTo(rows);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private String account() {
        return pipeline.demo().accountId();
    }

    private void assertNothingLeftOfTheUpload() throws IOException {
        try (Stream<Path> files = Files.list(pipeline.dataDir().resolve("imports"))) {
            assertThat(files).isEmpty();
        }
    }

    @DatabaseTest
    void eachPlayOfTheApiGetsItsOwnRowAndTheRestBecomePlays(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        MadeUpListener listener = MadeUpListener.of(3, World.MILD, 3000);
        database.database().getCollection("plays").insertMany(ListenerLife.documents(account(), listener.plays()));
        pipeline.sandbox.clearRequests();

        Document done = pipeline.importExport(zip(listener), "");

        assertThat(done.getString("status")).as(done.toJson()).isEqualTo("succeeded");
        assertSum(done, 3000);
        assertThat(done.getLong("merged")).isEqualTo(listener.plays().size());
        assertThat(done.getLong("new")).isEqualTo(listener.truePlays() - listener.plays().size());
        List<Document> plays = pipeline.documents("plays");
        assertThat(plays).hasSize(listener.truePlays());
        assertThat(plays).allSatisfy(play -> assertThat(play.getEmbedded(List.of("stream", "started_at"), Date.class))
                .isNotNull());
        assertThat(plays.stream().filter(play -> "api".equals(play.get("source")))).hasSize(listener.plays().size())
                .allSatisfy(play -> assertThat(play.getEmbedded(List.of("stream", "raw"), Document.class))
                        .containsKey("made_up").doesNotContainKey("ip_addr"));
        assertThat(plays.stream().filter(play -> "export".equals(play.get("source")))).isNotEmpty().allSatisfy(play ->
                assertThat(play).containsEntry("fetched_at", done.getDate("started_at"))
                        .containsEntry("account_id", account()).containsKeys("played_at_local", "raw")
                        .containsEntry("_id", account() + ":" + play.getDate("played_at").getTime() + ":"
                                + play.get("track_uri") + ":" + play.getEmbedded(List.of("stream", "ms_played"),
                                        Number.class)));
        assertThat(pipeline.documents("other_streams")).hasSize(3000 - listener.truePlays()).allSatisfy(stream ->
                assertThat(stream).containsEntry("kind", "track").containsEntry("reason", "short"));
        assertThat(pipeline.sandbox.requests()).as("calls").isEmpty();
        assertThat(pipeline.databaseAsText()).doesNotContain("192.0.2.");
        assertNothingLeftOfTheUpload();

        Document again = pipeline.importExport(zip(listener), "?account=" + account());
        assertSum(again, 3000);
        assertThat(again.getLong("known")).as(again.toJson()).isEqualTo(3000);
        assertThat(pipeline.documents("plays")).isEqualTo(plays);
        JsonNode listed = json(pipeline.get("/api/imports")).get("imports");
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).get("files").get(0).get("rows").asInt()).isEqualTo(3000);
        assertThat(listed.get(0).get("span").get("from").asText()).startsWith("2021-03-01T");
        assertThat(listed.get(0).get("pairs").get("1").asInt()).isEqualTo(listener.plays().size());
    }

    @DatabaseTest
    void playsThatTheApiShowsAfterTheirRowsTakeThem(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        MadeUpListener listener = MadeUpListener.of(5, World.MILD, 400);
        Document first = pipeline.importExport(zip(listener), "");
        assertThat(first.getLong("new")).isEqualTo(listener.truePlays());
        int all = listener.plays().size();
        listener.plays().subList(all - 50, all).forEach(play -> pipeline.demo().addPlay(ListenerLife.track(play),
                Instant.ofEpochMilli(play.playedAt()), null));

        pipeline.sync("recently-played");

        List<Document> plays = pipeline.documents("plays");
        assertThat(plays).hasSize(listener.truePlays());
        assertThat(plays.stream().filter(play -> "api".equals(play.get("source")))).hasSize(50).allSatisfy(play ->
                assertThat(play.getEmbedded(List.of("stream", "raw", "made_up"), Number.class)).isNotNull());
        assertThat(pipeline.documents("tracks")).isNotEmpty().allSatisfy(song ->
                assertThat(song.getString("isrc")).startsWith("ZZMAD"));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(pipeline.documents("plays").stream()
                .filter(play -> "export".equals(play.get("source")) && pipeline.documents("tracks").stream()
                        .anyMatch(song -> song.get("_id").equals(play.get("track_uri")))))
                .isNotEmpty().allSatisfy(play -> assertThat(play).containsEntry("duration_ms", 200_000)
                        .doesNotContainEntry("isrc", null)));
        List<Document> filled = pipeline.documents("plays");
        assertThat(pipeline.importExport(zip(listener), "").getLong("known")).isEqualTo(400);
        assertThat(pipeline.documents("plays")).isEqualTo(filled);
    }

    @DatabaseTest(real = false)
    void aRowThatWasBriefGoesIntoThePlayThatTheApiShows(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        SandboxTrack song = pipeline.sandbox.tracks().get(1);
        Path file = file("endsong_0.json", row("2026-11-22T11:00:00Z", song.uri(), 20_000, ""),
                row("2026-11-22T11:05:00Z", song.uri(), 20_000, ""));
        assertThat(pipeline.importExport(file, "?name=endsong_0.json").getLong("short")).isEqualTo(2);
        pipeline.demo().addPlay(song, Instant.parse("2026-11-22T11:00:00.700Z"), null);

        pipeline.sync("recently-played");

        assertThat(pipeline.plays()).singleElement().satisfies(play -> {
            assertThat(play).containsEntry("source", "api");
            assertThat(play.getEmbedded(List.of("stream", "ms_played"), Number.class).intValue()).isEqualTo(20_000);
        });
        assertThat(pipeline.documents("other_streams")).singleElement().satisfies(other -> assertThat(other)
                .containsEntry("played_at", Date.from(Instant.parse("2026-11-22T11:05:00Z"))));
        Document again = pipeline.importExport(file, "?name=endsong_0.json");
        assertThat(again.getLong("known")).as(again.toJson()).isEqualTo(2);
        assertThat(pipeline.documents("other_streams")).hasSize(1);
    }

    @DatabaseTest
    void rowsGoWhereTheyBelongAndAreCounted(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        Path file = file("endsong_0.json", row("2020-01-01T10:00:00Z", "spotify:track:a", 200_000, ""),
                row("2020-01-01T10:00:00Z", "spotify:track:a", 200_000, ""),
                row("2020-01-01T10:10:00Z", "spotify:track:b", 5_000, ",'skipped':true"),
                row("2020-01-01T10:20:00Z", null, 90_000, ""),
                row("2020-01-01T10:30:00Z", "spotify:track:c", 90_000, ",'incognito_mode':true"),
                "{'ts':'2020-01-01T10:40:00Z','ms_played':100,'episode_name':'E','episode_show_name':'Show'}",
                "{'ts':'2020-01-01T10:50:00Z','ms_played':100,'audiobook_title':'B'}",
                "{'ts':'2020-01-01T11:00:00Z','ms_played':100}",
                "{'ts':'1970-01-01T10:00:00Z','user_agent_decrypted':'x y'}");

        Document done = pipeline.importExport(file, "?account=me&name=endsong_0.json");

        assertThat(done.getString("status")).as(done.toJson()).isEqualTo("succeeded");
        assertSum(done, 9);
        for (String one : List.of("duplicate", "short", "episode", "chapter", "empty", "dead")) {
            assertThat(done.getLong(one)).as(one).isOne();
        }
        assertThat(pipeline.documents("plays")).hasSize(3).anySatisfy(play -> assertThat(play.getString("track_uri"))
                .matches("export:[0-9a-f]{32}")).anySatisfy(play ->
                assertThat(play.getEmbedded(List.of("stream", "private"), Boolean.class)).isTrue());
        assertThat(pipeline.documents("other_streams")).extracting(stream -> stream.get("kind") + " "
                + stream.get("reason")).containsExactly("track short", "episode episode", "chapter chapter");
        assertThat(pipeline.documents("dead_letters")).hasSize(1).first().satisfies(letter -> assertThat(letter)
                .containsEntry("endpoint", "import").containsEntry("reason", "the row is from before 2006"));
        assertThat(pipeline.databaseAsText()).doesNotContain("x y").doesNotContain("192.0.2.1");
        assertThat(pipeline.send("POST", "/api/replay").body()).contains("\"endpoints\":[]");

        pipeline.restart("IMPORT_PLAY_AFTER", "3s");
        Document moved = pipeline.importExport(file, "?account=me&name=endsong_0.json&anyway=true");
        assertSum(moved, 9);
        assertThat(moved.getLong("moved")).as(moved.toJson()).isOne();
        assertThat(pipeline.documents("plays")).hasSize(4);
        assertThat(pipeline.documents("other_streams")).hasSize(2);
    }

    @DatabaseTest(real = false)
    void aDryRunSaysWhatWouldBecomeOfTheRowsAndWritesNothing(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        MadeUpListener listener = MadeUpListener.of(8, World.MILD, 500);
        database.database().getCollection("plays").insertMany(ListenerLife.documents(account(), listener.plays()));
        List<Document> before = pipeline.documents("plays");

        Document done = pipeline.importExport(zip(listener), "?dryRun=true");

        assertThat(done.getString("status")).isEqualTo("dry_run");
        assertSum(done, 500);
        assertThat(done.getLong("merged")).isEqualTo(listener.plays().size());
        assertThat(done.get("years", Document.class)).isEqualTo(new Document("2021", (long) listener.truePlays()));
        assertThat(pipeline.documents("plays")).isEqualTo(before);
        assertThat(pipeline.documents("other_streams")).isEmpty();
        assertNothingLeftOfTheUpload();

        assertThat(done.getList("files", Document.class)).allSatisfy(file ->
                assertThat(file).doesNotContainKey("imported_at"));
        Document imported = pipeline.importExport(zip(listener), "");
        List<Document> after = pipeline.documents("plays");
        Document again = pipeline.importExport(zip(listener), "?dryRun=true");
        assertThat(again.getList("files", Document.class)).hasSize(1)
                .allSatisfy(file -> assertThat(file).containsEntry("imported_at", imported.get("finished_at")));
        // as the import itself would find it
        assertSum(again, 500);
        Document once = pipeline.importExport(zip(listener), "");
        assertThat(RowOutcome.values()).allSatisfy(outcome ->
                assertThat(again.get(outcome.field())).as(outcome.field()).isEqualTo(once.get(outcome.field())));
        assertThat(again.getLong("known")).isPositive();
        assertThat(again.getLong("new")).isZero();
        assertThat(pipeline.documents("plays")).isEqualTo(after);
    }

    @DatabaseTest(real = false)
    void whatCannotBeThisAccountsIsRefused(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        MadeUpListener listener = MadeUpListener.of(1, World.MILD, 300);
        assertRefused(zip(listener), "", 422, "Nobody has signed in");
        pipeline.signInAndSync();
        assertRefused(zip(listener), "?account=somebody", 404, "No account somebody has signed in");
        assertRefused(zip(listener), "?acount=x", 400, "There is no parameter");
        assertRefused(file("Userdata.json", "{}"), "?name=Userdata.json", 422, "Userdata.json is neither a zip nor");
        assertRefused(file("StreamingHistory_music_0.json"), "?name=StreamingHistory_music_0.json", 422,
                "This is the package \"Account data\"");
        assertThat(json(pipeline.postExport(folder.resolve("StreamingHistory_music_0.json"),
                "?name=StreamingHistory_music_0.json")).at("/error/remedy").asText()).isEqualTo("short");
        assertThat(pipeline.documents("imports")).isEmpty();

        database.database().getCollection("plays").insertMany(ListenerLife.documents(account(), listener.plays()));
        List<Document> before = pipeline.documents("plays");
        Document other = pipeline.importExport(zip(MadeUpListener.of(2, World.MILD, 300)), "");
        assertThat(other).containsEntry("status", "refused").containsEntry("remedy", "anyway");
        assertThat(other.getString("error")).startsWith("These are probably not this account's plays");
        Document two = pipeline.importExport(file("endsong_0.json",
                row("2010-01-01T10:00:00Z", "spotify:track:a", 200_000, ",'username':'one'"),
                row("2010-01-01T10:10:00Z", "spotify:track:a", 200_000, ",'username':'two'")), "?name=endsong_0.json");
        assertThat(two.getString("error")).startsWith("These are the exports of 2 people");
        assertThat(two).containsEntry("remedy", null);
        assertThat(pipeline.documents("plays")).isEqualTo(before);
        assertThat(pipeline.documents("other_streams")).isEmpty();
        assertNothingLeftOfTheUpload();
    }

    private void assertRefused(Path file, String query, int status, String words) {
        HttpResponse<String> answer = pipeline.postExport(file, query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words.replace("\"", "\\\""));
    }

    @DatabaseTest
    void anImportThatIsBrokenOffGoesOnAtTheNextStart(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        MadeUpListener listener = MadeUpListener.of(4, World.MILD, 7_000);
        HttpResponse<String> answer = pipeline.postExport(zip(listener), "?account=me");
        assertThat(answer.statusCode()).isEqualTo(202);
        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.documents("plays").size() > 1000);
        JsonNode progress = json(pipeline.get("/api/progress")).at("/imports/0");
        assertThat(progress.path("account_id").asText()).isEqualTo("me");
        assertThat(progress.path("expected").asLong()).isEqualTo(7_000);
        assertThat(progress.path("rows").asLong()).isBetween(1000L, 7_000L);
        assertThat(pipeline.postExport(zip(listener), "?account=me").statusCode()).isEqualTo(409);
        try (Stream<Path> files = Files.list(pipeline.dataDir().resolve("imports"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.findFirst().orElseThrow())))
                    .isEqualTo("rw-------");
        }

        pipeline.restart();

        Document done = pipeline.awaitImport(pipeline.documents("imports").get(0).getString("_id"));
        assertThat(done.getString("status")).as(done.toJson()).isEqualTo("succeeded");
        assertSum(done, 7_000);
        assertThat(done.getLong("known")).as("was broken off midway").isBetween(1000L, 6_999L);
        assertThat(pipeline.documents("plays")).hasSize(listener.truePlays());
        assertThat(pipeline.documents("other_streams")).hasSize(7_000 - listener.truePlays());
        assertNothingLeftOfTheUpload();
    }

    @DatabaseTest(real = false)
    void theShortFormGivesWayToTheExtendedOne(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        Path shortForm = file("StreamingHistory_music_0.json", "{'endTime':'2020-01-01 10:00','artistName':'Artist',"
                + "'trackName':'Song','msPlayed':200000}");
        String query = "?account=me&short=true&name=StreamingHistory_music_0.json";

        assertThat(pipeline.importExport(shortForm, query).getLong("new")).isOne();
        assertThat(pipeline.plays()).singleElement().satisfies(play -> assertThat(play)
                .containsEntry("source", "export-short").containsEntry("track_id", null));
        assertThat(pipeline.importExport(shortForm, query).getLong("known")).isOne();

        Document extended = pipeline.importExport(file("endsong_0.json",
                row("2020-01-01T09:00:10Z", "spotify:track:b", 200_000, ""),
                row("2020-01-01T10:00:44Z", "spotify:track:a", 200_000, ""),
                row("2020-01-01T11:00:10Z", "spotify:track:b", 200_000, "")), "?account=me&name=endsong_0.json");
        assertThat(extended.getLong("new")).as(extended.toJson()).isEqualTo(3);
        assertThat(pipeline.plays()).hasSize(3).allSatisfy(play -> assertThat(play).containsEntry("source", "export"));
        assertThat(pipeline.importExport(shortForm, query).getLong("duplicate")).isOne();
        assertThat(pipeline.plays()).hasSize(3);
    }

    @DatabaseTest
    void gapsInTheTimeOfAnExportAreClosedOrShortened(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        gap("2020-01-02T00:00:00Z", "2020-01-02T12:00:00Z");
        gap("2020-01-03T00:00:00Z", "2020-01-03T12:00:00Z");
        gap("2020-01-04T00:00:00Z", "2020-01-06T00:00:00Z");
        Path file = file("endsong_0.json", row("2020-01-01T10:00:00Z", "spotify:track:a", 200_000, ""),
                row("2020-01-02T10:00:00Z", "spotify:track:a", 200_000, ""),
                row("2020-01-03T01:00:00Z", "spotify:track:a", 200_000, ""),
                "{'ts':'2020-01-03T05:00:00Z','ms_played':100}", "{'ts':'2020-01-03T03:00:00Z','ms_played':7000}",
                row("2020-01-05T10:00:00Z", "spotify:track:a", 200_000, ""));

        Document done = pipeline.importExport(file, "?name=endsong_0.json");

        assertThat(done.getLong("gaps_closed")).as(done.toJson()).isOne();
        assertThat(pipeline.documents("gaps").get(0)).containsEntry("closed_at", Date.from(pipeline.clock.instant()))
                .containsEntry("closed_by", done.getString("_id"));
        assertGap(1, "2020-01-03T03:00:00Z", "2020-01-03T05:00:00Z");
        assertGap(2, "2020-01-05T10:00:00Z", "2020-01-06T00:00:00Z");
        pipeline.importExport(file, "?name=endsong_0.json");
        pipeline.sync("recently-played");
        assertThat(pipeline.documents("gaps")).as("a gap that is closed stays closed").hasSize(3).first()
                .extracting(gap -> gap.get("closed_by")).isEqualTo(done.get("_id"));
        assertGap(1, "2020-01-03T03:00:00Z", "2020-01-03T05:00:00Z");
    }

    private void assertGap(int number, String from, String to) {
        assertThat(pipeline.documents("gaps").get(number)).containsEntry("closed_at", null)
                .containsEntry("from", Date.from(Instant.parse(from)))
                .containsEntry("to", Date.from(Instant.parse(to)));
    }

    private void gap(String from, String to) {
        pipeline.database.database().getCollection("gaps").insertOne(new Document("_id", account() + ":recently-played:"
                + Instant.parse(from).toEpochMilli()).append("account_id", account())
                .append("endpoint", "recently-played").append("from", Date.from(Instant.parse(from)))
                .append("to", Date.from(Instant.parse(to)))
                .append("noticed_at", Date.from(Instant.parse(to))).append("closed_at", null));
    }

    @DatabaseTest(real = false)
    void anExportInTheFolderIsImportedAndTakenAway(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        MadeUpListener listener = MadeUpListener.of(6, World.MILD, 200);
        Path drop = pipeline.dataDir().resolve("import/me");
        Files.createDirectories(drop);

        Path dropped = drop.resolve("my_spotify_data.zip");
        Files.copy(zip(listener), dropped);

        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.documents("imports").stream().anyMatch(one ->
                "succeeded".equals(one.get("status"))));
        assertThat(pipeline.documents("plays")).hasSize(listener.truePlays()).allSatisfy(play ->
                assertThat(play).containsEntry("account_id", "me"));
        await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(dropped));
        assertNothingLeftOfTheUpload();
    }

    @DatabaseTest
    void whatAnExportKnowsSurvivesARetransformAndLeavesWithItsAccount(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        MadeUpListener listener = MadeUpListener.of(7, World.MILD, 300);
        listener.plays().stream().sorted(Comparator.comparing(MadeUpListener.Play::playedAt).reversed()).limit(50)
                .forEach(play -> pipeline.demo().addPlay(ListenerLife.track(play),
                        Instant.ofEpochMilli(play.playedAt()), null));
        pipeline.sync("recently-played");
        pipeline.importExport(zip(listener), "");
        List<Document> plays = pipeline.documents("plays");
        assertThat(plays).anySatisfy(play -> assertThat(play).containsEntry("source", "export")
                .containsEntry("duration_ms", 200_000));

        HttpResponse<String> answer = pipeline.send("POST", "/api/retransform?collection=plays");

        assertThat(answer.body()).contains("\"failed\":0").contains("\"changed\":0");
        assertThat(pipeline.documents("plays")).isEqualTo(plays);
        assertThat(pipeline.send("DELETE", "/api/accounts/" + account() + "?data=true").statusCode()).isEqualTo(204);
        for (String collection : List.of("plays", "other_streams", "imports", "dead_letters", "tracks")) {
            assertThat(pipeline.documents(collection)).as(collection).isEmpty();
        }
    }
}
