package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside one pipeline that runs on the sandbox. */
class CommandLineIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Map<String, String> environment;
    private static PackagedProgram pipeline;

    @BeforeAll
    static void start() {
        environment = Map.of("DATA_DIR", folder.resolve("data").toString(), "HTTP_PORT",
                String.valueOf(FreePort.find()), "SYNC_RECENTLY_PLAYED_EVERY", "1h", "SANDBOX_YEARS", "0");
        pipeline = PackagedProgram.start(folder, folder.resolve("data"), environment, "--sandbox");
        pipeline.awaitLine("Sandbox: 50 plays have landed");
        Command.run(folder, environment, "sync", "--wait", "--timeout", "100").ended(0);
    }

    @AfterAll
    static void stop() {
        assertThat(pipeline.stop()).isZero();
        assertThat(folder.resolve("data/embedded-mongodb.uri")).doesNotExist();
    }

    private static Command run(String... arguments) {
        return Command.run(folder, environment, arguments);
    }

    private static Command elsewhere(String... arguments) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put("HTTP_PORT", String.valueOf(FreePort.find()));
        return Command.run(folder, changed, arguments);
    }

    @Test
    void statusIsATableForPeopleAndTheAnswerOfTheApiForPrograms() throws IOException {
        assertThat(run("status", "--sandbox").ended(0).out()).startsWith("Spotify pipeline ").contains("on the sandbox",
                "Demo Listener  active", "Dead letters: 0")
                .containsPattern("recently-played +\\S+ +\\S.* +in \\d+ minutes"
                + " +5\\d");
        JsonNode status = JSON.readTree(run("status", "--json").ended(0).out());
        assertThat(status.at("/endpoints")).hasSize(12);
        assertThat(status.at("/sandbox").asBoolean()).isTrue();
        Command byDatabase = elsewhere("status", "--sandbox").ended(0);
        assertThat(byDatabase.out()).contains("no pipeline answers at", "Demo Listener  active");
        assertThat(byDatabase.err()).isEmpty();
    }

    @Test
    void syncSaysWhatCameOfItAndKnowsTheEndpoints() {
        assertThat(run("sync", "profile", "--wait").ended(0).out())
                .matches("profile account=\\S+: succeeded, 1 document stored\n");
        run("sync", "nothing").refused(1, "There is no endpoint nothing; there are ", "recently-played");
    }

    @Test
    void exportWritesEachDocumentOnceInOrderToWhoeverReadsIt() throws IOException {
        List<Document> plays;
        try (MongoClient client = MongoClients.create(pipeline.databaseUri())) {
            MongoDatabase database = client.getDatabase("spotify");
            database.getCollection("odd").insertMany(List.of(
                    new Document("_id", "b").append("name", "=1+1").append("tags", List.of("x", "y")),
                    new Document("_id", "a").append("name", "caf\u00e9, \"x\"").append("raw", new Document("n", 1))
                            .append("of", new Document("n", 1)).append("extra", 5)));
            plays = database.getCollection("plays").find().sort(new Document("_id", 1)).batchSize(1000)
                    .into(new ArrayList<>());
        }
        Path file = Files.writeString(folder.resolve("plays.jsonl"), "of before");
        Command toFile = elsewhere("export", "--collection", "plays", "--output", file.toString()).ended(0);
        assertThat(toFile.out()).isEmpty();
        assertThat(toFile.err()).contains(plays.size() + " documents of plays are in");
        assertThat(Files.readAllLines(file).stream().map(Document::parse)).containsExactlyElementsOf(plays);

        assertThat(run("export", "--collection", "odd", "--format", "csv").ended(0).out()).isEqualTo(
                "_id,name,of,extra,tags\r\na,\"caf\u00e9, \"\"x\"\"\",\"{\"\"n\"\": 1}\",5,\r\nb,'=1+1,,,\"x; y\"\r\n");
        Command broken = Command.shell(folder, environment,
                "$sp export --collection playlist_items | head -1; echo ${PIPESTATUS[0]}").ended(0);
        assertThat(broken.out().lines()).hasSize(2).last().isIn("0", "141");
        assertThat(broken.err()).doesNotContain("spotify-pipeline:");
    }

    @Test
    void checkLooksAtTheDatabaseAndTheKeyOfARunningPipeline() {
        assertThat(run("check", "--sandbox").ended(0).out().lines()).allMatch(line -> line.startsWith("ok       "))
                .anyMatch(line -> line.contains("a running pipeline has it"))
                .anyMatch(line -> line.contains("token key: it opens what is stored"))
                .anyMatch(line -> line.contains("clock: as Spotify's"))
                .anyMatch(line -> line.matches("ok       account \\S+: Spotify answers"));
    }

    @Test
    void whatNeedsTheDatabaseAloneIsRefusedBesideARunningPipeline() {
        elsewhere("rotate-key", "--sandbox").refused(1, "Another process has the data folder", "stop it first");
        run("copy-to", "--sandbox", "--uri", "mongodb://127.0.0.1:1/")
                .refused(1, "A pipeline runs at", "stop it first");
    }

    @Test
    void loginUrlIsTheAddressAloneAndSaysHowToGetThereFromAServer() {
        Command login = run("login-url", "--sandbox").ended(0);
        String port = environment.get("HTTP_PORT");
        assertThat(login.out()).isEqualTo("http://127.0.0.1:" + port + "/login\n");
        assertThat(login.err()).contains("ssh -N -L " + port + ":127.0.0.1:" + port)
                .doesNotContain("No pipeline answers");
    }
}
