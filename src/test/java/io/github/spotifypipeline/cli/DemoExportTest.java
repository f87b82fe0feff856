package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifysandbox.Sandbox;
import io.github.spotifysandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --sandbox} puts into the data folder. */
class DemoExportTest {

    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    private static final SandboxOptions OPTIONS = SandboxOptions.defaults().withClock(new MutableClock(NOW))
            .withListenerIn(ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void thePastIsImportedWhereNothingEverWas() throws IOException {
        try (TestDatabase database = TestDatabase.embedded(); Sandbox sandbox = Sandbox.start(OPTIONS);
                Database stored = Database.at(database.uri(), database.databaseName())) {
            DemoExport export = new DemoExport(folder, sandbox, NOW);
            Path zip = folder.resolve("import/my_spotify_data.zip");

            export.importPast(stored, 0);
            assertThat(zip).doesNotExist();
            export.importPast(stored, 1);
            assertThat(zip).exists();
            Files.delete(zip);
            database.database().getCollection("imports").insertOne(new Document("_id", "an import"));
            export.importPast(stored, 1);

            assertThat(zip).doesNotExist();
            assertThat(folder.resolve("my_spotify_data.zip.part")).doesNotExist();
        }
    }

    @Test
    void theSandboxIsWhereItWasUnlessSomethingElseIsThere() throws IOException {
        int before;
        try (Sandbox first = SandboxPort.start(OPTIONS, folder)) {
            before = first.accountsUrl().getPort();
            SandboxPort.keep(first, folder);
        }
        try (Sandbox again = SandboxPort.start(OPTIONS, folder)) {
            assertThat(again.accountsUrl().getPort()).isEqualTo(before);
            try (Sandbox beside = SandboxPort.start(OPTIONS, folder)) {
                assertThat(beside.accountsUrl().getPort()).isNotEqualTo(before);
            }
        }
    }
}
