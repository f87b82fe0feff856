package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.spotifypipeline.testing.CodeBlock;
import io.github.spotifypipeline.testing.CodeBlocks;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/extending.md} holds what it says: its endpoints run as they stand there. */
class ExtendingTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    private Path folder;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/extending.md"));
    }

    /** The endpoints of the page by their ids. */
    private Map<String, String> endpoints() throws IOException {
        Map<String, String> endpoints = new LinkedHashMap<>();
        // charts begin with the names of their files, and have their own test
        CodeBlocks.of("docs/extending.md").stream().filter(CodeBlock::isUnmarked)
                .filter(block -> block.language().equals("yaml") && !block.text().startsWith("# "))
                .forEach(block -> endpoints.put(block.routeId(),
                        block.text().replace("file:exports", "file:" + folder + "/exports")));
        return endpoints;
    }

    private List<Document> stored(String endpoint) {
        return pipeline.documents(endpoint.replace('-', '_'));
    }

    @DatabaseTest
    void itsEndpointsRun(TestDatabase database) throws IOException {
        Map<String, String> endpoints = endpoints();
        assertThat(endpoints).hasSize(6);
        pipeline = TestPipeline.start(database, List.of("saved-shows"), options -> options);
        endpoints.forEach(pipeline::addEndpoint);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> pipeline.get("/api/status").body().split("\"path\":").length == 8);
        assertThat(pipeline.get("/api/status").body()).contains("\"problems\":[]");
        pipeline.signIn();
        endpoints.keySet().forEach(endpoint -> pipeline.awaitRun(endpoint, 1));

        assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded")
                .containsEntry("dead", 0));
        assertThat(stored("new-endpoint")).hasSize(pipeline.demo().savedShows().size()).allSatisfy(show ->
                assertThat(show).containsKeys("added_at", "name", "uri", "raw", "first_seen_at", "removed_at"));
        assertThat(stored("long-albums")).hasSize(pipeline.demo().savedAlbums().size())
                .allSatisfy(album -> assertThat(album.get("minutes", Number.class).intValue()).isNotNegative());
        assertThat(stored("show-episodes")).isNotEmpty().allSatisfy(episode ->
                assertThat(episode.getString("show")).isNotBlank());
        assertThat(stored("recent-albums")).isNotEmpty().hasSizeLessThan(pipeline.demo().savedAlbums().size());
        assertThat(stored("show-descriptions")).isNotEmpty().allSatisfy(show ->
                assertThat(show.getInteger("episodes_now")).isPositive());
        try (Stream<Path> files = Files.list(folder.resolve("exports/shows"))) {
            JsonNode page = new ObjectMapper().readTree(files.findFirst().orElseThrow().toFile());
            assertThat(page).hasSize(pipeline.demo().savedShows().size());
        }
    }

    @Test
    void theExampleForJBangIsTheSameFile() {
        assertThat(Path.of("examples/jbang/new-endpoint.camel.yaml"))
                .hasSameTextualContentAs(Path.of("docs/examples/new-endpoint.camel.yaml"));
    }

    @Test
    void theSixLinesAreTheExample() throws IOException {
        String example = Files.readString(Path.of("docs/examples/new-endpoint.camel.yaml")).lines()
                .filter(line -> !line.startsWith("#")).reduce("", (text, line) -> text + line + "\n");

        assertThat(page()).contains("```yaml\n" + example + "```");
        assertThat(example.lines()).hasSize(6);
    }
}
