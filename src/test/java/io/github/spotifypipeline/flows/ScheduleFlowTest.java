package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** Who goes when, and who goes together. */
class ScheduleFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";

    /** What an answer waits for that hangs. */
    private final CompletableFuture<Void> goesOn = new CompletableFuture<>();

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        goesOn.complete(null);
        pipeline.close();
    }

    private long asked(String path) {
        return pipeline.sandbox.requests().stream().map(RecordedRequest::path).filter(path::equals).count();
    }

    @DatabaseTest(real = false)
    void accountsGoTogetherAndOneThatHangsDoesNotHoldTheOthers(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options);
        pipeline.sandbox.addAccount("slow", "Slow");
        pipeline.sandbox.fault(Fault.on(PLAYS).account("slow").run(goesOn::join));

        DemoSignIn.signIn(pipeline.page(), "slow");
        await().until(() -> asked(PLAYS) == 1);
        pipeline.signIn();
        pipeline.awaitRuns(2);

        assertThat(pipeline.runs()).extracting(run -> run.getString("account_id"))
                .containsOnly(pipeline.demo().accountId());
    }

    @DatabaseTest(real = false)
    void noMoreAccountsThanAllowedGoAtOnceAndPlaysGoFirst(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options,
                "SYNC_ACCOUNTS_AT_ONCE", "1");
        for (int i = 0; i < 3; i++) {
            pipeline.sandbox.addAccount("listener" + i, "Listener " + i);
        }
        pipeline.sandbox.fault(Fault.on(PLAYS).account("listener0").run(goesOn::join));
        DemoSignIn.signIn(pipeline.page(), "listener0");
        await().until(() -> asked(PLAYS) == 1);
        DemoSignIn.signIn(pipeline.page(), "listener1");
        DemoSignIn.signIn(pipeline.page(), "listener2");
        pipeline.awaitNoCalls(PLAYS);
        goesOn.complete(null);

        pipeline.awaitRuns(6);

        assertThat(pipeline.runs()).extracting(run -> run.getString("endpoint")).startsWith("recently-played",
                "recently-played", "recently-played").endsWith("saved-tracks", "saved-tracks", "saved-tracks");
    }

    @DatabaseTest(real = false)
    void playsThatComeDueWhileAListIsReadDoNotWaitForItsEnd(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options);
        assertPlaysGoBesideTheList();
    }

    @DatabaseTest
    void playsThatComeDueWhileOneOfTwoProcessesReadsAListDoNotWaitForItsEnd(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options,
                // or the other process would take the list over when the clock moves
                "SYNC_LEASE", "3600000");
        pipeline.startReplica("SYNC_LEASE", "3600000");
        assertPlaysGoBesideTheList();
    }

    /** A page of the list does not come before plays were asked for twice more. */
    private void assertPlaysGoBesideTheList() {
        pipeline.signIn();
        pipeline.awaitRuns(2);
        CountDownLatch playsCame = new CountDownLatch(1);
        pipeline.sandbox.fault(Fault.on("/v1/me/tracks").run(() -> {
            try {
                playsCame.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            long lists = asked("/v1/me/tracks");
            pipeline.clock.advance(Duration.ofDays(1));
            await().atMost(Duration.ofMinutes(1)).until(() -> asked("/v1/me/tracks") > lists);
            pipeline.awaitRun("recently-played", 2);
            for (int round = 3; round <= 4; round++) {
                long before = asked(PLAYS);
                pipeline.clock.advance(Duration.ofMinutes(20));
                await().until(() -> asked(PLAYS) > before);
                pipeline.awaitRun("recently-played", round);
            }
            assertThat(pipeline.runs("saved-tracks")).hasSize(1);
        } finally {
            playsCame.countDown();
        }
        pipeline.awaitRun("saved-tracks", 2);
        assertThat(pipeline.runs("recently-played")).hasSize(4);
        assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded"));
    }

    @DatabaseTest
    void whatIsDueRunsAtTheStartAndWhatIsNotWaits(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options);
        pipeline.signIn();
        pipeline.awaitRuns(2);
        pipeline.sandbox.clearRequests();
        pipeline.clock.advance(Duration.ofHours(1));

        pipeline.restart();
        pipeline.awaitRuns(3);
        pipeline.awaitNoCalls("/v1/me/tracks");

        assertThat(pipeline.runs()).hasSize(3).last().satisfies(run ->
                assertThat(run).containsEntry("endpoint", "recently-played"));
        assertThat(asked("/v1/me/tracks")).isZero();
    }

    @DatabaseTest(real = false)
    void aPropertySetsAnotherIntervalAndARouteMayHaveACron(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("saved-tracks"), options -> options,
                "SYNC_SAVED_TRACKS_EVERY", "2h");
        pipeline.addEndpoint("at-night", """
                - route:
                    id: at-night
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/albums
                        cron: 0 30 3 * * ?
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """);
        pipeline.restart();
        pipeline.signIn();
        pipeline.awaitRuns(2);

        // noon in UTC is one o'clock in Berlin, where the next half past three is 02:30 in UTC
        assertThat(pipeline.get("/api/status").body())
                .contains("\"every\":\"2h\"", "\"next_run_at\":\"2026-11-22T14:00:00Z\"",
                "\"every\":\"0 30 3 * * ?\"", "\"next_run_at\":\"2026-11-23T02:30:00Z\"",
                "\"endpoint\":\"at-night\",\"at\":[\"2026-11-23T02:30:00Z\",\"2026-11-24T02:30:00Z\","
                        + "\"2026-11-25T02:30:00Z\"]");
    }

    private void addEndpoint(String id, String parameters) {
        pipeline.addEndpoint(id, """
                - route:
                    id: %s
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        %s
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(id, parameters.replace("; ", "\n        ")));
    }

    @DatabaseTest(real = false)
    void aPathThatSpotifyDoesNotDocumentAsksNobodyForAScopeAndIsTriedOnce(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("saved-tracks"), options -> options);
        addEndpoint("albumz", "path: /me/albumz");
        addEndpoint("escaped", "path: /me/albums?market=a%26b%25c%20d+e; priority: 1");
        addEndpoint("weekly", "path: /me/showz; every: 7d");
        pipeline.restart();
        assertThat(pipeline.get("/login").headers().firstValue("Location").orElseThrow())
                .contains("user-library-read").doesNotContain("user-read-email", "user-read-private");
        pipeline.signIn();
        pipeline.awaitRuns(4);

        assertThat(pipeline.calls("/v1/me/albums")).singleElement().asString().contains("market=a%26b%25c%20d+e");
        assertThat(pipeline.account().getString("status")).isEqualTo("active");
        assertThat(pipeline.runs("albumz")).singleElement().satisfies(run ->
                assertThat(run).containsEntry("outcome", "failed").containsEntry("cause", "not_found"));
        // a minute, an hour, a few hours later it is as unknown; a day later it is asked once more
        pipeline.clock.advance(Duration.ofHours(3));
        pipeline.awaitNoCalls("/v1/me/albumz");
        assertThat(pipeline.runs("weekly")).as("what waits for long is not taken for what a wrong clock has written")
                .hasSize(1);
        assertThat(pipeline.get("/api/status").body()).contains("\"next_run_at\":\"2026-11-23T12:00:00Z\"");
    }

    @DatabaseTest(real = false)
    void anAccountThatFailsInOneEndpointGoesOnWithTheNext(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options);
        pipeline.sandbox.fault(Fault.on(PLAYS).times(4).status(503));
        pipeline.signIn();
        pipeline.awaitRuns(2);

        assertThat(pipeline.runs()).extracting(run -> run.getString("outcome")).containsExactly("failed", "succeeded");
    }
}
