package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.Receiver;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs everything, also what fails, then looks for every secret that was ever issued. */
class LeakIT {

    private static final String PATH = "/v1/me/player/recently-played";
    private static final String CLIENT_SECRET = "a-client-secret-to-look-for";
    private static final String HOOK_SECRET = "a-hook-secret-to-look-for";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final StringBuilder answers = new StringBuilder();

    private void get(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(),
                HttpResponse.BodyHandlers.ofString());
        answers.append(answer.headers().map()).append(answer.body()).append('\n');
    }

    /** Asks for syncs until something is so; a failure of another cause, as on a busy machine, does no harm. */
    private void syncUntil(URI page, BooleanSupplier so) {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            http.send(HttpRequest.newBuilder(page.resolve("api/sync")).POST(HttpRequest.BodyPublishers.noBody())
                    .build(), HttpResponse.BodyHandlers.discarding());
            return so.getAsBoolean();
        });
    }

    /** Has a sync fail by a fault. */
    private void fail(URI page, MongoDatabase database, TestSandbox sandbox, Fault fault) {
        long before = count(database, "failed");
        sandbox.fault(fault);
        syncUntil(page, () -> count(database, "failed") > before);
        // what is left of it must not meet what follows
        sandbox.clearFaults();
    }

    private static long count(MongoDatabase database, String outcome) {
        return database.getCollection("runs").countDocuments(new Document("outcome", outcome));
    }

    @Test
    void noTokenCodeOrSecretIsInTheLogTheDatabaseAnUrlOrAnAnswer() throws Exception {
        Path data = folder.resolve("data");
        int port = FreePort.find();
        try (TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults().withClient("the-client", CLIENT_SECRET)
                .withAccessTokenLifetime(Duration.ofSeconds(61)));
                Receiver receiver = new Receiver();
                PackagedProgram program = PackagedProgram.start(folder, data, Map.of(
                        "HTTP_PORT", String.valueOf(port),
                        "SPOTIFY_CLIENT_ID", "the-client", "SPOTIFY_CLIENT_SECRET", CLIENT_SECRET,
                        "SPOTIFY_ACCOUNTS_URL", sandbox.accountsUrl().toString(),
                        "SPOTIFY_API_URL", sandbox.apiUrl().toString(),
                        "NOTIFY_URL", receiver.url("/" + HOOK_SECRET + "?key=" + HOOK_SECRET),
                        "SYNC_BACK_OFF", "50",
                        "SYNC_RECENTLY_PLAYED_EVERY", "1s"));
                MongoClient client = MongoClients.create(program.databaseUri())) {
            receiver.answer(500);
            URI page = URI.create("http://127.0.0.1:" + port + "/");
            MongoDatabase database = client.getDatabase("spotify");
            program.awaitLine("Ready");

            sandbox.fault(Fault.on("/v1/me").status(500).body("<html>down</html>", "text/html"));
            sandbox.fault(Fault.on("/api/token").status(500).body("<html>down</html>", "text/html"));
            refused(page);
            refused(page);
            DemoSignIn.signIn(page, "demo");
            // the token lives for a second beyond the margin, so each sync but the first begins with a refresh
            await().atMost(Duration.ofMinutes(2)).until(() -> count(database, "succeeded") >= 3);
            fail(page, database, sandbox, Fault.on(PATH).times(2).status(401).body("{}", "application/json"));
            fail(page, database, sandbox, Fault.on(PATH).times(4).truncate());
            fail(page, database, sandbox, Fault.on("/api/token").status(400).body("{\"error\":\"invalid_request\"}",
                    "application/json"));
            DemoSignIn.signIn(page, "demo");
            sandbox.account("demo").revoke();
            syncUntil(page, () -> "needs_sign_in"
                    .equals(database.getCollection("accounts").find().first().get("status")));
            await().atMost(Duration.ofMinutes(2)).until(() -> program.output().contains("could not be delivered"));
            for (String path : new String[] {"", "api/status", "health/ready", "metrics", "callback?code=x&state=y"}) {
                get(page.resolve(path));
            }

            Set<String> secrets = new TreeSet<>(sandbox.issuedSecrets());
            assertThat(secrets).hasSizeGreaterThan(8);
            secrets.add(CLIENT_SECRET);
            secrets.add(HOOK_SECRET);
            for (String collection : database.listCollectionNames()) {
                database.getCollection(collection).find().batchSize(100).forEach(document ->
                        answers.append(readable(document)).append('\n'));
            }
            sandbox.requests().forEach(request -> answers.append(request.path()).append('?').append(request.query())
                    .append('\n'));
            assertThat(program.stop()).isZero();
            answers.append(program.output());
            assertNothingOf(secrets, data);
        }
    }

    /** A sign-in that Spotify breaks off. */
    private static void refused(URI page) {
        try {
            DemoSignIn.signIn(page, "demo");
            throw new AssertionError("The sandbox's fault did not show");
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessageNotContaining("code=");
        }
    }

    private static String readable(Document document) {
        document.replaceAll((key, value) -> value instanceof Binary binary
                ? new String(binary.getData(), StandardCharsets.ISO_8859_1) : value);
        return document.toString();
    }

    private void assertNothingOf(Set<String> secrets, Path data) throws IOException {
        String key = Files.readString(data.resolve("token.key")).strip();
        try (Stream<Path> logs = Files.walk(data.resolve("logs"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                answers.append(Files.readString(log));
            }
        }
        String everything = answers.toString();
        assertThat(everything).contains("sync succeeded", "sync failed", "display_name");
        assertThat(secrets).noneMatch(everything::contains);
        assertThat(everything).doesNotContain(key);
    }
}
