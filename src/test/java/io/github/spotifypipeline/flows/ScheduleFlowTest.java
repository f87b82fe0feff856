package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.sandbox.DemoSignIn;
import io.github.spotifypipeline.sandbox.Fault;
import io.github.spotifypipeline.sandbox.RecordedRequest;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Who goes when, and who goes together. */
class ScheduleFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private long asked(String path) {
        return pipeline.sandbox.requests().stream().map(RecordedRequest::path).filter(path::equals).count();
    }

    @DatabaseTest
    void accountsGoTogetherAndOneThatHangsDoesNotHoldTheOthers(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options);
        pipeline.sandbox.addAccount("slow", "Slow");
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").account("slow").delay(Duration.ofSeconds(10)));

        DemoSignIn.signIn(pipeline.page(), "slow");
        await().until(() -> asked("/v1/me/player/recently-played") == 1);
        pipeline.signIn();
        pipeline.awaitRuns(2);

        assertThat(pipeline.runs()).extracting(run -> run.getString("account_id"))
                .containsOnly(pipeline.demo().accountId());
    }

    @DatabaseTest
    void noMoreAccountsThanAllowedGoAtOnceAndPlaysGoFirst(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options,
                "SYNC_ACCOUNTS_AT_ONCE", "1");
        for (int i = 0; i < 3; i++) {
            pipeline.sandbox.addAccount("listener" + i, "Listener " + i);
        }
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").account("listener0").delay(Duration.ofSeconds(3)));
        DemoSignIn.signIn(pipeline.page(), "listener0");
        await().until(() -> asked("/v1/me/player/recently-played") == 1);
        DemoSignIn.signIn(pipeline.page(), "listener1");
        DemoSignIn.signIn(pipeline.page(), "listener2");

        pipeline.awaitRuns(6);

        assertThat(pipeline.runs()).extracting(run -> run.getString("endpoint")).startsWith("recently-played",
                "recently-played", "recently-played").endsWith("saved-tracks", "saved-tracks", "saved-tracks");
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

    @DatabaseTest
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
        assertThat(pipeline.get("/api/status").body()).contains("\"every\":\"2h\"", "\"next_run_at\":\"2026-11-22T14:00:00Z\"",
                "\"every\":\"0 30 3 * * ?\"", "\"next_run_at\":\"2026-11-23T02:30:00Z\"");
    }

    @DatabaseTest
    void anAccountThatFailsInOneEndpointGoesOnWithTheNext(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks"), options -> options);
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").status(503).times(4));
        pipeline.signIn();
        pipeline.awaitRuns(2);

        assertThat(pipeline.runs()).extracting(run -> run.getString("outcome")).containsExactly("failed", "succeeded");
    }
}
