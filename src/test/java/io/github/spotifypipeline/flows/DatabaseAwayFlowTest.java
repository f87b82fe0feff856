package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MongoDB goes away and comes back; an embedded server in another place stands for it. */
class DatabaseAwayFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";

    @TempDir
    Path folder;

    private final int port = FreePort.find();
    private final TestDatabase another = TestDatabase.embedded();
    private EmbeddedMongo server;
    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
        server.close();
        another.close();
    }

    private void start() {
        server = EmbeddedMongo.start(folder, port);
        pipeline = TestPipeline.start(another, "MONGODB_URI",
                server.connectionString() + "?serverSelectionTimeoutMS=1000", "MONGODB_DATABASE", "spotify");
        pipeline.signIn();
        awaitStatus("last_success_at\":\"2026");
    }

    private void awaitStatus(String words) {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            pipeline.clock.advance(Duration.ofSeconds(5));
            return pipeline.get("/api/status").body().contains(words);
        });
    }

    private void play() {
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(1), pipeline.clock.instant().minusSeconds(60), null);
    }

    @Test
    void nothingIsAskedThatCannotBeStoredAndAllGoesOnByItself() {
        start();
        try (LogLines log = LogLines.listen()) {
            // it goes away while a page is on its way
            pipeline.sandbox.fault(Fault.on(PLAYS).run(() -> server.close()));
            play();
            int before = pipeline.calls(PLAYS).size();
            pipeline.clock.advance(Duration.ofMinutes(20));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("not recorded")));

            for (int i = 0; i < 3; i++) {
                pipeline.clock.advance(Duration.ofMinutes(20));
                assertThat(pipeline.get("/health/ready").statusCode()).isEqualTo(503);
            }
            assertThat(pipeline.get("/health/ready").body()).contains("MongoDB does not answer");
            assertThat(pipeline.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(pipeline.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(pipeline.get("/api/status").statusCode()).isEqualTo(503);
            assertThat(pipeline.calls(PLAYS)).hasSize(before + 1);

            server = EmbeddedMongo.start(folder, port);
            awaitStatus("\"documents\":1");
            assertThat(pipeline.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(log.lines()).filteredOn(line -> line.contains("No sync until MongoDB answers")).hasSize(1);
            assertThat(log.lines()).filteredOn(line -> line.contains("MongoDB answers again")).hasSize(1);
        }
    }

    @Test
    void aSyncThatWasAskedForIsMadeUpForWhenItsEndCouldNotBeRecorded() {
        start();
        try (LogLines log = LogLines.listen()) {
            pipeline.sandbox.fault(Fault.on(PLAYS).run(() -> server.close()));
            play();
            pipeline.send("POST", "/api/sync/recently-played");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("not recorded")));
            server = EmbeddedMongo.start(folder, port);

            // long before its next turn
            pipeline.clock.advance(Duration.ofMinutes(3));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> pipeline.get("/api/status").body().contains("\"documents\":1"));
        }
    }

    @Test
    void whatSpotifyGaveMeanwhileIsStoredBeforeAStopEnds() throws Exception {
        start();
        String account = pipeline.demo().accountId();
        // the old token is spent, and the new one is on its way
        pipeline.sandbox.fault(Fault.on("/api/token").run(() -> server.close()));
        pipeline.clock.advance(Duration.ofHours(2));
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.calls("/api/token").size() == 2);
        Thread back = new Thread(() -> {
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            server = EmbeddedMongo.start(folder, port);
        });
        back.start();

        pipeline.restart();

        back.join();
        assertThat(pipeline.get("/api/status").body()).contains("\"status\":\"active\"");
        pipeline.clock.advance(Duration.ofHours(2));
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.calls("/api/token").size() == 3);
        assertThat(pipeline.get("/api/status").body()).contains(account, "\"status\":\"active\"");
    }
}
