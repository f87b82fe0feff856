package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.MessageServices;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.support.PluginHelper;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route files in docs/examples/notify, each in the place of routes/notify, with what it speaks to. */
class NotifyExamplesFlowTest {

    private static final String NAME = "Zoë \"}${body} 🎧 Łódź";
    private static final String MAIL_PASSWORD = "p&+%&x=)s";

    private static TestDatabase database;
    private static TestPipeline pipeline;
    private static MessageServices services;
    private static int mailPort;
    private static LogLines log;

    @BeforeAll
    static void start() {
        database = TestDatabase.embedded();
        services = new MessageServices();
        mailPort = FreePort.find();
        settings().forEach(System::setProperty);
        pipeline = TestPipeline.start(database);
        log = LogLines.listen();
        pipeline.signInAndSync();
    }

    /** As the environment has them: TELEGRAM_TOKEN for telegram.token. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "ntfy.topic", MessageServices.NTFY_TOPIC, "ntfy.token", MessageServices.NTFY_TOKEN,
                "telegram.token", MessageServices.TELEGRAM_TOKEN, "telegram.chat", MessageServices.TELEGRAM_CHAT,
                "matrix.token", MessageServices.MATRIX_TOKEN, "matrix.room", MessageServices.MATRIX_ROOM,
                "mail.server", "smtp:127.0.0.1:" + mailPort, "mail.username", "me", "mail.password", MAIL_PASSWORD));
        settings.putAll(Map.of("mail.from", "pipeline@example.org", "mail.to", "me@example.org"));
        List.of("ntfy", "telegram", "matrix").forEach(service -> settings.put(service + ".url", services.url()));
        return settings;
    }

    @AfterAll
    static void stop() {
        log.close();
        pipeline.close();
        services.close();
        database.close();
        settings().keySet().forEach(System::clearProperty);
    }

    @BeforeEach
    void nothingIsWrong() {
        await().until(() -> pipeline.documents("notices").isEmpty());
        services.messages().clear();
        services.statuses().clear();
    }

    @AfterEach
    void noSecretWasLoggedOrStored() {
        assertThat(String.join("\n", log.lines()) + pipeline.get("/api/status").body()
                + pipeline.databaseAsText(name -> List.of("notices", "runs").contains(name)))
                .doesNotContain(MessageServices.TELEGRAM_TOKEN, MessageServices.NTFY_TOPIC, MessageServices.NTFY_TOKEN,
                        MessageServices.MATRIX_TOKEN, MAIL_PASSWORD);
    }

    /** So that a test that fails does not fail the next one; nothing is under way then, as the next moves the clock. */
    @AfterEach
    void leaveNothingToTell() throws Exception {
        load("routes/notify/notify");
        if (!pipeline.account().getString("status").equals("active")) {
            pipeline.signIn();
        }
        pipeline.syncAfter(Duration.ofHours(1));
    }

    private static void use(String example) throws Exception {
        load("docs/examples/notify/" + example);
    }

    private static void load(String file) throws Exception {
        PluginHelper.getRoutesLoader(pipeline.camel()).updateRoutes(PluginHelper.getResourceLoader(pipeline.camel())
                .resolveResource("file:" + file + ".camel.yaml"));
    }

    /** The account's access ends. */
    private static void revoke() {
        database.database().getCollection("accounts")
                .updateOne(new Document(), new Document("$set", new Document("display_name", NAME)));
        pipeline.demo().revoke();
        pipeline.clock.advance(Duration.ofHours(2));
        await().until(() -> pipeline.account().getString("status").equals("needs_sign_in"));
    }

    /** That the message did not get through the first time, is said, and gets through a minute later. */
    private static void awaitSecondTry(String why) {
        awaitFailure(why);
        assertThat(notice().getInteger("tries")).isEqualTo(1);
        assertThat(notice().getDate("told_at")).isNull();
        pipeline.clock.advance(Duration.ofMinutes(1));
        await().until(() -> notice().getDate("told_at") != null);
    }

    private static void awaitFailure(String why) {
        await().until(() -> log.lines().stream().anyMatch(line -> line.contains("could not be delivered (" + why)));
    }

    private static Document notice() {
        return pipeline.documents("notices").get(0);
    }

    private static JsonNode awaitRecovery() {
        pipeline.signIn();
        await().until(() -> services.messages().size() == 2);
        return services.messages().get(1);
    }

    @Test
    void ntfyShowsTheNameWithAllItsCharactersAndOpensTheSignIn() throws Exception {
        use("ntfy");
        services.refuseNext(429);
        revoke();
        awaitSecondTry("the receiver answered HTTP 429");

        assertThat(services.statuses()).containsExactly(429, 200);
        JsonNode message = services.messages().get(0);
        assertThat(message.path("topic").asText()).isEqualTo(MessageServices.NTFY_TOPIC);
        assertThat(message.path("title").asText()).isEqualTo("Spotify: " + NAME);
        assertThat(message.path("message").asText()).contains("Access was taken back");
        assertThat(message.path("click").asText()).isEqualTo(pipeline.page() + "login");
        assertThat(message.path("priority").asInt()).isEqualTo(4);
        assertThat(awaitRecovery().path("priority").asInt()).isEqualTo(3);
    }

    @Test
    void telegramGetsPlainTextAndItsTokenIsSeenNowhereWhenItRefuses() throws Exception {
        use("telegram");
        services.refuseNext(500);
        revoke();
        awaitSecondTry("the receiver answered HTTP 500");

        assertThat(services.statuses()).containsExactly(500, 200);
        JsonNode message = services.messages().get(0);
        assertThat(message.path("text").asText()).contains("Access was taken back", pipeline.page() + "login");
        assertThat(message.has("parse_mode")).isFalse();
        assertThat(message.at("/link_preview_options/is_disabled").asBoolean()).isTrue();
        assertThat(awaitRecovery().path("text").asText()).contains("syncs again");

        // more than one message holds
        pipeline.camel().createProducerTemplate().sendBody("direct:spotify-notify",
                Map.of("event", "recovered", "message", "🎧".repeat(5000)));
        assertThat(services.messages().get(2).path("text").asText()).endsWith("🎧🎧")
                .hasSizeBetween(2000, 4096);
    }

    @Test
    void matrixHasAMessageOnceWhoseAnswerGotLost() throws Exception {
        use("matrix");
        services.takeNextAndAnswer(502);
        revoke();
        awaitSecondTry("the receiver answered HTTP 502");

        assertThat(services.statuses()).containsExactly(502, 200);
        assertThat(services.messages()).hasSize(1);
        assertThat(services.messages().get(0).path("body").asText()).contains("Access was taken back");
        assertThat(awaitRecovery().path("body").asText()).contains("syncs again");
    }

    @Test
    void aMailHasTheNameInItsSubject() throws Exception {
        use("mail");
        revoke();
        awaitFailure("the receiver could not be reached");
        GreenMail server = new GreenMail(new ServerSetup(mailPort, "127.0.0.1", "smtp"));
        server.setUser("me@example.org", "me", MAIL_PASSWORD);
        server.start();
        try {
            awaitSecondTry("the receiver could not be reached");

            assertThat(server.waitForIncomingEmail(1)).isTrue();
            MimeMessage message = server.getReceivedMessages()[0];
            assertThat(message.getSubject()).isEqualTo("Spotify: needs_person " + NAME);
            assertThat(message.getContent().toString()).contains("Access was taken back", pipeline.page() + "login");
            assertThat(message.getFrom()[0]).hasToString("pipeline@example.org");
            assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("me@example.org");

            pipeline.signIn();
            await().until(() -> log.lines().stream().anyMatch(line -> line.contains("recovered: ")));
            assertThat(server.getReceivedMessages()[1].getSubject()).startsWith("Spotify: recovered");

            // a name with lines of its own makes no further headers
            pipeline.camel().createProducerTemplate().sendBody("direct:spotify-notify",
                    Map.of("event", "recovered", "display_name", "A\r\nX-Other: b\r\n\r\nc", "message", "again"));
            MimeMessage last = server.getReceivedMessages()[2];
            assertThat(last.getSubject()).isEqualTo("Spotify: recovered A X-Other: b c");
            assertThat(last.getHeader("X-Other")).isNull();
        } finally {
            server.stop();
        }
    }
}
