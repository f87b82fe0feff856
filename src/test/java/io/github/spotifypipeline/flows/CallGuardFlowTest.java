package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Spotify answers without an end, or with more than there is room for. */
class CallGuardFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";
    private static final String TOO_LATE = "Spotify did not answer in time.";
    private static final String TOO_LARGE = "Spotify's answer is larger than 16 MB, which no page is.";
    private static final Duration DRIP = Duration.ofMillis(50);

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    /** One worker, so that a call which holds it shows. */
    private void start(TestDatabase database, String deadline) {
        pipeline = TestPipeline.start(database, "SPOTIFY_CALL_DEADLINE", deadline, "SYNC_ACCOUNTS_AT_ONCE", "1");
        pipeline.signInAndSync();
        pipeline.sandbox.addAccount("other", "Other Listener").generatePlays(false);
        DemoSignIn.signIn(pipeline.page(), "other");
        pipeline.awaitRuns(2);
    }

    private void requireOnlyDemoFailed(int before, String error) {
        pipeline.awaitRuns(before + 2);
        List<Document> runs = pipeline.runs().subList(before, before + 2);
        assertThat(runs).filteredOn(run -> run.getString("outcome").equals("failed")).singleElement()
                .satisfies(run -> assertThat(run).containsEntry("account_id", pipeline.demo().accountId())
                        .containsEntry("error", error));
        assertThat(runs).filteredOn(run -> run.getString("outcome").equals("succeeded")).hasSize(1);
    }

    @DatabaseTest(real = false)
    void anAnswerThatDripsEndsAtTheDeadlineAndTheNextCallIsAsEver(TestDatabase database) {
        start(database, "1000");
        pipeline.sandbox.fault(Fault.on(PLAYS).account("demo").body("{\"items\":[],", "application/json").times(2)
                .drip(DRIP));

        pipeline.clock.advance(Duration.ofMinutes(20));
        requireOnlyDemoFailed(2, TOO_LATE);

        assertThat(pipeline.syncAfter(Duration.ofMinutes(2))).containsEntry("outcome", "succeeded");
    }

    @DatabaseTest(real = false)
    void atTheTokenEndpointTooAndTheAccountIsNotParked(TestDatabase database) {
        start(database, "1000");
        pipeline.sandbox.fault(Fault.on("/api/token").account("demo").body("{\"access_token\":", "application/json")
                .times(2).drip(DRIP));

        pipeline.clock.advance(Duration.ofHours(2));
        requireOnlyDemoFailed(2, TOO_LATE);

        assertThat(pipeline.documents("accounts")).allMatch(account -> account.getString("status").equals("active"));
    }

    @DatabaseTest(real = false)
    void aZippedAnswerThatDripsEndsAtTheDeadline(TestDatabase database) {
        start(database, "1000");
        pipeline.sandbox.fault(Fault.on(PLAYS).account("demo").body("{", "application/json").gzip().times(2)
                .drip(DRIP));

        pipeline.clock.advance(Duration.ofMinutes(20));
        requireOnlyDemoFailed(2, TOO_LATE);
    }

    @DatabaseTest(real = false)
    void anAnswerWithoutAnEndIsReadUpToTheLimit(TestDatabase database) {
        start(database, "120000");
        pipeline.sandbox.fault(Fault.on(PLAYS).account("demo").body("{", "application/json").endless());

        pipeline.clock.advance(Duration.ofMinutes(20));
        requireOnlyDemoFailed(2, TOO_LARGE);
    }

    @DatabaseTest(real = false)
    void whatCountsIsTheSizeOfAZippedAnswerUnzipped(TestDatabase database) {
        start(database, "120000");
        String page = "{\"items\":[],\"cursors\":null,\"next\":null";
        Fault zipped = Fault.on(PLAYS).account("demo").gzip();
        pipeline.sandbox.fault(zipped.body(page + " ".repeat(15 << 20) + "}", "application/json"));
        assertThat(pipeline.syncAfter(Duration.ofMinutes(20))).containsEntry("outcome", "succeeded");
        pipeline.awaitRuns(4);

        pipeline.sandbox.fault(zipped.body(page + " ".repeat(17 << 20) + "}", "application/json"));
        pipeline.clock.advance(Duration.ofMinutes(20));
        requireOnlyDemoFailed(4, TOO_LARGE);

        pipeline.sandbox.fault(zipped.body("{", "application/json").endless());
        pipeline.clock.advance(Duration.ofMinutes(20));
        requireOnlyDemoFailed(6, TOO_LARGE);
    }
}
