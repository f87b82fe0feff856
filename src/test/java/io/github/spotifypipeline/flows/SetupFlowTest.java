package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.RawHttp;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Setting up on the page, without a restart: each test goes on where the one before it ended, on one pipeline. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SetupFlowTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String SECRET = "5ecre7a1b2c3d4e5f60718293a4b5c6d";
    private static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newHttpClient();
    private TestDatabase database;
    private TestPipeline pipeline;
    private LogLines log;

    @BeforeAll
    void start() {
        log = LogLines.listen();
        database = TestDatabase.embedded();
        pipeline = TestPipeline.start(database, options -> options.withClient(ID, SECRET), "SPOTIFY_CLIENT_ID", "");
    }

    @AfterAll
    void stop() {
        pipeline.close();
        database.close();
        log.close();
    }

    private HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(pipeline.page().resolve("/api/setup"))
                .POST(BodyPublishers.ofString(body));
        if (Arrays.stream(headers).noneMatch("Content-Type"::equals)) {
            request.header("Content-Type", JSON);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String json(String id, String secret) {
        return "{\"client_id\":\"" + id + "\",\"client_secret\":\"" + secret + "\"}";
    }

    private void assertRefused(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":{").contains(words)
                .doesNotContain(SECRET, "Exception", "io.github", "\tat ");
        assertThat(Files.exists(file())).isFalse();
    }

    private Path file() {
        return pipeline.dataDir().resolve("spotify-client.sealed");
    }

    private JsonNode status() throws IOException {
        return new ObjectMapper().readTree(pipeline.get("/api/status").body());
    }

    @Test
    @Order(1)
    void refusesWhatIsNoAppsOrIsNotSentByThePageItself() throws Exception {
        assertThat(status().path("configured").asBoolean()).isFalse();
        assertThat(status().path("client_from").isNull()).isTrue();

        assertRefused(post("{}"), 400, "client id is missing");
        assertRefused(post("[]"), 400, "JSON object");
        assertRefused(post("{\"client_secret\":\"" + SECRET), 400, "JSON object");
        assertRefused(post("{\"client_id\":\"a\",\"" + SECRET + "\":1}"), 400, "nothing else");
        assertRefused(post("{\"client_id\":17}"), 400, "must be a text");
        assertRefused(post(json("<script>alert(1)</script>", SECRET)), 400, "no client id");
        assertRefused(post(json("a".repeat(129), "")), 400, "no client id");
        assertRefused(post(json(ID, SECRET + " " + SECRET)), 400, "no client secret");
        assertRefused(post(json(ID, ID)), 400, "same as the client id");
        assertRefused(post(json(ID, SECRET.repeat(300))), 413, "8192 bytes");
        assertRefused(post(json(ID, SECRET), "Content-Type", "text/plain"), 415, "Send JSON");
        assertRefused(post(json(ID, SECRET), "Origin", "https://evil.example"), 403, "another site");
        assertRefused(post(json(ID, SECRET), "Sec-Fetch-Site", "cross-site"), 403, "another site");
        assertRefused(pipeline.send("DELETE", "/api/setup", "Origin", "https://evil.example"), 403, "another site");
        assertThat(pipeline.get("/api/setup").statusCode()).isEqualTo(405);
        assertThat(RawHttp.send(pipeline.page(), "POST /api/setup HTTP/1.1\nHost: evil.example\nContent-Length: 0\n\n")
                .status()).isEqualTo(421);
    }

    @Test
    @Order(2)
    void whatIsPastedCountsAtOnceAndIsKeptEncrypted() throws Exception {
        HttpResponse<String> answer = post(json("  " + ID + " ", SECRET));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(status().path("configured").asBoolean()).isTrue();
        assertThat(status().path("client_from").asText()).isEqualTo("page");
        String kept = Files.readString(file());
        assertThat(kept).doesNotContain(ID, SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(pipeline.dataDir())) {
            assertThat(files).as("no file that was half written").noneMatch(path -> path.toString().endsWith(".new"));
        }

        HttpResponse<String> login = pipeline.get("/login");
        assertThat(login.headers().firstValue("location").orElseThrow()).contains("client_id=" + ID)
                .doesNotContain("code_challenge", SECRET);
        pipeline.signInAndSync();
        assertThat(pipeline.account()).containsEntry("client_id", ID);
    }

    @Test
    @Order(3)
    void itSurvivesARestartAndRefreshesTokens() throws Exception {
        pipeline.restart();

        assertThat(status().path("configured").asBoolean()).isTrue();
        // as a version has stored it that did not know of other apps
        pipeline.database.database().getCollection("accounts")
                .updateMany(new Document(), new Document("$unset", new Document("client_id", "")));
        pipeline.syncAfter(Duration.ofHours(2));
        assertThat(pipeline.account()).containsEntry("status", "active").containsEntry("client_id", ID);
        assertThat(pipeline.runs().get(pipeline.runs().size() - 1)).containsEntry("outcome", "succeeded");
    }

    @Test
    @Order(4)
    void withAnotherAppAccountsWaitForASignInAndNoTokenIsSentToItForThem() throws Exception {
        assertThat(post(json("another-app", "")).statusCode()).isEqualTo(204);

        assertThat(status().at("/accounts/0/status").asText()).as("its access token is good for a while")
                .isEqualTo("active");
        assertThat(status().at("/accounts/0/reason").asText()).contains("another app", "sign in again");
        pipeline.clock.advance(Duration.ofHours(2));
        assertThat(status().at("/accounts/0/status").asText()).isEqualTo("needs_sign_in");
        assertThat(pipeline.get("/health/ready").body()).contains("another app");
        int before = pipeline.calls("/api/token").size();
        pipeline.awaitNoCalls("/v1/me/player/recently-played");
        assertThat(pipeline.calls("/api/token")).hasSize(before);

        // a slip of the finger: the right one once more
        assertThat(post(json(ID, SECRET)).statusCode()).isEqualTo(204);
        assertThat(status().at("/accounts/0/status").asText()).isEqualTo("active");
        assertThat(status().at("/accounts/0/reason").isNull()).isTrue();
        int runs = pipeline.runs().size();
        pipeline.send("POST", "/api/sync");
        Document run = pipeline.awaitRuns(runs + 1);
        assertThat(run).as("%s", run).containsEntry("outcome", "succeeded");
    }

    @Test
    @Order(5)
    void aWrongSecretIsToldInWordsAndTheRightOneHelpsAtOnce() throws Exception {
        assertThat(post(json(ID, "wrong-secret")).statusCode()).isEqualTo(204);
        pipeline.syncAfter(Duration.ofHours(2));
        assertThat(pipeline.get("/api/status").body()).contains("does not accept the client id or client secret",
                "settings page");

        assertThat(post(json(ID, SECRET)).statusCode()).isEqualTo(204);
        pipeline.syncAfter(Duration.ofMinutes(2));
        assertThat(pipeline.get("/api/status").body()).doesNotContain("does not accept");
    }

    @Test
    @Order(6)
    void theEnvironmentWinsAndThePageSaysSo() throws Exception {
        pipeline.restart("SPOTIFY_CLIENT_ID", "of-the-environment");

        assertThat(status().path("client_from").asText()).isEqualTo("environment");
        assertThat(pipeline.get("/login").headers().firstValue("location").orElseThrow())
                .contains("client_id=of-the-environment");
        HttpResponse<String> refused = post(json(ID, SECRET));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("environment variable SPOTIFY_CLIENT_ID", "restart");
        assertThat(pipeline.send("DELETE", "/api/setup").statusCode()).isEqualTo(409);
        pipeline.restart("SPOTIFY_CLIENT_ID", "");
        assertThat(status().path("client_from").asText()).isEqualTo("page");
    }

    @Test
    @Order(7)
    void anotherTokenKeyIsToldInWordsAndItCanBeEnteredAnew() throws Exception {
        String key = pipeline.tokenKey();
        pipeline.whileStopped(() -> replaceKey("A".repeat(43) + "="));

        assertThat(status().path("configured").asBoolean()).isFalse();
        assertThat(status().path("setup_trouble").asText()).contains("TOKEN_KEY", "enter it again");
        assertThat(pipeline.get("/login").body()).contains("TOKEN_KEY");
        pipeline.whileStopped(() -> replaceKey(key));
        assertThat(status().path("configured").asBoolean()).isTrue();
    }

    private void replaceKey(String key) {
        try {
            Files.writeString(pipeline.dataDir().resolve("token.key"), key);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(8)
    void itIsTakenBackAndNothingSaidTheSecret() throws Exception {
        assertThat(pipeline.send("DELETE", "/api/setup").statusCode()).isEqualTo(204);
        assertThat(pipeline.send("DELETE", "/api/setup").statusCode()).isEqualTo(204);

        assertThat(Files.exists(file())).isFalse();
        assertThat(status().path("configured").asBoolean()).isFalse();
        assertThat(pipeline.get("/login").body()).contains("SPOTIFY_CLIENT_ID");
        assertThat(pipeline.databaseAsText()).doesNotContain(SECRET);
        assertThat(String.join("\n", log.lines())).contains("entered on the page", "is forgotten")
                .doesNotContain(SECRET, "wrong-secret");
        assertThat(pipeline.sandbox.requests()).noneMatch(request -> String.valueOf(request.query()).contains(SECRET));
    }
}
