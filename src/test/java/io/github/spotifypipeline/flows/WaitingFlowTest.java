package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A run that waits because Spotify asks for it. */
class WaitingFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void waitAMinute(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "profile"), options -> options,
                "SYNC_ACCOUNTS_AT_ONCE", "1");
        pipeline.sandbox.fault(Fault.on(PLAYS).account("demo").status(429).header("Retry-After", "60"));
        pipeline.signIn();
        await().until(() -> pipeline.calls(PLAYS).size() == 1);
    }

    @DatabaseTest(real = false)
    void holdsNoThreadAndNoOtherAccount(TestDatabase database) {
        waitAMinute(database);

        pipeline.sandbox.addAccount("other", "Other Listener").generatePlays(false);
        DemoSignIn.signIn(pipeline.page(), "other");
        assertThat(pipeline.awaitRun("profile", 1)).containsEntry("outcome", "succeeded")
                .containsEntry("account_id", pipeline.sandbox.account("other").accountId());
        pipeline.awaitNoCalls(PLAYS);
        assertThat(pipeline.runs("recently-played")).as("the rate is over for all").isEmpty();

        pipeline.clock.advance(Duration.ofSeconds(60));
        pipeline.awaitRun("recently-played", 2);
        assertThat(pipeline.runs("recently-played"))
                .allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded"));
        assertThat(pipeline.calls(PLAYS)).hasSize(3);
    }

    @DatabaseTest(real = false)
    void endsAtOnceWhenTheProgramStopsAndGoesOnAfterwards(TestDatabase database) {
        waitAMinute(database);

        long before = System.nanoTime();
        pipeline.restart();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).as("not the minute")
                .isLessThan(Duration.ofSeconds(50));

        assertThat(pipeline.runs("recently-played").get(0)).containsEntry("outcome", "stopped");
        assertThat(pipeline.awaitRun("recently-played", 2)).containsEntry("outcome", "succeeded");
    }

    @DatabaseTest(real = false)
    void endsAtOnceWhenItsAccountIsDisconnected(TestDatabase database) {
        waitAMinute(database);

        assertThat(pipeline.send("DELETE", "/api/accounts/" + pipeline.demo().accountId()).statusCode()).isEqualTo(204);

        assertThat(pipeline.documents("cursors")).isEmpty();
        pipeline.clock.advance(Duration.ofMinutes(5));
        pipeline.awaitNoCalls(PLAYS);
    }
}
