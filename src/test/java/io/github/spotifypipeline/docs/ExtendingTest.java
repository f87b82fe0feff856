package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.spotifypipeline.testing.CodeBlock;
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

/** {@code docs/extending.md} holds what it says: its endpoints, and those of all pages, run as they stand there. */
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

    /** The endpoints of all pages that no test asks for by name, by their ids. */
    private Map<String, String> endpoints() {
        Map<String, String> endpoints = new LinkedHashMap<>();
        for (CodeBlock block : Statements.unmarked("yaml")) {
            assertThat(block.routeId()).as("%s is no route: say what runs it", block).isNotEmpty();
            String yaml = block.text().replace("file:exports", "file:" + folder + "/exports");
            assertThat(endpoints.put(block.routeId(), yaml)).as("%s: its id is there twice", block).isNull();
        }
        return endpoints;
    }

    private List<Document> stored(String endpoint) {
        return pipeline.documents(endpoint.replace('-', '_'));
    }

    @DatabaseTest
    void theEndpointsOfThePagesRun(TestDatabase database) throws IOException {
        Map<String, String> endpoints = endpoints();
        assertThat(endpoints).containsKeys("new-endpoint", "long-albums", "show-episodes", "recent-albums",
                "show-descriptions", "shows-as-files");
        pipeline = TestPipeline.start(database, List.of("saved-shows"), options -> options);
        endpoints.forEach(pipeline::addEndpoint);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> pipeline.get("/api/status").body().split("\"path\":").length == 2 + endpoints.size());
        assertThat(pipeline.get("/api/status").body()).contains("\"problems\":[]");
        pipeline.signIn();
        endpoints.keySet().forEach(endpoint -> pipeline.awaitRun(endpoint, 1));

        assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded")
                .containsEntry("dead", 0));
        endpoints.forEach((endpoint, yaml) -> assertThat(stored(endpoint)).as(endpoint)
                .matches(stored -> stored.isEmpty() != yaml.contains("kamelet:spotify-mongodb-sink"), "is stored"));
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
