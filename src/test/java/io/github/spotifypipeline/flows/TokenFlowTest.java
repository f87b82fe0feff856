package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.spotify.SpotifyException;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Date;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

class TokenFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";
    private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private long refreshes() {
        return pipeline.sandbox.requests().stream().filter(request -> request.path().equals("/api/token"))
                .filter(request -> request.body().contains("grant_type=refresh_token")).count();
    }

    @DatabaseTest
    void refreshesAMinuteBeforeTheTokenDiesAndNotSooner(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();

        pipeline.syncAfter(Duration.ofMinutes(58));
        assertThat(refreshes()).isZero();

        Document before = pipeline.account();
        Document run = pipeline.syncAfter(Duration.ofMinutes(61));
        assertThat(refreshes()).isEqualTo(1);
        assertThat(run).containsEntry("outcome", "succeeded");
        assertThat(pipeline.account().get("access_token")).isNotEqualTo(before.get("access_token"));
    }

    @DatabaseTest
    void storesANewRefreshTokenEachTimeOneComes(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();

        pipeline.syncAfter(Duration.ofHours(2));
        Document rotated = pipeline.account();
        Document run = pipeline.syncAfter(Duration.ofHours(2));

        // the sandbox ends the old one with each refresh, so a lost one would fail here
        assertThat(run).containsEntry("outcome", "succeeded");
        assertThat(refreshes()).isEqualTo(2);
        assertThat(pipeline.account().get("refresh_token")).isNotEqualTo(rotated.get("refresh_token"));
    }

    @DatabaseTest(real = false)
    void keepsOldRefreshTokenWhenAnswerHasNone(TestDatabase database) {
        pipeline = TestPipeline.start(database, options -> options.withRotateRefreshTokens(false));
        pipeline.signInAndSync();
        Document before = pipeline.account();

        pipeline.syncAfter(Duration.ofHours(2));
        Document run = pipeline.syncAfter(Duration.ofHours(2));

        assertThat(run).containsEntry("outcome", "succeeded");
        assertThat(pipeline.account().get("refresh_token")).isEqualTo(before.get("refresh_token"));
        assertThat(pipeline.account().get("authorized_at")).isEqualTo(before.get("authorized_at"));
    }

    @DatabaseTest(real = false)
    void aRefusedAccessTokenIsRefreshedOnceAndTheCallRepeatedOnce(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        pipeline.demo().expireAccessTokens();

        Document run = pipeline.syncAfter(TWENTY_MINUTES);

        assertThat(run).containsEntry("outcome", "succeeded").containsEntry("calls", 2);
        assertThat(refreshes()).isEqualTo(1);

        pipeline.sandbox.fault(Fault.on(PLAYS).forever().status(401).body("", "text/plain"));
        Document refused = pipeline.syncAfter(TWENTY_MINUTES);
        assertThat(refused).containsEntry("outcome", "failed").containsEntry("calls", 2);
        assertThat(refreshes()).isEqualTo(2);
        assertThat(pipeline.account()).containsEntry("status", "active");
    }

    @DatabaseTest
    void aRevokedAccountIsParkedAndNotRetriedUntilItsUserSignsInAgain(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        pipeline.demo().revoke();

        Document run = pipeline.syncAfter(Duration.ofHours(2));

        assertThat(run).containsEntry("outcome", "failed");
        assertThat(pipeline.account()).containsEntry("status", "needs_sign_in")
                .containsEntry("reason", "Access was taken back at Spotify. Sign in again at /login.");
        long before = refreshes();

        pipeline.send("POST", "/api/sync");
        pipeline.clock.advance(Duration.ofDays(1));
        pipeline.restart();
        pipeline.send("POST", "/api/sync");
        pipeline.awaitNoCalls("/api/token");
        assertThat(pipeline.get("/health/ready").body()).contains("degraded", "Access was taken back");

        pipeline.signIn();
        pipeline.awaitRuns(3);
        assertThat(refreshes()).isEqualTo(before);
        assertThat(pipeline.account()).containsEntry("status", "active").containsEntry("reason", null)
                .containsEntry("authorized_at", Date.from(pipeline.clock.instant()));
        assertThat(pipeline.runs().get(2)).containsEntry("outcome", "succeeded");
    }

    @DatabaseTest(real = false)
    void troubleOfTheTokenEndpointParksNobody(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        pipeline.sandbox.fault(Fault.on("/api/token").times(4).status(503).body("", "text/plain"));

        Document run = pipeline.syncAfter(Duration.ofHours(2));

        assertThat(run.getString("error")).contains("HTTP 503");
        assertThat(pipeline.account()).containsEntry("status", "active");
        assertThat(pipeline.syncAfter(Duration.ofMinutes(1))).containsEntry("outcome", "succeeded");
    }

    @DatabaseTest
    void waitsAsLongAsTheTokenEndpointAsks(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        pipeline.sandbox.fault(Fault.on("/api/token").forever().status(429).header("Retry-After", "7200.5")
                .body("", "text/plain"));

        assertThat(pipeline.syncAfter(Duration.ofHours(2)).getString("error")).contains("HTTP 429");

        long before = refreshes();
        assertThat(before).as("it asks for longer than a run waits").isEqualTo(1);
        pipeline.clock.advance(Duration.ofHours(1));
        pipeline.awaitNoCalls("/api/token");
        pipeline.sandbox.clearFaults();
        assertThat(pipeline.syncAfter(Duration.ofMinutes(61))).containsEntry("outcome", "succeeded");
    }

    @DatabaseTest(real = false)
    void noSecretStaysInTheMessageOfARouteWhoseCallFails(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        pipeline.sandbox.fault(Fault.on("/api/token").times(1).status(400).body("{}", "application/json"));

        assertThat(failed(true).getMessage().getHeaders()).doesNotContainKey("Authorization");
        assertThat(refreshes()).isEqualTo(1);

        pipeline.sandbox.fault(Fault.on("/api/token").times(4).reset());
        assertThat(failed(true).getMessage().getHeaders()).doesNotContainKey("Authorization");

        pipeline.sandbox.fault(Fault.on(PLAYS).times(1).status(404).body("", "text/plain"));
        assertThat(failed(true).getMessage().getHeaders()).doesNotContainKey("Authorization");

        pipeline.sandbox.fault(Fault.on(PLAYS).times(4).reset());
        assertThat(failed(false).getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    /** A call in a route of somebody's own, which fails. @param expired whether it has to refresh the token */
    private Exchange failed(boolean expired) {
        String id = pipeline.demo().accountId();
        if (expired) {
            pipeline.database.database().getCollection("accounts").updateOne(new Document("_id", id),
                    new Document("$set", new Document("expires_at", Date.from(pipeline.clock.instant()))));
        }
        try (ProducerTemplate template = pipeline.camel().createProducerTemplate()) {
            Exchange exchange = template.request("kamelet:spotify-get-action?account=" + id,
                    call -> call.getMessage().setBody("/me/player/recently-played"));
            assertThat(exchange.getException()).isInstanceOf(SpotifyException.class);
            assertThat(String.valueOf(exchange.getMessage().getBody())).doesNotContain("refresh_token");
            return exchange;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DatabaseTest(real = false)
    void oneAccountsTroubleIsItsOwn(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        pipeline.sandbox.addAccount("other", "Other Listener").generatePlays(false);
        DemoSignIn.signIn(pipeline.page(), "other");
        pipeline.awaitRuns(2);
        pipeline.demo().revoke();

        pipeline.clock.advance(Duration.ofHours(2));
        pipeline.awaitRuns(4);

        assertThat(pipeline.runs().subList(2, 4)).extracting(run -> run.getString("outcome"))
                .containsExactlyInAnyOrder("failed", "succeeded");
    }
}
