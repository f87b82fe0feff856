package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.sun.net.httpserver.HttpServer;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.ClientCredentials;
import io.github.spotifypipeline.accounts.PendingSignIn;
import io.github.spotifypipeline.accounts.SpotifyClient;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.testing.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands in this process, without a pipeline. */
class CommandsTest {

    private static final String HOME = "spotify-pipeline.home";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private EmbeddedMongo server;

    @BeforeEach
    void setUp() throws IOException {
        System.setProperty(HOME, folder.toString());
        settings("timezone = Europe/Berlin");
    }

    @AfterEach
    void tearDown() {
        System.clearProperty(HOME);
        if (server != null) {
            server.close();
        }
    }

    private void settings(String... lines) throws IOException {
        Files.writeString(folder.resolve("application.properties"), "http.port = " + FreePort.find() + "\n"
                + String.join("\n", lines));
    }

    private CommandLine commandLine() {
        return RootCommand.commandLine(Clock.systemUTC(), environment);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private void refused(int exitCode, String words, String... arguments) {
        assertThat(run(arguments)).as(err.toString()).isEqualTo(exitCode);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().startsWith("spotify-pipeline: ").contains(words);
    }

    @Test
    void eachCommandHasHelpWithExamplesAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("HTTP_PORT", "DATA_DIR", "COMMAND --help");
        for (String command : commandLine().getSubcommands().keySet()) {
            assertThat(run(command, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: spotify-pipeline " + command, "--sandbox", "Examples:");
            assertThat(out.toString().replaceAll("\\s+", " ")).contains("Exit codes: 0");
        }
    }

    @Test
    void theSandboxIsAskedForBeforeOrBehindTheCommand() {
        for (String[] line : new String[][] {{"--sandbox", "login-url"}, {"login-url", "--sandbox"}}) {
            assertThat(run(line)).isZero();
            assertThat(out.toString()).matches("http://127\\.0\\.0\\.1:\\d+/login\n");
            assertThat(err.toString()).contains("No pipeline answers", "ssh -N -L");
        }
        assertThat(folder.resolve("data/sandbox/logs")).isDirectory();
    }

    @Test
    void whatCannotWorkIsSaidInOneLine() throws IOException {
        refused(2, "--nonsense': spotify-pipeline check --help says", "check", "--nonsense");
        refused(2, "expected one of [JSONL, CSV]", "export", "--collection", "plays", "--format", "xml");
        refused(2, "--from must not be after --to", "export", "--collection", "plays", "--from", "2026-11-02", "--to",
                "2026-11-01");
        refused(2, "COPY_TO_URI", "copy-to");
        refused(2, "COPY_TO_URI (or --uri) is not a MongoDB connection string", "copy-to", "--uri", "secret");
        refused(1, "nothing to copy", "copy-to", "--uri", emptyServer());
        refused(2, "There is no file ", "try", folder.resolve("nowhere.camel.yaml").toString());
        refused(1, "No pipeline answers at", "sync");
        refused(1, "SPOTIFY_CLIENT_ID", "login-url");
        refused(1, "There is no collection plays; there is none yet.", "export", "--collection", "plays");
        refused(1, "There is no collection ?[2J; there", "export", "--collection", "\u001b[2J");
        settings("mongodb.uri = mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200");
        refused(2, "use mongodump and mongorestore", "copy-to", "--uri", "mongodb://127.0.0.1:1/");
        refused(1, "MongoDB does not answer", "export", "--collection", "plays");
        settings("timezone = nowhere");
        refused(2, "TIMEZONE", "status");
    }

    @Test
    void aFileIsTriedForSomebodyWhoIsSignedIn() throws IOException {
        String file = Path.of("docs/examples/new-endpoint.camel.yaml").toAbsolutePath().toString();
        settings("routes.dir = " + Path.of("routes").toAbsolutePath());
        refused(1, "Nobody is signed in: run spotify-pipeline --sandbox and sign in first.", "try", file, "--sandbox");
        refused(1, "Nobody is signed in: run spotify-pipeline and sign in first.", "try", file);
        try (EmbeddedMongo running = EmbeddedMongo.start(folder.resolve("data"), 0)) {
            signInAnna(running, TokenKey.fromFile(folder.resolve("data/token.key")));
            refused(1, "There is no account bert; there is anna.", "try", file, "--account", "bert");

            assertThat(run("try", file)).as("beside the process that has the database open").isEqualTo(1);
            assertThat(out.toString()).contains("new-endpoint: scopes user-library-read; account anna has not granted"
                    + " user-library-read", "sign in again, which asks for them");
        }
    }

    /** One that answers and has no documents; it is there until the end of the test. */
    private String emptyServer() {
        server = EmbeddedMongo.start(folder.resolve("other"), 0);
        return server.connectionString();
    }

    @Test
    void exportReadsTheDatabaseThatAnotherHasOpenAndNeverAToken() throws IOException {
        Path file = folder.resolve("exported");
        try (EmbeddedMongo running = EmbeddedMongo.start(folder.resolve("data"), 0);
                MongoClient client = MongoClients.create(running.connectionString())) {
            MongoDatabase database = client.getDatabase("spotify");
            database.getCollection("accounts").insertOne(new Document("_id", "anna").append("display_name", "Anna")
                    .append("access_token", new Binary(new byte[] {1}))
                    .append("refresh_token", new Binary(new byte[] {2})));
            // half past eleven in the evening in Berlin, and half an hour after midnight
            database.getCollection("plays").insertMany(List.of(
                    new Document("_id", "anna:1").append("account_id", "anna")
                            .append("played_at", Date.from(Instant.parse("2026-11-21T22:30:00Z"))),
                    new Document("_id", "anna:2").append("account_id", "anna")
                            .append("played_at", Date.from(Instant.parse("2026-11-21T23:30:00Z"))),
                    new Document("_id", "bert:1").append("account_id", "bert")
                            .append("played_at", Date.from(Instant.parse("2026-11-21T23:30:00Z")))));
            database.createCollection("followed_artists");
            database.getCollection("top_tracks")
                    .insertMany(List.of(new Document("_id", "1").append("day", "2026-11-21"),
                    new Document("_id", "2").append("day", "2026-11-22"),
                    new Document("_id", "3").append("day", "2026-11-23")));

            for (String format : List.of("jsonl", "csv")) {
                assertThat(run("export", "--collection", "accounts", "--format", format, "--output", file.toString()))
                        .isZero();
                assertThat(file).content().contains("Anna").doesNotContain("token", "inary");
            }
            assertThat(ids(file, "plays", "--from", "2026-11-22", "--account", "anna")).containsExactly("anna:2");
            assertThat(ids(file, "plays", "--to", "2026-11-21")).containsExactly("anna:1");
            assertThat(ids(file, "top_tracks", "--from", "2026-11-22", "--to", "2026-11-22")).containsExactly("2");
            assertThat(ids(file, "followed_artists", "--from", "2026-11-22")).isEmpty();
            refused(1, "There is no collection nothing; there are accounts, followed_artists, plays, top_tracks.",
                    "export", "--collection", "nothing");
            refused(2, "have no time", "export", "--collection", "accounts", "--from", "2026-11-22");
            refused(2, "cannot be written", "export", "--collection", "plays", "--output", folder + "/nowhere/x");
            refused(1, "Another process has the data folder", "rotate-key");
        }
    }

    /** Signs somebody in whom the sandbox does not know. */
    private static void signInAnna(EmbeddedMongo server, byte[] key) {
        try (Database database = Database.at(server.connectionString(), "spotify")) {
            Instant now = Instant.now();
            new AccountStore(database, new TokenCipher(key), Clock.systemUTC(), () -> "").store(
                    JsonNodeFactory.instance.objectNode().put("id", "anna"),
                    new TokenGrant("access", "refresh", now.plusSeconds(3600), null),
                    new PendingSignIn("state", "verifier", "a-scope", now));
        }
    }

    private static Document anna(EmbeddedMongo server) {
        try (MongoClient client = MongoClients.create(server.connectionString())) {
            return client.getDatabase("spotify").getCollection("accounts").find(new Document("_id", "anna")).first();
        }
    }

    private static String access(EmbeddedMongo server, byte[] key) {
        return new TokenCipher(key).open(anna(server).get("access_token", Binary.class).getData(), "anna");
    }

    @Test
    void aKeyThatOnlyTheEnvironmentHasIsOnTheDiskBeforeAnythingIsEncryptedWithIt() throws IOException {
        byte[] old = new byte[32];
        byte[] fresh = TokenKey.generate();
        Path kept = folder.resolve("data/token.key.new");
        settings("token.key = " + Base64.getEncoder().encodeToString(old));
        try (EmbeddedMongo before = EmbeddedMongo.start(folder.resolve("data"), 0)) {
            signInAnna(before, old);
        }
        Settings settings = Settings.load(folder, Map.of());
        new SpotifyClient(settings, () -> new TokenCipher(old)).enter(new ClientCredentials("an-id", "a-secret"));
        refused(2, "set NEW_TOKEN_KEY", "rotate-key");
        environment.put("NEW_TOKEN_KEY", Base64.getEncoder().encodeToString(fresh));

        Path unstored = Files.createDirectories(folder.resolve("data/unstored-tokens")).resolve("anna.sealed");
        Files.writeString(unstored, "sealed with the old key");
        refused(1, "New tokens of 1 account are not in the database yet", "rotate-key");
        Files.delete(unstored);

        assertThat(run("rotate-key")).as(err.toString()).isZero();

        assertThat(out.toString()).isEqualTo("accounts encrypted with the new key: 1\n"
                + "the client id and secret that were entered on the page, too\n");
        assertThat(new SpotifyClient(settings, () -> new TokenCipher(fresh)).current().secret()).isEqualTo("a-secret");
        assertThat(err.toString()).contains(kept.toString()).doesNotContain(environment.get("NEW_TOKEN_KEY"));
        assertThat(kept).content().isEqualTo(environment.get("NEW_TOKEN_KEY") + "\n");
        assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (EmbeddedMongo after = EmbeddedMongo.start(folder.resolve("data"), 0)) {
            assertThat(access(after, fresh)).isEqualTo("access");
        }

        // TOKEN_KEY is still the old one, which opens nothing, and somebody tries once more
        refused(1, "The token key does not open the client id", "login-url");
        environment.put("NEW_TOKEN_KEY", Base64.getEncoder().encodeToString(TokenKey.generate()));
        refused(1, "The present key does not open the tokens of 1 accounts", "rotate-key");
        assertThat(TokenKey.fromFile(kept)).as("the only copy").isEqualTo(fresh);
    }

    @Test
    void checkSendsNoRealTokensToTheSandbox() throws IOException {
        settings("data.dir = mine", "routes.dir = " + Path.of("routes").toAbsolutePath());
        byte[] key = TokenKey.fromFile(folder.resolve("mine/token.key"));
        try (EmbeddedMongo before = EmbeddedMongo.start(folder.resolve("mine"), 0)) {
            signInAnna(before, key);
        }

        assertThat(run("check", "--sandbox")).isEqualTo(1);

        assertThat(out.toString()).contains("ok       database",
                "problem  accounts: --sandbox found real accounts in this"
                + " database").doesNotContain("anna");
        try (EmbeddedMongo after = EmbeddedMongo.start(folder.resolve("mine"), 0)) {
            assertThat(anna(after).getString("status")).isEqualTo("active");
        }
    }

    @Test
    void checkNamesASettingThatCannotWorkInOneLine() throws IOException {
        settings("routes.dir = " + Path.of("routes").toAbsolutePath(), "sync.saved-tracks.every = 6h");
        environment.put("SYNC_PLAYLISTS_EVERY", "1w");

        assertThat(run("check", "--sandbox")).isEqualTo(1);

        assertThat(out.toString().lines().filter(line -> line.startsWith("problem"))).singleElement().asString()
                .startsWith("problem  settings: sync.playlists.every (SYNC_PLAYLISTS_EVERY): every must be an"
                        + " interval");
        assertThat(out.toString()).contains("ok       routes");
    }

    @Test
    void whatIsNoPipelineIsNotSentTheAdminToken() throws IOException {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath() + " " + exchange.getRequestHeaders().get("Authorization"));
            byte[] body = "{\"status\":\"UP\",\"endpoints\":[],\"started\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            environment.putAll(Map.of("ADMIN_TOKEN", "0123456789abcdef",
                    "HTTP_PORT", String.valueOf(other.getAddress().getPort())));
            for (String command : List.of("sync", "status", "replay", "rotate-key")) {
                refused(1, "is no pipeline of this version (200)", command);
            }
            assertThat(asked).hasSize(4).allMatch("/health/live null"::equals);
        } finally {
            other.stop(0);
        }
    }

    private List<String> ids(Path file, String collection, String... arguments) throws IOException {
        String[] all = new String[arguments.length + 5];
        System.arraycopy(new String[] {"export", "--collection", collection, "--output", file.toString()}, 0, all, 0,
                5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        assertThat(run(all)).as(err.toString()).isZero();
        return Files.readAllLines(file).stream().map(line -> Document.parse(line).getString("_id")).toList();
    }
}
