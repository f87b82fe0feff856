package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.testing.FreePort;
import java.nio.file.Path;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay}, {@code retransform} and {@code try}, while a pipeline runs and while none does. */
class StoredCommandIT {

    private static final String SHOWS = Path.of("docs/examples/new-endpoint.camel.yaml").toAbsolutePath().toString();

    @TempDir
    Path folder;

    private final String port = String.valueOf(FreePort.find());

    private PackagedProgram program(String port, String... arguments) {
        return PackagedProgram.start(folder, folder.resolve("data"),
                Map.of("HTTP_PORT", port, "SYNC_RECENTLY_PLAYED_EVERY", "1h", "SANDBOX_YEARS", "0"), arguments);
    }

    private String run(int exitCode, String... arguments) {
        return run(exitCode, port, arguments);
    }

    private String run(int exitCode, String port, String[] arguments) {
        try (PackagedProgram program = program(port, arguments)) {
            assertThat(program.awaitExit()).as(program.output()).isEqualTo(exitCode);
            return program.output();
        }
    }

    /** A play that has lost its name, and an item that failed although it can be transformed. */
    private static void spoil(MongoCollection<Document> plays, MongoCollection<Document> letters) {
        Document play = plays.find().sort(new Document("_id", 1)).first();
        plays.updateOne(new Document("_id", play.get("_id")), new Document("$set", new Document("song_name", "lost")));
        Document last = plays.find().sort(new Document("_id", -1)).first();
        plays.deleteOne(new Document("_id", last.get("_id")));
        letters.insertOne(new Document("_id", "a letter").append("account_id", last.get("account_id"))
                .append("endpoint", "recently-played").append("partition", null).append("parent_id", null)
                .append("position", 0L).append("day", "2026-11-22").append("key", null).append("reason", "a test")
                .append("raw", last.get("raw")).append("retriable", true).append("definition", "x").append("tries", 1)
                .append("first_at", new Date()).append("last_at", new Date()));
    }

    @Test
    void aRunningPipelineDoesItAndWithoutOneTheCommandItself() {
        try (PackagedProgram pipeline = program(port, "--sandbox")) {
            pipeline.awaitLine("Sandbox: 50 plays have landed");
            try (MongoClient client = MongoClients.create(pipeline.databaseUri())) {
                spoil(client.getDatabase("spotify").getCollection("plays"),
                        client.getDatabase("spotify").getCollection("dead_letters"));

                assertThat(run(0, "replay", "--endpoint", "recently-played"))
                        .isEqualTo("recently-played: 1 healed, 0 still dead");
                assertThat(run(0, "retransform", "--collection", "plays"))
                        .matches("recently-played: 1 changed, \\d+ unchanged, 0 failed, 0 skipped");
                assertThat(client.getDatabase("spotify").getCollection("plays").find(new Document("song_name", "lost")))
                        .isEmpty();

                spoil(client.getDatabase("spotify").getCollection("plays"),
                        client.getDatabase("spotify").getCollection("dead_letters"));
                assertThat(run(0, "replay", "--discard", "--endpoint", "recently-played"))
                        .isEqualTo("recently-played: 1 discarded");
                assertThat(client.getDatabase("spotify").getCollection("dead_letters").find()).isEmpty();
                spoil(client.getDatabase("spotify").getCollection("plays"),
                        client.getDatabase("spotify").getCollection("dead_letters"));
            }
            assertThat(run(0, "try", SHOWS, "--items", "1", "--sandbox")).contains("item 1 of 1: record");
            assertThat(run(1, "retransform", "--collection", "nothing"))
                    .contains("No endpoint has the collection nothing.");
            assertThat(run(1, String.valueOf(FreePort.find()), new String[] {"replay"}))
                    .contains("A pipeline has this data folder open, but does not answer at").doesNotContain("\tat ");
            assertThat(pipeline.stop()).isZero();
        }

        assertThat(run(0, "retransform", "--collection", "plays"))
                .matches("recently-played: 1 changed, \\d+ unchanged, 0 failed, 0 skipped");
        assertThat(run(0, "try", SHOWS, "--items", "1", "--sandbox")).contains("item 1 of 1: record");
        assertThat(run(0, "replay")).isEqualTo("recently-played: 1 healed, 0 still dead");
        assertThat(run(0, "replay", "--discard")).isEqualTo("There are no dead letters.");
    }
}
