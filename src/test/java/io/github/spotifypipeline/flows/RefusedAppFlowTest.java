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
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** What concerns the app, and so everybody; and what concerns one endpoint of an account. */
class RefusedAppFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";
    private static final String ME = "/v1/me";

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("recently-played", "profile"), options -> options);
        pipeline.sandbox.addAccount("other", "Other Listener").generatePlays(false);
        pipeline.signIn();
        DemoSignIn.signIn(pipeline.page(), "other");
        pipeline.awaitRuns(4);
    }

    private int callsOfAll() {
        return pipeline.calls(PLAYS).size() + pipeline.calls(ME).size();
    }

    @DatabaseTest(real = false)
    void withoutTheOwnersPremiumNobodyIsSyncedAndOneTriesEachHour(TestDatabase database) {
        start(database);
        for (String path : List.of(PLAYS, ME)) {
            pipeline.sandbox.fault(Fault.on(path).forever().status(403).body("{\"error\":{\"status\":403,\"message\":"
                    + "\"Active premium subscription required for the owner of the app.\"}}", "application/json"));
        }
        assertThat(pipeline.sync("recently-played")).containsEntry("cause", "premium");
        String status = pipeline.get("/api/status").body();
        assertThat(status).contains("\"status\":\"blocked\"", "Premium", "tried again each hour")
                .doesNotContain("active\"");
        assertThat(pipeline.get("/health/ready").body()).contains("degraded", "Premium");

        pipeline.send("POST", "/api/sync");
        pipeline.clock.advance(Duration.ofMinutes(59));
        pipeline.awaitNoCalls(PLAYS);
        int before = callsOfAll();
        pipeline.clock.advance(Duration.ofMinutes(2));
        int runs = pipeline.runs().size();
        pipeline.awaitRuns(runs + 1);
        pipeline.awaitNoCalls(PLAYS);
        assertThat(callsOfAll()).as("one tries").isEqualTo(before + 1);

        pipeline.sandbox.clearFaults();
        pipeline.clock.advance(Duration.ofMinutes(61));
        runs = pipeline.runs().size();
        pipeline.awaitRuns(runs + 2);
        await().untilAsserted(() -> assertThat(pipeline.get("/api/status").body())
                .contains("\"status\":\"active\"").doesNotContain("Premium"));
        assertThat(pipeline.documents("accounts"))
                .allSatisfy(account -> assertThat(account).containsEntry("status", "active"));
    }

    @DatabaseTest(real = false)
    void aWrongClientStopsAllUntilARestartWithTheRightOne(TestDatabase database) {
        start(database);
        pipeline.sandbox.fault(Fault.on("/api/token").forever().status(400)
                .body("{\"error\":\"invalid_client\",\"error_description\":\"Invalid client\"}", "application/json"));
        Document run = pipeline.syncAfter(Duration.ofHours(2));
        assertThat(run).containsEntry("cause", "client");
        assertThat(pipeline.get("/api/status").body()).contains("SPOTIFY_CLIENT_SECRET");
        pipeline.awaitNoCalls("/api/token");

        pipeline.sandbox.clearFaults();
        int runs = pipeline.runs().size();
        pipeline.restart();
        // as after any failure
        pipeline.clock.advance(Duration.ofMinutes(1));
        pipeline.awaitRuns(runs + 2);

        assertThat(pipeline.runs().get(runs)).containsEntry("outcome", "succeeded");
        assertThat(pipeline.get("/api/status").body()).doesNotContain("SPOTIFY_CLIENT_SECRET");
    }

    @DatabaseTest(real = false)
    void aScopeThatIsRefusedAgainAfterANewSignInIsTheEndpointsTrouble(TestDatabase database) {
        start(database);
        pipeline.sandbox.fault(Fault.on(ME).account("demo").forever().status(403).body(
                "{\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}", "application/json"));
        pipeline.send("POST", "/api/sync/profile");
        pipeline.awaitRun("profile", 4);
        assertThat(demo()).containsEntry("status", "needs_sign_in");
        assertThat(demo().getString("reason")).contains("sign in again");

        // at the sign-in itself GET /me works
        pipeline.sandbox.clearFaults();
        pipeline.sandbox.fault(Fault.on(ME).account("demo").after(1).times(10).status(403).body(
                "{\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}", "application/json"));
        pipeline.signIn();
        pipeline.awaitRun("profile", 5);

        assertThat(pipeline.runs("profile").get(4)).containsEntry("outcome", "failed").containsEntry("cause", "scope");
        assertThat(demo()).as("its plays go on").containsEntry("status", "active");
    }

    @DatabaseTest(real = false)
    void aScopeThatNobodyNamedIsTheEndpointsTroubleAtOnce(TestDatabase database) {
        start(database);
        pipeline.sandbox.fault(Fault.on("/v1/me/shows").account("demo").forever().status(403).body(
                "{\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}", "application/json"));
        pipeline.addEndpoint("six-lines", """
                - route:
                    id: six-lines
                    from:
                      uri: kamelet:spotify-source?path=/me/shows
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """);
        await().until(() -> pipeline.get("/api/status").body().contains("six-lines"));
        pipeline.signIn();
        Document run = pipeline.awaitRun("six-lines", 1);

        assertThat(run).containsEntry("outcome", "failed").containsEntry("cause", "scope");
        assertThat(run.getString("error")).contains("set scope there");
        assertThat(pipeline.get("/api/status").body()).contains("set scope there");
        assertThat(demo()).as("all others go on").containsEntry("status", "active").containsEntry("reason", null);
        assertThat(pipeline.sync("recently-played")).containsEntry("outcome", "succeeded");
    }

    private Document demo() {
        return pipeline.documents("accounts").stream()
                .filter(account -> account.getString("_id").equals(pipeline.demo().accountId())).findFirst()
                .orElseThrow();
    }
}
