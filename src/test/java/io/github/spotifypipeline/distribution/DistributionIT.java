package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.spotifypipeline.settings.Version;
import io.github.spotifypipeline.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a newcomer runs it. */
class DistributionIT {

    @TempDir
    Path folder;

    private PackagedProgram sandbox() {
        return PackagedProgram.start(folder, folder.resolve("data"), Map.of(), "--sandbox");
    }

    private static List<Document> plays(PackagedProgram program) {
        try (MongoClient client = MongoClients.create(program.databaseUri())) {
            return client.getDatabase("spotify").getCollection("plays").find().sort(new Document("_id", 1))
                    .batchSize(1000).into(new ArrayList<>());
        }
    }

    @Test
    void hasTheLayoutOfTheContract() {
        assertThat(PackagedProgram.HOME.resolve("bin/spotify-pipeline")).isExecutable();
        assertThat(PackagedProgram.HOME.resolve("lib")).isDirectoryContaining("glob:**/spotify-pipeline-*.jar");
        assertThat(PackagedProgram.HOME.resolve("routes/endpoints/recently-played.camel.yaml")).exists();
        assertThat(PackagedProgram.HOME.resolve("application.properties")).exists();
    }

    @Test
    void tellsItsVersionAndItsOptionsAlsoThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("linked"), PackagedProgram.HOME.resolve("bin/spotify-pipeline"));
        try (PackagedProgram version = PackagedProgram.start(link, folder, folder, Map.of(), "--version");
                PackagedProgram help = PackagedProgram.start(folder, folder, Map.of(), "--help");
                PackagedProgram wrong = PackagedProgram.start(folder, folder, Map.of(), "--nonsense")) {
            assertThat(version.awaitExit()).isZero();
            assertThat(version.output()).isEqualTo("spotify-pipeline " + Version.text());
            assertThat(help.awaitExit()).isZero();
            assertThat(help.output()).contains("--sandbox", "--version", "--help", "check", "Exit codes");
            assertThat(wrong.awaitExit()).isEqualTo(2);
            assertThat(wrong.output()).contains("--nonsense");
        }
    }

    @Test
    void onTheSandboxPlaysArriveAndAfterARestartNoneIsWrittenTwice() {
        List<Document> before;
        try (PackagedProgram first = sandbox()) {
            first.awaitLine("Sandbox: 50 plays have landed");
            before = plays(first);
            assertThat(before).hasSize(50).allSatisfy(play -> assertThat(play.getString("song_name")).isNotBlank());
            assertThat(first.stop()).isZero();
            assertThat(first.output()).doesNotContain("ERROR", "WARN", "Exception");
        }
        assertThat(folder.resolve("data/logs/spotify-pipeline.log")).content().contains("written=50");

        try (PackagedProgram second = sandbox()) {
            second.awaitLine("Sandbox: \\d+ plays have landed");
            second.awaitLine("Ready");
            assertThat(plays(second)).containsAll(before).doesNotHaveDuplicates();
            assertThat(second.stop()).isZero();
            assertThat(second.output()).doesNotContain("written=50", "ERROR", "WARN");
        }
    }

    @Test
    void aSecondProcessOnTheSameDataFolderIsToldSo() {
        try (PackagedProgram first = sandbox()) {
            first.awaitLine("Ready");
            try (PackagedProgram second = sandbox()) {
                assertThat(second.awaitExit()).isEqualTo(2);
                assertThat(second.output()).contains("in use by another process").doesNotContain("\tat ");
            }
            assertThat(first.stop()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SPOTIFY_REDIRECT_URI | http://localhost:8888/callback         | 127.0.0.1",
        "SPOTIFY_REDIRECT_URI | http://192.168.1.5:8888/callback       | must use https",
        "MONGODB_URI          | http://someone:hunter2@127.0.0.1:27017 | MONGODB_URI",
        "MONGODB_URI          | mongodb://someone:hun/ter2@127.0.0.1   | percent-encoded",
        "TOKEN_KEY            | hunter2                                | openssl rand -base64 32",
        "ROUTES_DIR           | nowhere                                | ROUTES_DIR",
        "DATA_DIR             | /proc/data                             | cannot be written",
        "HTTP_HOST            | 0.0.0.0                                | ADMIN_TOKEN"})
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
    void saysSoWhenMongoDbDoesNotAnswerAndStaysUp() {
        String uri = "mongodb://someone:hunter2@127.0.0.1:" + FreePort.find()
                + "/?serverSelectionTimeoutMS=200";
        try (PackagedProgram program = PackagedProgram.start(folder, folder.resolve("data"), Map.of("MONGODB_URI", uri))) {
            program.awaitLine("MongoDB does not answer");
            program.awaitLine("Ready");
            assertThat(program.stop()).isZero();
            assertThat(program.output()).doesNotContain("hunter2", "\tat ");
        }
    }

    @Test
    void saysSoWhenMongoDbRefusesTheCredentials() {
        try (PackagedProgram server = sandbox()) {
            String uri = server.databaseUri().replace("mongodb://", "mongodb://someone:hunter2@");
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
                Map.of("LOG_FORMAT", "json"), "--sandbox")) {
            program.awaitLine("\"message\":\"sync succeeded");
            assertThat(program.stop()).isZero();
            assertThat(program.output().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        }
    }
}
