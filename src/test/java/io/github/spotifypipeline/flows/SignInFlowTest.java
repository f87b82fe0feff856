package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.RecordedRequest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    /** A browser on its way: where Spotify would send it back to, and the cookie it holds. */
    private record Journey(String callback, String cookie) {

        String state() {
            return callback.replaceFirst(".*state=([^&]*).*", "$1");
        }
    }

    private Journey goToSpotify() {
        HttpResponse<String> login = pipeline.get("/login");
        assertThat(login.statusCode()).isEqualTo(302);
        String cookie = login.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
        HttpResponse<String> consent = pipeline.get(login.headers().firstValue("location").orElseThrow()
                + "&account=demo");
        return new Journey(consent.headers().firstValue("location").orElseThrow(), cookie);
    }

    private HttpResponse<String> comeBack(Journey journey) {
        return pipeline.get(journey.callback(), "Cookie", journey.cookie());
    }

    private void assertRefused(HttpResponse<String> answer, String words) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        assertThat(answer.body()).startsWith("{\"error\":{").contains("\"status\":400", words)
                .doesNotContain("Exception", "\tat ");
        assertThat(pipeline.account()).isNull();
    }

    @DatabaseTest(real = false)
    void storesTheAccountWithEncryptedTokensAndSyncsAtOnce(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(0), pipeline.clock.instant(), null);

        HttpResponse<String> answer = comeBack(goToSpotify());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).hasValue("/");
        Document account = pipeline.account();
        assertThat(account).containsEntry("_id", pipeline.demo().accountId())
                .containsEntry("display_name", "Demo Listener").containsEntry("status", "active")
                .containsEntry("reason", null)
                .containsEntry("authorized_at", Date.from(pipeline.clock.instant()));
        assertThat(account.getList("scopes", String.class)).containsExactly("user-read-recently-played");
        assertThat(account.get("access_token", Binary.class).getData()).hasSizeGreaterThan(28);
        assertThat(account.get("refresh_token", Binary.class).getData()).hasSizeGreaterThan(28);
        pipeline.awaitRuns(1);
        assertThat(pipeline.plays()).hasSize(1);
    }

    @DatabaseTest(real = false)
    void withoutASecretTradesTheCodeByPkceInAFormOfUtf8(TestDatabase database) {
        pipeline = TestPipeline.start(database);

        Journey journey = goToSpotify();
        assertThat(comeBack(journey).statusCode()).isEqualTo(302);

        RecordedRequest call = pipeline.sandbox.requests().stream()
                .filter(request -> request.path().equals("/api/token")).findFirst().orElseThrow();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.query()).isNullOrEmpty();
        assertThat(call.headers().get("Content-Type")).containsExactly("application/x-www-form-urlencoded");
        assertThat(call.headers()).doesNotContainKey("Authorization");
        assertThat(call.body()).contains("grant_type=authorization_code", "client_id=sandbox-client", "code_verifier=",
                "redirect_uri=http%3A%2F%2F127.0.0.1%3A");
    }

    @DatabaseTest(real = false)
    void withASecretAuthenticatesByBasicHeaderWithoutPkce(TestDatabase database) {
        pipeline = TestPipeline.start(database, options -> options.withClient("the client", "s3crét&more"),
                "SPOTIFY_CLIENT_ID", "the client", "SPOTIFY_CLIENT_SECRET", "s3crét&more");

        assertThat(comeBack(goToSpotify()).statusCode()).isEqualTo(302);

        RecordedRequest call = pipeline.sandbox.requests().stream()
                .filter(request -> request.path().equals("/api/token")).findFirst().orElseThrow();
        assertThat(call.headers().get("Authorization").get(0)).startsWith("Basic ");
        assertThat(call.body()).doesNotContain("code_verifier", "client_id", "s3cr");
    }

    @DatabaseTest(real = false)
    void sendsSpotifyNothingOfWhatCameWithTheRequest(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Journey journey = goToSpotify();

        pipeline.get(journey.callback() + "&CamelHttpUri=http://127.0.0.1:1/&CamelHttpMethod=DELETE&X-Evil=1"
                + "&Authorization=Basic%20x", "Cookie", journey.cookie(), "X-Custom", "1", "CamelHttpPath", "/x");
        pipeline.awaitRuns(1);

        // the token and profile calls, and those of the sync, which quartz began
        assertThat(Set.copyOf(pipeline.headersSent())).isSubsetOf(Set.of("accept", "accept-encoding", "authorization",
                "connection", "content-length", "content-type", "host", "transfer-encoding", "user-agent"));
        assertThat(pipeline.sandbox.requests()).noneMatch(request -> request.method().equals("DELETE"));
    }

    @DatabaseTest(real = false)
    void answersWithItsOwnHeadersOnly(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Journey journey = goToSpotify();

        HttpResponse<String> answer = pipeline.get(journey.callback() + "&X-Evil=1&Set-Cookie=a%3Db", "Cookie",
                journey.cookie() + "; mine=1", "X-Custom", "1");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(Set.copyOf(answer.headers().map().keySet())).isSubsetOf(Set.of("cache-control", "connection",
                "content-length", "content-type", "date", "location", "referrer-policy", "set-cookie",
                "x-content-type-options"));
        assertThat(answer.headers().allValues("set-cookie")).hasSize(1);
    }

    @DatabaseTest(real = false)
    void takesACookieFromTheCookieHeaderOnly(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Journey attackers = goToSpotify();

        assertRefused(pipeline.get(attackers.callback() + "&Cookie=" + attackers.cookie().replace("=", "%3D")),
                "does not belong to a sign-in that this browser began");
    }

    @DatabaseTest(real = false)
    void refusesAnotherBrowserAndAnInventedState(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Journey mine = goToSpotify();
        Journey others = goToSpotify();

        assertRefused(pipeline.get(mine.callback()), "does not belong");
        assertRefused(pipeline.get(mine.callback(), "Cookie", others.cookie()), "does not belong");
        assertRefused(pipeline.get("/callback?code=x&state=%3Cscript%3E", "Cookie", mine.cookie()), "does not belong");
        assertRefused(pipeline.get("/callback?code=x&state=a&state=b", "Cookie", mine.cookie()), "more than once");
        assertRefused(pipeline.get("/callback"), "does not belong");
        assertRefused(pipeline.get("/callback?state=" + mine.state(), "Cookie", mine.cookie()), "no code");
    }

    @DatabaseTest(real = false)
    void refusesALateAnswer(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Journey journey = goToSpotify();
        pipeline.clock.advance(Duration.ofMinutes(11));

        assertRefused(comeBack(journey), "ten minutes");
    }

    @DatabaseTest(real = false)
    void aSignInIsUsedOnceAlsoWhenItFailed(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Journey journey = goToSpotify();

        assertRefused(pipeline.get("/callback?error=access_denied&state=" + journey.state(), "Cookie",
                journey.cookie()), "choose Agree");
        assertRefused(comeBack(journey), "used already");
    }

    @DatabaseTest(real = false)
    void aSecondUseOfAGoodSignInChangesNothing(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Journey journey = goToSpotify();
        comeBack(journey);
        Document before = pipeline.account();

        HttpResponse<String> again = comeBack(journey);

        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("used already");
        assertThat(pipeline.account()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {400, 429, 500, 503})
    void aFailedExchangeIsToldInWords(int status) {
        try (TestDatabase database = TestDatabase.embedded()) {
            pipeline = TestPipeline.start(database);
            Journey journey = goToSpotify();
            pipeline.sandbox.fault(Fault.on("/api/token").status(status)
                    .body("<html>secret-looking</html>", "text/html"));

            HttpResponse<String> answer = comeBack(journey);

            assertRefused(answer, "could not be completed");
            assertThat(answer.body()).doesNotContain("secret-looking", "code=");
        }
    }

    @DatabaseTest(real = false)
    void aProfileThatCannotBeReadIsToldInWords(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Journey first = goToSpotify();
        pipeline.sandbox.fault(Fault.on("/v1/me").status(403)
                .body("User not registered in the Developer Dashboard", "text/plain"));
        assertRefused(comeBack(first), "User Management");

        Journey second = goToSpotify();
        pipeline.sandbox.fault(Fault.on("/v1/me").reset());
        assertRefused(comeBack(second), "could not be reached");
    }

    @DatabaseTest(real = false)
    void aPersonReadsARefusalAsAPage(TestDatabase database) {
        pipeline = TestPipeline.start(database);

        HttpResponse<String> answer = pipeline.get("/callback?code=x&state=y", "Accept", "text/html,*/*;q=0.8");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(answer.body()).contains("<main class=\"plain\">", "<p>This answer does not belong", "href=\"./\"");
    }

    @DatabaseTest(real = false)
    void namesAnAccountByItsIdWhereSpotifyGivesNoAccountId(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.demo().showAccountId(false);

        comeBack(goToSpotify());

        assertThat(pipeline.account()).containsEntry("_id", "demo");
    }

    @DatabaseTest(real = false)
    void withoutAClientIdSaysHowToGetOne(TestDatabase database) {
        pipeline = TestPipeline.start(database, "SPOTIFY_CLIENT_ID", "");

        assertRefused(pipeline.get("/login"), "SPOTIFY_CLIENT_ID");
    }

    @DatabaseTest(real = false)
    void sendsABrowserThatSaysLocalhostToTheAddressOfTheRedirectUri(TestDatabase database) {
        pipeline = TestPipeline.start(database);

        HttpResponse<String> answer = pipeline.get("http://localhost:" + pipeline.page().getPort() + "/login");

        assertThat(URI.create(answer.headers().firstValue("location").orElseThrow()))
                .isEqualTo(pipeline.page().resolve("/login"));
    }
}
