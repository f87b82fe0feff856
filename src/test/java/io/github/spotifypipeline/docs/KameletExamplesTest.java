package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.spotifypipeline.testing.CodeBlocks;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.ProducerTemplate;
import org.bson.Document;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the definitions of the Kamelets work: the routes of {@code docs/kamelets.md}, and each value. */
class KameletExamplesTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Endpoints of the values of spotify-source's examples: a parameter, and where it needs another value, that. */
    private static final String OF_EXAMPLES = """
            example-plays: path key transform cursor cursorField overlap onePerTime limit priority scope collection \
            indexes every
            example-artists: path=/me/following?type=artist items
            example-ranks: path=/me/top/tracks?time_range={partition} partitions maxPages mode
            example-items: path=/playlists/{id}/items parent changeToken tokenPath repeats
            example-nightly: path=/me/audiobooks optional cron
            """;

    @TempDir
    private Path folder;

    private static JsonNode parameters(String kamelet) {
        try {
            return YAML.readTree(Path.of("src/main/resources/kamelets/" + kamelet + ".kamelet.yaml").toFile())
                    .at("/spec/definition/properties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The routes of the examples, by their ids. */
    private static Map<String, String> endpoints() throws IOException {
        JsonNode source = parameters("spotify-source");
        Map<String, String> routes = new TreeMap<>();
        TreeSet<String> shown = new TreeSet<>();
        for (String line : OF_EXAMPLES.lines().toList()) {
            String[] parts = line.split(":? ");
            Map<String, String> values = new TreeMap<>();
            for (String part : List.of(parts).subList(1, parts.length)) {
                String[] given = part.split("=", 2);
                values.put(given[0], given.length > 1 ? given[1] : source.path(given[0]).path("example").asText());
                if (given.length == 1) {
                    shown.add(given[0]);
                }
            }
            routes.put(parts[0], YAML.writeValueAsString(List.of(Map.of("route", Map.of("id", parts[0], "from", Map.of(
                    "uri", "kamelet:spotify-source", "parameters", values,
                    "steps", List.of(Map.of("to", "kamelet:spotify-mongodb-sink"))))))));
        }
        assertThat(shown).as("each example of spotify-source is in an endpoint here")
                .containsExactlyElementsOf(new TreeSet<>(names(source)));
        return routes;
    }

    private static List<String> names(JsonNode parameters) {
        List<String> names = new ArrayList<>();
        parameters.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The examples of the values of spotify-get-action, in the route of its page. */
    private static String withExamples(String route) {
        JsonNode get = parameters("spotify-get-action");
        assertThat(names(get)).containsExactly("target", "account", "asSent");
        String target = "target: " + get.at("/target/example").asText();
        Matcher line = Pattern.compile("(\\n +)" + Pattern.quote(target)).matcher(route);
        assertThat(line.find()).isTrue();
        return route.replace("id: show-counts", "id: example-gets")
                .replace(target, target + line.group(1) + "account: " + get.at("/account/example").asText()
                        + line.group(1) + "asSent: " + get.at("/asSent/example").asText())
                // what was sent is for spotify-source
                .replaceFirst("\\. \\+ \\{episodes_now: .*}'", ". + {asked: true}'");
    }

    /** The examples of the values of spotify-records-action. */
    private static String copies(Path folder) throws IOException {
        JsonNode copy = parameters("spotify-records-action");
        Map<String, String> values = new TreeMap<>();
        copy.properties().forEach(one -> values.put(one.getKey(), one.getValue().path("example").asText()));
        return YAML.writeValueAsString(List.of(Map.of("route", Map.of("id", "example-copies", "from", Map.of(
                "uri", "kamelet:spotify-source", "parameters", Map.of("path", "/me/shows"),
                "steps", List.of(
                        Map.of("kamelet", Map.of("name", "spotify-records-action", "parameters", values,
                                "steps", List.of(Map.of("marshal", Map.of("json", Map.of())),
                                        Map.of("to", "file:" + folder)))),
                        Map.of("to", "kamelet:spotify-mongodb-sink")))))));
    }

    @DatabaseTest(real = false)
    void theyRun(TestDatabase database) throws IOException {
        Map<String, String> blocks = new TreeMap<>();
        CodeBlocks.runBy(KameletExamplesTest.class).stream().filter(block -> block.page().equals("docs/kamelets.md"))
                .forEach(block -> blocks.put(block.routeId(), block.text()));
        String rows = blocks.remove("spotify-import-plays");
        String token = blocks.remove("refreshed-token");
        Map<String, String> endpoints = endpoints();
        endpoints.put("example-gets", withExamples(blocks.get("show-counts")));
        endpoints.put("example-copies", copies(folder.resolve("copies")));
        blocks.replaceAll((id, route) -> route.replace("file:exports", "file:" + folder));
        endpoints.putAll(blocks);
        try (TestPipeline pipeline = TestPipeline.start(database, List.of("playlists"), options -> options)) {
            pipeline.whileStopped(() -> {
                write(pipeline, "import/spotify-import-plays.camel.yaml", rows);
                write(pipeline, "web/refreshed-token.camel.yaml", token);
            });
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(1), pipeline.clock.instant().minusSeconds(900), null);
            endpoints.forEach(pipeline::addEndpoint);
            await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.get("/api/status").body()
                    .split("\"path\":").length == endpoints.size() + 2);
            assertThat(pipeline.get("/api/status").body()).contains("\"problems\":[]");
            pipeline.signIn();
            endpoints.keySet().stream().filter(id -> !id.equals("example-nightly"))
                    .forEach(id -> pipeline.awaitRun(id, 1));
            pipeline.sync("example-nightly");

            assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).as(run.toJson())
                    .containsEntry("outcome", "succeeded").containsEntry("dead", 0));
            stored(pipeline, "my_plays", "track_uri");
            stored(pipeline, "example_artists", "name");
            stored(pipeline, "example_ranks", "day");
            stored(pipeline, "example_items", "name");
            stored(pipeline, "album_dates", "release_date");
            stored(pipeline, "show_counts", "episodes_now");
            stored(pipeline, "example_gets", "asked");
            stored(pipeline, "new_albums", "year");
            assertThat(folder.resolve("copies")).isNotEmptyDirectory();
            assertThat(folder.resolve(pipeline.demo().accountId() + ".jsonl")).content().contains("\"_id\":");
            imports(pipeline);
            refreshes(pipeline);
        }
    }

    private static void write(TestPipeline pipeline, String file, String text) {
        try {
            Files.writeString(pipeline.dataDir().resolveSibling("routes/" + file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stored(TestPipeline pipeline, String collection, String field) {
        assertThat(pipeline.documents(collection)).as(collection)
                .anySatisfy(one -> assertThat(one.get(field)).as(field).isNotNull());
    }

    private void imports(TestPipeline pipeline) throws IOException {
        Path zip = ExportZip.of(folder.resolve("export.zip"), MadeUpListener.of(3, MadeUpListener.World.MILD, 60));
        Document done = pipeline.importExport(zip, "?account=" + pipeline.demo().accountId() + "&anyway=true");

        assertThat(done).as(done.toJson()).containsEntry("status", "succeeded");
        assertThat(pipeline.plays()).isNotEmpty().allSatisfy(play ->
                assertThat(play).containsKeys("song_name", "artist_name", "stream").doesNotContainKey("album_name"));
    }

    private static void refreshes(TestPipeline pipeline) {
        try (ProducerTemplate template = pipeline.camel().createProducerTemplate()) {
            List<String> accepted = new ArrayList<>();
            for (String secret : List.copyOf(pipeline.sandbox.issuedSecrets())) {
                Object got = template.send("direct:refreshed-token", exchange -> exchange.getMessage().setBody(
                        Map.of("grant_type", "refresh_token", "refresh_token", secret))).getMessage().getBody();
                if (got instanceof String text && pipeline.sandbox.issuedSecrets().contains(text)) {
                    accepted.add(text);
                }
            }
            assertThat(accepted).isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
