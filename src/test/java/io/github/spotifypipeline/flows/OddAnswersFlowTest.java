package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Answers that are JSON, but not what they should be: real pages, changed at random. */
class OddAnswersFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final long SEED = 20261123;
    private static final int ROUNDS = 60;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    /** A page as the sandbox answers it. */
    private JsonNode page(String path) throws IOException, InterruptedException {
        String token = pipeline.sandbox.requests().stream().filter(request -> request.path().equals("/v1/me/tracks"))
                .map(request -> request.headers().get("Authorization").get(0)).findFirst().orElseThrow();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create(pipeline.sandbox.apiUrl() + path)).header("Authorization", token).build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body());
    }

    /** Replaces, removes or adds something somewhere. */
    private static void change(JsonNode root, Random random) {
        List<JsonNode> holders = new ArrayList<>();
        collect(root, holders);
        JsonNode holder = holders.get(random.nextInt(holders.size()));
        if (holder instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(List.of("$where", "a.b", "", "x\u0000y", "__proto__").get(random.nextInt(5)),
                        object.get(name));
                default -> object.set(name, oddity(random));
            }
        } else if (holder instanceof ArrayNode array) {
            array.insert(0, oddity(random));
        }
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private static JsonNode oddity(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> MAKE.nullNode();
            case 1 -> MAKE.textNode("");
            case 2 -> MAKE.textNode("x".repeat(1_000_000));
            case 3 -> MAKE.numberNode(-1);
            case 4 -> MAKE.numberNode(1e308);
            case 5 -> MAKE.booleanNode(true);
            case 6 -> MAKE.objectNode();
            case 7 -> MAKE.arrayNode();
            case 8 -> deep(random.nextInt(300));
            case 9 -> MAKE.textNode("\uD800 \u0000 ${body} {{x}} <script>alert(1)</script>");
            case 10 -> MAKE.textNode("0000-99-99T99:99:99Z");
            default -> MAKE.numberNode(Long.MAX_VALUE);
        };
    }

    private static JsonNode deep(int levels) {
        JsonNode node = MAKE.arrayNode();
        for (int i = 0; i < levels; i++) {
            node = i % 2 == 0 ? MAKE.arrayNode().add(node) : MAKE.objectNode().set("x", node);
        }
        return node;
    }

    @DatabaseTest(real = false)
    void harmNothingAndTheNextAnswerMendsAll(TestDatabase database) throws IOException, InterruptedException {
        pipeline = TestPipeline.start(database, List.of("saved-tracks", "recently-played", "profile"),
                options -> options.withLibrary(30, 0));
        pipeline.demo().generatePlays(false);
        for (int i = 0; i < 10; i++) {
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(i),
                    pipeline.clock.instant().minusSeconds(200L * i + 60), null);
        }
        pipeline.signIn();
        for (String endpoint : List.of("saved-tracks", "recently-played", "profile")) {
            pipeline.awaitRun(endpoint, 1);
        }
        List<Object> before = ids();
        Random random = new Random(SEED);
        try (LogLines log = LogLines.listen()) {
            for (int i = 0; i < ROUNDS; i++) {
                String endpoint = List.of("saved-tracks", "recently-played", "profile").get(i % 3);
                String path = List.of("/me/tracks", "/me/player/recently-played", "/me").get(i % 3);
                JsonNode page = page(path + (i % 3 == 2 ? "" : "?limit=50"));
                for (int changes = random.nextInt(3); changes >= 0; changes--) {
                    change(page, random);
                }
                pipeline.sandbox.fault(Fault.on("/v1" + path).answer(page));
                pipeline.sync(endpoint);
                pipeline.sandbox.clearFaults();
                pipeline.clock.advance(Duration.ofSeconds(1));
            }
            assertThat(pipeline.runs()).as("seed %s", SEED).noneMatch(run -> "step".equals(run.getString("cause")));
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }

        for (String endpoint : List.of("saved-tracks", "recently-played", "profile")) {
            assertThat(pipeline.sync(endpoint)).containsEntry("outcome", "succeeded");
        }
        assertThat(pipeline.documents("saved_tracks")).filteredOn(track -> track.get("removed_at") == null)
                .extracting(track -> track.getString("uri"))
                .containsExactlyInAnyOrderElementsOf(pipeline.demo().savedTracks().uris());
        assertThat(ids()).containsAll(before);
        assertThat(pipeline.get("/health/ready").statusCode()).isEqualTo(200);
    }

    private List<Object> ids() {
        List<Object> ids = new ArrayList<>();
        for (String collection : List.of("saved_tracks", "plays", "profiles")) {
            pipeline.documents(collection).stream().map((Document document) -> document.get("_id")).forEach(ids::add);
        }
        return ids;
    }
}
