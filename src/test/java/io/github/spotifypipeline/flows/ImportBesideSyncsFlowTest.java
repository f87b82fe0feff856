package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens beside an import: syncs, requests, and a database that goes away. */
class ImportBesideSyncsFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";
    private static final int ROWS = 10_000;

    @TempDir
    Path folder;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private Path zip(int seed) throws IOException {
        return ExportZip.of(folder.resolve(seed + ".zip"), MadeUpListener.of(seed, World.MILD, ROWS));
    }

    private void post(Path zip, String account) {
        HttpResponse<String> answer = pipeline.postExport(zip, "?account=" + account);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private List<Document> ended() {
        return pipeline.documents("imports").stream().filter(one -> !"running".equals(one.get("status"))).toList();
    }

    @DatabaseTest(real = false)
    void aSyncThatIsDueBeginsAtOnceAndThePageAnswers(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.sandbox.addAccount("second", "Second Listener").generatePlays(false);
        pipeline.signInAndSync();
        DemoSignIn.signIn(pipeline.page(), "second");
        pipeline.awaitRuns(2);
        List<String> accounts = pipeline.documents("accounts").stream().map(one -> one.getString("_id")).toList();
        assertThat(accounts).hasSize(2);
        post(zip(1), accounts.get(0));
        post(zip(2), accounts.get(1));
        await().atMost(Duration.ofMinutes(1)).until(() -> accounts.stream().allMatch(account ->
                pipeline.documents("imports").stream().anyMatch(one -> account.equals(one.get("account_id"))
                        && Boolean.TRUE.equals(one.get("writing")))));

        int syncs = 0;
        while (ended().isEmpty()) {
            int calls = pipeline.calls(PLAYS).size();
            int runs = pipeline.runs().size();
            pipeline.clock.advance(Duration.ofMinutes(20));
            await().until(() -> pipeline.calls(PLAYS).size() >= calls + 2);
            pipeline.awaitRuns(runs + 2);
            for (String path : List.of("/", "/api/status", "/api/imports", "/api/progress", "/health/ready",
                    "/metrics")) {
                assertThat(pipeline.get(path).statusCode()).as(path).isEqualTo(200);
            }
            // neither import has ended meanwhile
            syncs += ended().isEmpty() ? 1 : 0;
        }

        assertThat(syncs).isPositive();
        await().atMost(Duration.ofMinutes(2)).until(() -> ended().size() == 2);
        assertThat(ended()).allSatisfy(one -> assertThat(one).containsEntry("status", "succeeded")
                .containsEntry("read", (long) ROWS));
        assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run.get("error")).as(run.toJson()).isNull());
        assertThat(pipeline.documents("plays")).hasSize(MadeUpListener.of(1, World.MILD, ROWS).truePlays()
                + MadeUpListener.of(2, World.MILD, ROWS).truePlays());
    }

    @Test
    void whenTheDatabaseGoesAwayTheImportWaitsAndGoesOn() throws IOException {
        int port = FreePort.find();
        Path place = folder.resolve("database");
        EmbeddedMongo server = EmbeddedMongo.start(place, port);
        try (TestDatabase another = TestDatabase.embedded(); LogLines log = LogLines.listen()) {
            pipeline = TestPipeline.start(another, "MONGODB_URI",
                    server.connectionString() + "?serverSelectionTimeoutMS=1000", "MONGODB_DATABASE", "spotify");
            post(zip(3), "me");
            await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.get("/api/imports").body()
                    .matches(".*\"rows_done\":1[1-9]\\d{3}.*"));
            server.close();
            await().atMost(Duration.ofMinutes(1)).until(() -> log.lines().stream().anyMatch(line ->
                    line.startsWith("WARN An import of account me waits: MongoDB")));
            assertThat(pipeline.postExport(folder.resolve("3.zip"), "?account=you").statusCode()).isEqualTo(503);

            server = EmbeddedMongo.start(place, port);
            await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.get("/api/imports").body()
                    .contains("\"status\":\"succeeded\""));
            assertThat(pipeline.get("/api/imports").body()).contains("\"error\":null", "\"read\":" + ROWS)
                    .doesNotContain("\"known\":0,");
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        } finally {
            server.close();
        }
    }

    @DatabaseTest
    void ofAnAccountThatIsDisconnectedMidwayNothingIsLeft(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        String account = pipeline.signInAndSync();
        for (int round = 0; round < 3; round++) {
            post(ExportZip.of(folder.resolve("x.zip"), MadeUpListener.of(round, World.MILD, 6000)), account);
            long rows = 1L + 900 * round;
            await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofMinutes(1)).until(() -> database.database()
                    .getCollection("plays").estimatedDocumentCount() > rows);
            assertThat(pipeline.send("DELETE", "/api/accounts/" + account + "?data=true").statusCode()).isEqualTo(204);
            await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.get("/api/imports").body()
                    .equals("{\"imports\":[]}"));
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                try (Stream<Path> files = Files.list(pipeline.dataDir().resolve("imports"))) {
                    return files.findAny().isEmpty();
                }
            });
            for (String collection : List.of("plays", "other_streams", "imports", "dead_letters")) {
                assertThat(pipeline.documents(collection)).as(collection).isEmpty();
            }
            pipeline.signIn();
        }
    }
}
