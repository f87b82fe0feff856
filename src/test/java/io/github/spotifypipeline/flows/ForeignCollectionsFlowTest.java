package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** What others made in the database, under names of ours. Only a real MongoDB has such things. */
class ForeignCollectionsFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private static void create(MongoDatabase database, String name, Document options) {
        Document command = new Document("create", name);
        command.putAll(options);
        database.runCommand(command);
    }

    private static void requireReal(TestDatabase database) {
        assumeThat(database.database().runCommand(new Document("buildInfo", 1)).containsKey("modules")).isTrue();
    }

    private String lastError(String endpoint) {
        return pipeline.documents("cursors").stream().filter(cursor -> endpoint.equals(cursor.getString("endpoint")))
                .map(cursor -> String.valueOf(cursor.getString("last_error"))).findFirst().orElse("");
    }

    private void awaitError(String endpoint, String... words) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(lastError(endpoint)).contains(words));
    }

    @DatabaseTest
    void whatWouldLoseDocumentsIsNotWrittenToAndTheOthersGoOn(TestDatabase test) {
        requireReal(test);
        MongoDatabase database = test.database();
        create(database, "plays", new Document("capped", true).append("size", 4096).append("max", 3));
        create(database, "somewhere", new Document());
        create(database, "saved_shows", new Document("viewOn", "somewhere").append("pipeline", List.of()));
        create(database, "saved_albums", new Document("collation", new Document("locale", "en").append("strength", 2)));
        create(database, "top_artists", new Document("timeseries", new Document("timeField", "fetched_at")));
        create(database, "saved_episodes",
                new Document("validator", new Document("name", new Document("$type", "int"))));
        database.getCollection("profiles").createIndex(new Document("fetched_at", 1), new IndexOptions().name("mine")
                .expireAfter(1L, TimeUnit.DAYS));
        create(database, "saved_tracks", new Document("validator", new Document("name", new Document("$type", "int")))
                .append("validationAction", "warn"));

        try (LogLines log = LogLines.listen()) {
            pipeline = TestPipeline.start(test, List.of("recently-played", "saved-shows", "saved-albums", "top-artists",
                    "saved-episodes", "profile", "saved-tracks"), options -> options);
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(0), pipeline.clock.instant().minusSeconds(1), null);
            pipeline.signIn();

            awaitError("recently-played", "The collection plays is capped", "db.getCollection(\"plays\").drop()");
            awaitError("saved-shows", "The collection saved_shows is a view");
            awaitError("saved-albums", "The collection saved_albums has a collation");
            awaitError("top-artists", "The collection top_artists is a time series");
            awaitError("profile", "The collection profiles has the index mine", "dropIndex(\"mine\")");
            awaitError("saved-episodes", "in the collection saved_episodes (code 121 DocumentValidationFailure)",
                    "collMod: \"saved_episodes\"");
            assertThat(pipeline.awaitRun("saved-tracks", 1)).containsEntry("outcome", "succeeded");
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN The collection plays is capped"))
                    .anyMatch(line -> line.startsWith("WARN The collection saved_episodes has a validator"))
                    .noneMatch(line -> line.startsWith("ERROR"));
        }
        assertThat(database.getCollection("plays").countDocuments()).isZero();
        assertThat(pipeline.calls("/v1/me/shows")).as("nothing is asked that cannot be stored").isEmpty();

        database.getCollection("plays").drop();
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            pipeline.clock.advance(Duration.ofMinutes(1));
            return pipeline.plays().size() == 1;
        });
        assertThat(pipeline.documents("saved_tracks")).isNotEmpty();
    }

    @DatabaseTest
    void aControlCollectionThatWouldLoseDocumentsRefusesTheStart(TestDatabase test) {
        requireReal(test);
        create(test.database(), "cursors", new Document("capped", true).append("size", 4096));

        assertThatThrownBy(() -> TestPipeline.start(test)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("The collection cursors is capped").hasMessageContaining("MONGODB_DATABASE");
    }
}
