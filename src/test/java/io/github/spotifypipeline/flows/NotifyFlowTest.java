package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.Receiver;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** That people hear of what needs them, once. */
class NotifyFlowTest {

    private static final String SECRET = "/hook/s3cret?token=a%2Fb%3Dc&to=me+you";

    private final Receiver receiver = new Receiver();
    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
        receiver.close();
    }

    private void start(TestDatabase database, String... environment) {
        pipeline = TestPipeline.start(database, environment);
    }

    private JsonNode awaitPost(int count) {
        await().atMost(Duration.ofMinutes(2)).until(() -> receiver.posts().size() >= count);
        return receiver.posts().get(count - 1).body();
    }

    private void awaitNoFurtherPost() {
        int before = receiver.posts().size();
        await().during(Duration.ofMillis(1500)).atMost(Duration.ofMinutes(2))
                .until(() -> receiver.posts().size() == before);
    }

    private Document notice() {
        return pipeline.documents("notices").get(0);
    }

    @DatabaseTest(real = false)
    void oneMessageWhenAnAccountNeedsItsUserAndOneAfterTheNewSignIn(TestDatabase database) throws IOException {
        start(database, "NOTIFY_URL", receiver.url(SECRET));
        String account = pipeline.signInAndSync();
        database.database().getCollection("accounts").updateOne(new Document(), new Document("$set",
                new Document("display_name", "\"}${body}\r\n{{token.key}} <b>€")));
        pipeline.demo().revoke();
        pipeline.syncAfter(Duration.ofHours(2));

        assertThat(awaitPost(1)).isEqualTo(new ObjectMapper().readTree("""
                {"event":"needs_person","subject":"account","account_id":"%s",
                 "display_name":"\\"}${body}\\r\\n{{token.key}} <b>€","endpoint":null,
                 "message":"Account %1$s: Access was taken back at Spotify. Sign in again at %2$slogin.",
                 "sign_in_url":"%2$slogin","at":"2026-11-22T14:00:00Z"}""".formatted(account, pipeline.page())));
        Receiver.Post post = receiver.posts().get(0);
        assertThat(post.method()).isEqualTo("POST");
        assertThat(post.uri()).isEqualTo(SECRET);
        assertThat(post.headers().keySet()).extracting(String::toLowerCase)
                .isSubsetOf("content-type", "content-length", "transfer-encoding", "host", "connection", "user-agent",
                        "accept-encoding", "accept");
        assertThat(post.headers().get("Content-type")).singleElement().asString().startsWith("application/json");
        await().until(() -> notice().getDate("told_at") != null);

        pipeline.clock.advance(Duration.ofHours(5));
        pipeline.restart();
        pipeline.send("POST", "/api/sync");
        awaitNoFurtherPost();
        assertThat(receiver.posts()).hasSize(1);

        pipeline.signIn();
        JsonNode recovered = awaitPost(2);
        assertThat(recovered.path("event").asText()).isEqualTo("recovered");
        assertThat(recovered.path("message").asText()).isEqualTo("Account " + account + " syncs again.");
        assertThat(recovered.path("account_id").asText()).isEqualTo(account);
        assertThat(recovered.path("sign_in_url").isNull()).isTrue();
        awaitNoFurtherPost();
        assertThat(receiver.posts()).hasSize(2);
    }

    @DatabaseTest(real = false)
    void aReceiverThatRefusesIsToldLaterAndADisconnectedAccountNotAtAll(TestDatabase database) {
        receiver.answer(500);
        start(database, "NOTIFY_URL", receiver.url(SECRET));
        String account = pipeline.signInAndSync();
        pipeline.demo().revoke();
        pipeline.syncAfter(Duration.ofHours(2));
        awaitPost(1);
        awaitNoFurtherPost();
        assertThat(notice().getDate("told_at")).isNull();

        receiver.answer(200);
        pipeline.clock.advance(Duration.ofMinutes(1));
        awaitPost(2);
        await().until(() -> notice().getDate("told_at") != null);

        pipeline.send("DELETE", "/api/accounts/" + account + "?data=true");
        await().until(() -> pipeline.documents("notices").isEmpty());
        assertThat(receiver.posts()).hasSize(2);
    }

    @DatabaseTest(real = false)
    void anEndpointThatStaysSilentIsNamedAndSaysWhenItWorksAgain(TestDatabase database) {
        start(database, "NOTIFY_URL", receiver.url(SECRET));
        pipeline.signInAndSync();
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").forever().status(503));

        pipeline.syncAfter(Duration.ofMinutes(61));
        await().until(() -> pipeline.databaseAsText("notices"::equals).contains("503"));
        // in steps, as a clock that jumps is a machine that slept
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(300)).until(() -> {
            pipeline.clock.advance(Duration.ofSeconds(20));
            return !receiver.posts().isEmpty();
        });
        JsonNode message = awaitPost(1);
        assertThat(message.path("subject").asText()).isEqualTo("endpoint");
        assertThat(message.path("endpoint").asText()).isEqualTo("recently-played");
        assertThat(message.path("message").asText()).contains("no success since 2026-11-22T12:00:00Z", "503");
        assertThat(pipeline.get("/health/ready").body()).contains("degraded", "no success since");

        pipeline.sandbox.clearFaults();
        pipeline.clock.advance(Duration.ofHours(1));
        assertThat(awaitPost(2).path("event").asText()).isEqualTo("recovered");
    }

    @DatabaseTest(real = false)
    void aSignInThatEndsSoonIsSaidEverywhereWithTheLink(TestDatabase database) throws IOException {
        start(database, "NOTIFY_URL", receiver.url(SECRET));
        pipeline.signInAndSync();
        pipeline.syncAfter(Duration.ofDays(150));
        assertThat(pipeline.get("/api/status").body()).contains("\"reason\":null");
        // the jump of the clock made the endpoint look silent
        pipeline.clock.advance(Duration.ofMinutes(1));
        await().until(() -> pipeline.documents("notices").isEmpty());

        assertThat(pipeline.runs()).as("housekeeping that fell due meanwhile").noneMatch(run ->
                run.getDate("started_at").toInstant().isBefore(pipeline.clock.instant().minus(Duration.ofDays(90))));

        pipeline.syncAfter(Duration.ofDays(2));
        assertThat(awaitPost(1).path("subject").asText()).isEqualTo("sign-in");
        JsonNode account = new ObjectMapper().readTree(pipeline.get("/api/status").body()).at("/accounts/0");
        assertThat(account.path("status").asText()).isEqualTo("active");
        assertThat(account.path("reason").asText()).contains("2027-05-22", pipeline.page() + "login");
        assertThat(pipeline.get("/health/ready").body()).contains("degraded", account.path("reason").asText());
        assertThat(pipeline.get("/metrics").body()).contains("spotify_needs_person{subject=\"sign-in\"} 1.0",
                "spotify_sign_in_expires_days{account=\"" + pipeline.demo().accountId() + "\"} 28.9");
        assertThat(receiver.posts()).hasSize(1);
    }

    @DatabaseTest(real = false)
    void anHttpsUrlIsPostedToByTls(TestDatabase database) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(30_000);
            start(database, "NOTIFY_URL", "https://127.0.0.1:" + listener.getLocalPort() + "/");
            pipeline.signInAndSync();
            pipeline.demo().revoke();
            pipeline.syncAfter(Duration.ofHours(2));

            try (Socket connection = listener.accept()) {
                assertThat(connection.getInputStream().read()).as("TLS handshake").isEqualTo(22);
            }
        }
        await().until(() -> notice().getInteger("tries") == 1);
    }

    @DatabaseTest(real = false)
    void withoutAUrlTheLogIsEnough(TestDatabase database) {
        start(database);
        pipeline.signInAndSync();
        pipeline.demo().revoke();
        pipeline.syncAfter(Duration.ofHours(2));

        await().until(() -> !pipeline.documents("notices").isEmpty() && notice().getDate("told_at") != null);
        assertThat(receiver.posts()).isEmpty();
    }

    @DatabaseTest(real = false)
    void theFileMayBeEditedToPostWhatAChatTakes(TestDatabase database, @TempDir Path routes) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = routes.resolve(Path.of("routes").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path old = routes.resolve("notify.camel.yaml");
        String yaml = Files.readString(routes.resolve("notify/notify.camel.yaml"));
        List<String> example = yaml.lines().dropWhile(line -> !line.contains("In a chat"))
                .takeWhile(line -> line.startsWith("#")).filter(line -> line.startsWith("#       "))
                .map(line -> line.substring(1)).toList();
        // where an earlier version had it
        String marshal = "\n              - marshal:\n                  json: {}\n";
        Files.writeString(old, yaml.replace(marshal, marshal + String.join("\n", example) + "\n"));
        start(database, "NOTIFY_URL", receiver.url(SECRET), "ROUTES_DIR", routes.toString());
        pipeline.signInAndSync();
        pipeline.demo().revoke();
        pipeline.syncAfter(Duration.ofHours(2));

        JsonNode chat = awaitPost(1);
        assertThat(chat.size()).isEqualTo(1);
        assertThat(chat.path("text").asText()).contains("Access was taken back", "/login");
    }
}
