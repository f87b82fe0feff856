package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.settings.Version;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a newcomer runs it. */
class DistributionIT {

    @TempDir
    Path folder;

    private PackagedProgram sandbox(int years) {
        // the sandbox's own minutes may pass while a slow machine starts again
        Map<String, String> calm = new HashMap<>(Map.of("ENRICH_CALLS_A_DAY", "0", "SANDBOX_YEARS",
                String.valueOf(years)));
        for (String list : List.of("RECENTLY_PLAYED", "SAVED_TRACKS", "SAVED_ALBUMS", "FOLLOWED_ARTISTS", "PLAYLISTS",
                "PLAYLIST_ITEMS")) {
            calm.put("SYNC_" + list + "_EVERY", "1h");
        }
        return PackagedProgram.start(folder, folder.resolve("data"), calm, "--sandbox");
    }

    private static List<Document> plays(PackagedProgram program) {
        try (MongoClient client = MongoClients.create(program.databaseUri())) {
            return client.getDatabase("spotify").getCollection("plays").find().sort(new Document("_id", 1))
                    .batchSize(1000).into(new ArrayList<>());
        }
    }

    private static List<Object> ids(List<Document> documents) {
        return documents.stream().map(document -> document.get("_id")).toList();
    }

    private static List<Document> ofApi(List<Document> plays) {
        return plays.stream().filter(play -> "api".equals(play.getString("source"))).toList();
    }

    @Test
    void hasTheLayoutOfTheContract() {
        assertThat(PackagedProgram.HOME.resolve("bin/spotify-pipeline")).isExecutable();
        assertThat(PackagedProgram.HOME.resolve("lib")).isDirectoryContaining("glob:**/spotify-pipeline-*.jar");
        assertThat(PackagedProgram.HOME.resolve("routes/endpoints/recently-played.camel.yaml")).exists();
        assertThat(PackagedProgram.HOME.resolve("application.properties")).exists();
        assertThat(PackagedProgram.HOME.resolve("docs/examples/new-endpoint.camel.yaml")).exists();
    }

    @Test
    void tellsItsVersionAndItsOptionsAlsoThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("linked"),
                PackagedProgram.HOME.resolve("bin/spotify-pipeline"));
        try (PackagedProgram version = PackagedProgram.start(link, folder, folder, Map.of(), "--version");
                PackagedProgram help = PackagedProgram.start(folder, folder, Map.of(), "--help");
                PackagedProgram wrong = PackagedProgram.start(folder, folder, Map.of(), "--nonsense")) {
            assertThat(version.awaitExit()).isZero();
            assertThat(version.output()).isEqualTo("spotify-pipeline " + Version.text());
            assertThat(help.awaitExit()).isZero();
            assertThat(help.output()).contains("--sandbox", "--version", "--help", "check", "status", "sync",
                    "login-url", "replay", "retransform", "export", "copy-to", "rotate-key", "Exit codes");
            assertThat(wrong.awaitExit()).isEqualTo(2);
            assertThat(wrong.output()).contains("--nonsense");
        }
    }

    @Test
    void onTheSandboxYearsOfPlaysArriveOnceAndAfterARestartNoneIsWrittenTwiceAndALongerExportAddsWhatIsOlder() {
        List<Document> before;
        int endpoints = PackagedProgram.HOME.resolve("routes/endpoints").toFile().list().length;
        try (PackagedProgram first = sandbox(1)) {
            first.awaitLine("Sandbox: \\d+ plays have landed");
            // those that came between the sign-in and the first sync are not in the export
            assertThat(first.awaitLine("import succeeded .* merged=(\\d+)")).isIn("49", "50");
            // each endpoint has had its first sync, else the second start goes on with what the first one left
            await().atMost(Duration.ofMinutes(2)).until(() -> first.count("sync (succeeded|not_available)"),
                    found -> found == endpoints);
            before = plays(first);
            assertThat(before).hasSizeBetween(3_500, 6_500)
                    .allSatisfy(play -> assertThat(play.getString("song_name")).isNotBlank());
            assertThat(ofApi(before)).hasSize(50);
            assertThat(first.stop()).isZero();
            assertThat(first.output()).doesNotContain("ERROR", "WARN", "Exception");
        }
        assertThat(folder.resolve("data/logs/spotify-pipeline.log")).content().contains("written=50");

        try (PackagedProgram second = sandbox(1)) {
            second.awaitLine("Sandbox: \\d+ plays have landed");
            Map<String, String> page = Map.of("HTTP_PORT",
                    second.awaitLine("Ready: http://127\\.0\\.0\\.1:(\\d+)/"));
            List<Document> after = plays(second);
            // what is known of a song of the export grows
            assertThat(new HashSet<>(ids(after)).containsAll(ids(before))).isTrue();
            assertThat(ofApi(after)).containsAll(ofApi(before));
            String export = second.awaitLine("run spotify-pipeline import (\\S+)$");
            assertThat(Path.of(export)).isEqualTo(folder.resolve("data/my_spotify_data.zip"));
            assertThat(second.count("import succeeded")).isZero();
            assertThat(Command.run(folder, page, "import", export).ended(0).out())
                    .containsPattern("\\d+,\\d{3} new plays\\R +\\d+,\\d{3} known already");
            assertThat(plays(second)).hasSizeGreaterThan(before.size() + 2_000);
            assertThat(second.stop()).isZero();
            // nothing was due, so nothing was asked for again
            assertThat(second.output()).doesNotContain("sync ", "ERROR", "WARN");
        }
    }

    @Test
    void aStopDuringTheStartIsClean() {
        try (PackagedProgram program = sandbox(0)) {
            // long before it is ready
            program.awaitLine("its data in");
            assertThat(program.stop()).isZero();
            assertThat(program.output()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void aSecondProcessOnTheSameDataFolderIsToldSo() {
        try (PackagedProgram first = sandbox(0)) {
            first.awaitLine("Ready");
            try (PackagedProgram second = sandbox(0)) {
                assertThat(second.awaitExit()).isEqualTo(2);
                assertThat(second.output()).contains("in use by another process",
                        "It is a pipeline, whose page is at " + first.awaitLine("Ready: (\\S+)"))
                        .doesNotContain("\tat ");
            }
            assertThat(first.stop()).isZero();
        }
    }

    /** What else is refused, PipelineTest and SettingsTest know. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "MONGODB_URI | mongodb://someone:hun/ter2@127.0.0.1 | percent-encoded",
        "TOKEN_KEY   | hunter2                              | openssl rand -base64 32",
        "DATA_DIR    | /proc/data                           | cannot be written"})
    void refusesSettingsThatCannotWorkInOneLineWithoutASecret(String variable, String value, String words) {
        try (PackagedProgram program = PackagedProgram.start(folder, folder.resolve("data"), Map.of(variable, value))) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.output().lines()).hasSize(1).first().asString().startsWith("spotify-pipeline: ")
                    .contains(words).doesNotContain("hunter2", "ter2");
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PackagedProgram program = PackagedProgram.start(folder, folder.resolve("data"),
                        Map.of("HTTP_PORT", String.valueOf(taken.getLocalPort())))) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.output().lines()).hasSize(1).first().asString().contains("HTTP_PORT");
        }
    }

    @Test
    void refusesAnIntervalThatIsNoneAndNamesIt() {
        try (PackagedProgram interval = PackagedProgram.start(folder, folder.resolve("data"),
                Map.of("SYNC_RECENTLY_PLAYED_EVERY", "soon"))) {
            assertThat(interval.awaitExit()).isEqualTo(2);
            assertThat(interval.output()).contains("recently-played", "every must be an interval")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void checkSaysWhatIsWrongAndMindsNoOtherProgramOnThePort() {
        Map<String, String> configured = Map.of("SPOTIFY_CLIENT_ID", "a-client");
        try (PackagedProgram bare = PackagedProgram.start(folder, folder.resolve("bare"), Map.of(), "check");
                PackagedProgram good = PackagedProgram.start(folder, folder.resolve("data"), configured, "check");
                PackagedProgram bad = PackagedProgram.start(folder, folder.resolve("bad"), Map.of("HTTP_PORT", "0"),
                        "check")) {
            assertThat(bare.awaitExit()).isEqualTo(1);
            assertThat(bare.output()).contains("ok       settings", "problem  sign-in", "SPOTIFY_CLIENT_ID");
            assertThat(good.awaitExit()).isZero();
            assertThat(good.output().lines()).hasSize(9).allMatch(line -> line.startsWith("ok       "));
            assertThat(bad.awaitExit()).isEqualTo(1);
            assertThat(bad.output()).startsWith("problem  http.port (HTTP_PORT)");
        }
        try (PackagedProgram running = PackagedProgram.start(folder, folder.resolve("data"), configured)) {
            running.awaitLine("Ready");
            Map<String, String> samePort = Map.of("SPOTIFY_CLIENT_ID", "a-client",
                    "HTTP_PORT", running.awaitLine("Ready: http://127\\.0\\.0\\.1:(\\d+)/"));
            try (PackagedProgram elsewhere = PackagedProgram.start(folder, folder.resolve("other"), samePort,
                    "check")) {
                assertThat(elsewhere.awaitExit()).isZero();
            }
            assertThat(running.stop()).isZero();
        }
    }

    @Test
    void aBrokenEndpointFileIsToldOfAndTheRestRunsButABrokenOtherFileEndsTheStart() throws IOException {
        Path routes = copyOf(PackagedProgram.HOME.resolve("routes"));
        Files.writeString(routes.resolve("endpoints/bad.camel.yaml"), Files.readString(
                PackagedProgram.HOME.resolve("docs/examples/new-endpoint.camel.yaml")).replace("path=", "pathh="));
        Files.writeString(routes.resolve("endpoints/misspelt.camel.yaml"), Files.readString(
                PackagedProgram.HOME.resolve("docs/examples/new-endpoint.camel.yaml")).replace("steps:", "stepz:"));
        Files.writeString(routes.resolve("endpoints/unstartable.camel.yaml"), Files.readString(
                PackagedProgram.HOME.resolve("routes/endpoints/recently-played.camel.yaml"))
                .replace("id: recently-played", "id: unstartable")
                .replace("collection: plays", "collection: unstartable")
                .replace("kamelet:spotify-mongodb-sink", "nowhere:here"));
        Files.writeString(routes.resolve("endpoints/stray.yaml"), "");
        Map<String, String> environment = Map.of("SPOTIFY_CLIENT_ID", "a-client", "ROUTES_DIR", routes.toString(),
                "SYNC_NOTHING_EVERY", "1d");
        try (PackagedProgram running = PackagedProgram.start(folder, folder.resolve("data"), environment)) {
            running.awaitLine("Ready");
            assertThat(running.output()).contains("WARN  SYNC_NOTHING_EVERY is set, but",
                    "ERROR endpoints/stray.yaml: ");
            assertThat(running.output()).containsPattern("ERROR endpoints/bad.camel.yaml:\\d+: spotify-source has no"
                    + " parameter")
                    .containsPattern("ERROR endpoints/unstartable.camel.yaml:\\d+: Camel cannot start it")
                    .doesNotContain("\tat ");
            try (PackagedProgram beside = PackagedProgram.start(folder, folder.resolve("data"), environment, "check")) {
                assertThat(beside.awaitExit()).isEqualTo(1);
                assertThat(beside.output()).contains("a running pipeline has it",
                        "problem  routes: endpoints/stray.yaml: ",
                                "problem  settings: SYNC_NOTHING_EVERY is set, but there is no such endpoint")
                        .containsPattern("problem  routes: endpoints/bad.camel.yaml:\\d+: .* - use one of ")
                        .containsPattern("problem  routes: endpoints/misspelt.camel.yaml:\\d+: Camel knows no stepz"
                                + " here")
                        .doesNotContain("OutOfMemoryError");
            }
            assertThat(running.stop()).isZero();
        }
        try (PackagedProgram check = PackagedProgram.start(folder, folder.resolve("data"), environment, "check")) {
            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(check.output()).containsPattern("problem  routes: endpoints/unstartable.camel.yaml:\\d+: Camel"
                    + " cannot")
                    .contains("problem  routes: endpoints/bad.camel.yaml:", "ok       database")
                    .doesNotContain("ERROR");
        }
        Files.writeString(routes.resolve("broken.camel.yaml"), "- route:\n    from:\n      nonsense: 1\n");
        try (PackagedProgram broken = PackagedProgram.start(folder, folder.resolve("data"), environment);
                PackagedProgram check = PackagedProgram.start(folder, folder.resolve("other"), environment, "check")) {
            assertThat(broken.awaitExit()).isEqualTo(2);
            assertThat(broken.output()).contains("broken.camel.yaml").doesNotContain("\tat ");
            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(check.output()).contains("problem  routes: broken.camel.yaml:3: Camel knows no nonsense here");
        }
    }

    private Path copyOf(Path source) throws IOException {
        Path copy = folder.resolve("routes-copy");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(source.relativize(file).toString()));
            }
        }
        return copy;
    }

    @Test
    void finishesThePageInFlightWhenItIsStopped() {
        try (TestSandbox spotify = TestSandbox.start(SandboxOptions.defaults());
                PackagedProgram program = PackagedProgram.start(folder, folder.resolve("data"), Map.of(
                        "SPOTIFY_CLIENT_ID", "sandbox-client",
                        "SPOTIFY_ACCOUNTS_URL", spotify.accountsUrl().toString(),
                        "SPOTIFY_API_URL", spotify.apiUrl().toString()))) {
            String page = program.awaitLine("Ready: (\\S+)");
            spotify.fault(Fault.on("/v1/me/player/recently-played").delay(Duration.ofSeconds(3)));
            DemoSignIn.signIn(URI.create(page), "demo");
            await().atMost(Duration.ofMinutes(2)).until(() -> spotify.requests().stream()
                    .anyMatch(request -> request.path().endsWith("recently-played")));

            assertThat(program.stop()).isZero();

            assertThat(program.output()).contains("written=50", "Stopped").doesNotContain("endpoint=profile");
        }
    }

    @Test
    void saysSoWhenMongoDbDoesNotAnswerAndStaysUp() throws Exception {
        String uri = "mongodb://someone:hunter2@127.0.0.1:" + FreePort.find()
                + "/?serverSelectionTimeoutMS=200";
        try (PackagedProgram program = PackagedProgram.start(folder, folder.resolve("data"),
                Map.of("MONGODB_URI", uri))) {
            program.awaitLine("MongoDB does not answer");
            URI page = URI.create(program.awaitLine("Ready: (\\S+)"));
            HttpResponse<String> ready = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(page.resolve("health/ready")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("MongoDB does not answer");
            assertThat(program.stop()).isZero();
            assertThat(program.output()).doesNotContain("hunter2", "\tat ");
        }
    }

    @Test
    void saysSoWhenMongoDbRefusesTheCredentials() {
        try (EmbeddedMongo server = EmbeddedMongo.start(folder.resolve("database"), 0)) {
            String uri = server.connectionString().replace("mongodb://", "mongodb://someone:hunter2@");
            try (PackagedProgram program = PackagedProgram.start(folder, folder.resolve("other"),
                    Map.of("MONGODB_URI", uri))) {
                assertThat(program.awaitExit()).isEqualTo(2);
                assertThat(program.output()).contains("refuses the user name or password").doesNotContain("hunter2");
            }
        }
    }

    @Test
    void writesJsonLinesOnRequest() {
        try (PackagedProgram program = PackagedProgram.start(folder, folder.resolve("data"),
                Map.of("LOG_FORMAT", "json", "SANDBOX_YEARS", "0"), "--sandbox")) {
            program.awaitLine("\"message\":\"sync succeeded");
            assertThat(program.stop()).isZero();
            assertThat(program.output().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        }
    }
}
