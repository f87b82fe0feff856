package io.github.spotifypipeline.imports.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.imports.Owner;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.bson.Document;

class ImportDocumentsTest {

    /** The schedule looks which imports are under way while they end. */
    @DatabaseTest
    void anEndStaysWhatItWasWhenItIsSeenUnderWayAMomentLater(TestDatabase test) {
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            ImportDocuments imports = new ImportDocuments(database, Clock.systemUTC());
            String id = imports.newId("me");
            imports.begin(new ImportTask(id, new Owner.Listener("me", null), Instant.now(), Path.of("export.zip"),
                    "export.zip", ImportChoices.NONE));
            assertThat(imports.seen(id, "MongoDB is away")).isTrue();
            assertThat(imports.seen(id, null)).isTrue();

            imports.end(id, "succeeded", new Document("error", "Not all files could be read"));

            assertThat(imports.seen(id, null)).isFalse();
            assertThat(imports.newest(2)).singleElement().satisfies(one -> assertThat(one)
                    .containsEntry("status", "succeeded").containsEntry("error", "Not all files could be read")
                    .doesNotContainKey("seen_at"));
        }
    }
}
