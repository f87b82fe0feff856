package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Two processes' worth of the pipeline on one database. */
class ReplicasFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";
    private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);

    private TestPipeline pipeline;
    private URI replica;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database, String... endpoints) {
        pipeline = TestPipeline.start(database, List.of(endpoints), options -> options);
        replica = pipeline.startReplica();
    }

    /** As long as what one of them changes in the database may stay unnoticed by the other. */
    private void letTheOtherNotice() {
        pipeline.clock.advance(Duration.ofSeconds(11));
    }

    private void play(int count) {
        for (int i = 0; i < count; i++) {
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(i % 40),
                    pipeline.clock.instant().minus(Duration.ofMinutes(3L * i + 1)), null);
        }
    }

    @DatabaseTest
    void eachSlotAndEachEditRunsOnceWhoeverRunsIt(TestDatabase database) throws IOException {
        start(database, "recently-played");
        for (String name : List.of("demo", "b", "c", "d", "e")) {
            if (!name.equals("demo")) {
                pipeline.sandbox.addAccount(name, name).generatePlays(false);
            }
            DemoSignIn.signIn(name.equals("c") ? replica : pipeline.page(), name);
        }
        pipeline.awaitRuns(5);

        for (int round = 2; round <= 6; round++) {
            pipeline.clock.advance(TWENTY_MINUTES);
            pipeline.awaitRuns(5 * round);
        }

        letTheOtherNotice();
        // both follow the same file
        pipeline.addEndpoint("recently-played", Files.readString(Path.of("routes/endpoints/recently-played.camel.yaml"))
                .replace("every: 20m", "every: 21m").replace("source: \"api\"", "source: \"API\""));
        await().atMost(Duration.ofMinutes(2)).until(() -> Stream.of(pipeline.page(), replica).allMatch(page ->
                pipeline.send(page, "GET", "/api/status").body().contains("21m")));
        pipeline.awaitRuns(35);

        pipeline.awaitNoCalls(PLAYS);
        assertThat(pipeline.runs()).hasSize(35)
                .allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded"));
        assertThat(pipeline.calls(PLAYS)).hasSize(35);
    }

    @DatabaseTest
    void aTokenIsRefreshedByOneOfThem(TestDatabase database) {
        start(database, "recently-played", "saved-tracks", "profile");
        pipeline.signIn();
        pipeline.awaitRuns(3);

        // the sandbox ends a refresh token with its use, so that two refreshes at once would lose the account
        for (int round = 2; round <= 4; round++) {
            int before = pipeline.runs().size();
            pipeline.demo().expireAccessTokens();
            letTheOtherNotice();
            pipeline.send("POST", "/api/sync");
            pipeline.send(replica, "POST", "/api/sync");
            // what both were asked for is done once, if it had not begun
            pipeline.awaitRuns(before + 3);
        }

        assertThat(pipeline.account()).containsEntry("status", "active");
        assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded"));
    }

    @DatabaseTest(real = false)
    void oneWithAnotherTokenKeyLeavesTheAccountsToTheOthersAndSaysSo(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        replica = pipeline.startReplica("TOKEN_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        pipeline.signInAndSync();
        letTheOtherNotice();

        for (int round = 2; round <= 4; round++) {
            pipeline.send(replica, "POST", "/api/sync");
            pipeline.clock.advance(TWENTY_MINUTES);
            pipeline.awaitRuns(round);
        }

        assertThat(pipeline.runs()).hasSize(4).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded"));
        assertThat(pipeline.send(replica, "GET", "/health/ready")).satisfies(health -> {
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("set TOKEN_KEY");
        });
        assertThat(pipeline.send(replica, "GET", "/api/status").body()).contains("\"status\":\"blocked\"");
        assertThat(pipeline.get("/health/ready").body()).contains("\"status\":\"up\"");
        assertThat(pipeline.get("/api/status").body()).contains("\"status\":\"active\"");
    }

    @DatabaseTest
    void whatIsBlockedForOneIsNotAskedByTheOther(TestDatabase database) {
        start(database, "recently-played", "profile");
        pipeline.signIn();
        pipeline.awaitRuns(2);
        letTheOtherNotice();
        pipeline.sandbox.fault(Fault.on(PLAYS).status(429).header("Retry-After", "3600"));
        assertThat(pipeline.sync("recently-played")).containsEntry("outcome", "blocked");
        letTheOtherNotice();

        pipeline.send(replica, "POST", "/api/sync");
        pipeline.awaitRun("profile", 2);
        pipeline.awaitNoCalls(PLAYS);
        assertThat(pipeline.send(replica, "GET", "/api/status").body()).contains("fewer calls");

        pipeline.clock.advance(Duration.ofHours(1));
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.runs("recently-played").stream()
                .filter(run -> run.getString("outcome").equals("succeeded")).count() >= 2);
    }

    @DatabaseTest
    void nothingOfADisconnectedAccountIsWrittenByTheOther(TestDatabase database) throws InterruptedException {
        start(database, "recently-played");
        pipeline.signIn();
        pipeline.awaitRuns(1);
        letTheOtherNotice();
        play(10);
        CountDownLatch asked = new CountDownLatch(1);
        pipeline.sandbox.fault(Fault.on(PLAYS).run(() -> {
            asked.countDown();
            // then the disconnecting begins to wait
            await().until(() -> pipeline.account() == null);
        }));
        pipeline.send(replica, "POST", "/api/sync");
        asked.await();

        assertThat(pipeline.send("DELETE", "/api/accounts/" + pipeline.demo().accountId() + "?data=true").statusCode())
                .isEqualTo(204);

        for (String collection : List.of("accounts", "plays", "cursors", "runs", "dead_letters")) {
            assertThat(pipeline.documents(collection)).as(collection).isEmpty();
        }
        pipeline.clock.advance(Duration.ofSeconds(1));
        DemoSignIn.signIn(replica, "demo");
        pipeline.awaitRuns(1);
        assertThat(pipeline.plays()).hasSize(10);
        // this one had stopped the account
        letTheOtherNotice();
        int before = pipeline.runs().size();
        pipeline.send("POST", "/api/sync");
        Document run = pipeline.awaitRuns(before + 1);
        assertThat(run).containsEntry("outcome", "succeeded");
    }
}
