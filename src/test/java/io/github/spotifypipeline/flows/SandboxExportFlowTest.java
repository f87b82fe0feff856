package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.io.TempDir;

/** The export that {@code --sandbox} offers to try, on a pipeline that has read the sandbox's Web API. */
class SandboxExportFlowTest {

    private static final List<String> WRITTEN = List.of("new", "merged", "moved", "short", "episode", "chapter");
    private static final List<String> LEFT_OUT = List.of("duplicate", "empty");

    @TempDir
    Path folder;

    private static long sum(Document done, List<String> outcomes) {
        return outcomes.stream().mapToLong(done::getLong).sum();
    }

    @DatabaseTest(real = false)
    void isPairedWithTheApisPlaysAndTheRestIsItsPast(TestDatabase database) throws IOException {
        try (TestPipeline pipeline = TestPipeline.start(database)) {
            pipeline.demo().generatePlays(true);
            pipeline.signInAndSync();
            Path zip = folder.resolve("my_spotify_data.zip");
            try (OutputStream out = Files.newOutputStream(zip)) {
                pipeline.sandbox.writeExport(pipeline.clock.instant(), out);
            }
            // the Web API shows these after the export was made
            pipeline.clock.advance(Duration.ofMinutes(10));
            pipeline.sync("recently-played");
            pipeline.sandbox.clearRequests();

            Document done = pipeline.importExport(zip, "");

            assertThat(done.getString("status")).as(done.toJson()).isEqualTo("succeeded");
            assertThat(done.getString("error")).isNull();
            assertThat(done.get("pairs")).isEqualTo(new Document("1", 50L));
            assertThat(sum(done, WRITTEN) + sum(done, LEFT_OUT)).as(done.toJson()).isEqualTo(done.getLong("read"));
            assertThat(List.of("new", "short", "episode", "chapter", "duplicate", "empty"))
                    .allSatisfy(outcome -> assertThat(done.getLong(outcome)).as(outcome).isPositive());
            List<Document> plays = pipeline.documents("plays");
            assertThat(plays.stream().filter(play -> "api".equals(play.get("source")))).hasSizeBetween(65, 75);
            assertThat(plays.stream().filter(play -> play.containsKey("stream")))
                    .hasSize((int) (50 + done.getLong("new")));
            assertThat(plays.stream().filter(play -> "export".equals(play.get("source")))
                    .map(play -> play.get("stream", Document.class)))
                    .anyMatch(stream -> stream.getBoolean("private")).anyMatch(stream -> stream.getBoolean("video"))
                    .anyMatch(stream -> stream.getBoolean("offline"));
            assertThat(pipeline.sandbox.requests()).as("calls").isEmpty();
            assertThat(pipeline.databaseAsText()).doesNotContain("203.0.113.", "listener@example.org");

            Document again = pipeline.importExport(zip, "");
            assertThat(sum(again, WRITTEN)).as(again.toJson()).isZero();
            assertThat(again.getLong("known")).isEqualTo(sum(done, WRITTEN));
            assertThat(pipeline.documents("plays")).isEqualTo(plays);
        }
    }
}
