package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Exports that are put into a folder of the machine. */
class ImportFolderFlowTest {

    @TempDir
    Path folder;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private Path drop(String account) throws IOException {
        return Files.createDirectories(pipeline.dataDir().resolve("import").resolve(account));
    }

    private Path zip(String name, int seed, int rows) throws IOException {
        return ExportZip.of(folder.resolve(name), MadeUpListener.of(seed, World.MILD, rows));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
        }
    }

    private void awaitEnded(int imports) {
        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.documents("imports").stream()
                .filter(one -> !"running".equals(one.get("status"))).count() == imports);
    }

    @DatabaseTest(real = false)
    void exportsOfOneAccountAreImportedOneAfterTheOther(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        try (LogLines log = LogLines.listen()) {
            Path drop = drop("me");
            Files.copy(zip("first.zip", 1, 1500), drop.resolve("first.zip"));
            Files.copy(zip("second.zip", 2, 1500), drop.resolve("second.zip"));
            Files.copy(zip("other.zip", 3, 50), drop("other").resolve("other.zip"));

            awaitEnded(3);

            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        }
        assertThat(pipeline.documents("imports")).extracting(one -> one.get("account_id") + " " + one.get("name") + " "
                + one.get("status") + " " + one.get("new")).containsExactlyInAnyOrder(
                "me first.zip succeeded " + MadeUpListener.of(1, World.MILD, 1500).truePlays(),
                "me second.zip succeeded " + MadeUpListener.of(2, World.MILD, 1500).truePlays(),
                "other other.zip succeeded " + MadeUpListener.of(3, World.MILD, 50).truePlays());
        await().until(() -> names(pipeline.dataDir().resolve("import")).isEmpty());
    }

    @DatabaseTest(real = false)
    void whatIsRefusedIsPutAsideAndSaysWhy(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        try (LogLines log = LogLines.listen()) {
            Files.writeString(drop("").resolve("Streaming_History_Audio_2023.json"), "[]");
            Files.writeString(drop("me").resolve("Userdata.json"), "{\"secret\":1}");

            awaitEnded(2);
            await().until(() -> names(pipeline.dataDir().resolve("import/.refused"))
                    .size() == 2);

            assertThat(pipeline.get("/api/imports").body()).contains("Nobody has signed in. Say under which name",
                    "Userdata.json is neither a zip nor a file of an export", "\"status\":\"refused\"");
            assertThat(names(pipeline.dataDir().resolve("import"))).allMatch(name -> name.matches(
                    "[0-9a-f]{8}-(Userdata|Streaming_History_Audio_2023)\\.json")).hasSize(2);
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(2).anySatisfy(line ->
                    assertThat(line).contains("Userdata.json in the folder import was not imported",
                            "neither a zip nor"));
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
        assertThat(names(pipeline.dataDir().resolve("imports"))).isEmpty();
    }

    @DatabaseTest(real = false)
    void aFileThatIsStillBeingCopiedWaits(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        byte[] whole = Files.readAllBytes(zip("slow.zip", 4, 400));
        Path slow = drop("me").resolve("my_spotify_data.zip");
        int parts = 5;
        for (int i = 0; i < parts; i++) {
            Files.write(slow, Arrays.copyOfRange(whole, whole.length * i / parts, whole.length * (i + 1) / parts),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            await().during(Duration.ofMillis(500)).until(() -> Files.exists(slow));
        }

        awaitEnded(1);

        assertThat(pipeline.documents("imports")).singleElement().satisfies(one -> assertThat(one)
                .containsEntry("status", "succeeded").containsEntry("read", 400L).containsEntry("error", null));
    }
}
