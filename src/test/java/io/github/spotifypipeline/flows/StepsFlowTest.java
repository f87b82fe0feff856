package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** What a user's steps and expressions may make of a page, and what of it is stored, left out or refused. */
class StepsFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    /** An endpoint of saved shows. @param steps before the sink, each line as it stands below steps */
    private static String shows(String id, String parameters, String steps) {
        return """
                - route:
                    id: %s
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/shows
                %s
                      steps:
                %s
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(id, parameters.indent(8).stripTrailing(), steps.indent(8).stripTrailing());
    }

    private static String jq(String expression) {
        return """
                - setBody:
                    expression:
                      jq:
                        expression: '%s'
                """.formatted(expression);
    }

    private void start(TestDatabase database, Map<String, String> endpoints) throws IOException {
        pipeline = TestPipeline.start(database, List.of("saved-shows"), options -> options);
        pipeline.demo().emptyLibrary();
        for (String name : List.of("One", "Two", "Three")) {
            pipeline.demo().savedShows().add(MadeUpMusic.show(name), pipeline.clock.instant());
        }
        endpoints.forEach(pipeline::addEndpoint);
        await().until(() -> status().get("endpoints").size() + problems().size()
                == 1 + endpoints.size());
    }

    private JsonNode status() throws IOException {
        return JSON.readTree(pipeline.get("/api/status").body());
    }

    private JsonNode problems() throws IOException {
        return JSON.readTree(pipeline.get("/api/trouble").body()).get("files");
    }

    private List<String> names(String collection) {
        return pipeline.documents(collection).stream().map(show -> show.getString("name")).sorted().toList();
    }

    @DatabaseTest
    void aPageInAnotherFormIsStoredAndWhatIsNoneFailsTheRun(TestDatabase database) throws IOException {
        Map<String, String> good = new LinkedHashMap<>();
        good.put("as-text", "- convertBodyTo:\n    type: java.lang.String");
        good.put("as-bytes", "- convertBodyTo:\n    type: \"byte[]\"");
        good.put("as-maps", "- convertBodyTo:\n    type: java.util.List");
        good.put("as-json", jq("tojson"));
        good.put("as-marshalled", "- marshal:\n    json: {}");
        good.put("as-several", jq(".[] | select(.name != \"x\")"));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("a-number", jq("length"));
        bad.put("a-word", "- setBody:\n    expression:\n      constant:\n        expression: no page");
        bad.put("half-json", jq("tojson | .[0:20]"));
        bad.put("a-truth", jq("length > 0"));
        Map<String, String> endpoints = new LinkedHashMap<>();
        good.forEach((id, steps) -> endpoints.put(id, shows(id, "every: 1d", steps)));
        bad.forEach((id, steps) -> endpoints.put(id, shows(id, "every: 1d", steps)));
        endpoints.put("a-lone-one", shows("a-lone-one", "every: 1d", jq(".[] | select(.name == \"Two\")")));
        endpoints.put("no-one", shows("no-one", "every: 1d", jq("map(select(.name == \"x\"))")));
        endpoints.put("by-transform", shows("by-transform", "transform: 'content | select(.name != \"Two\") | {name}'",
                ""));
        endpoints.put("history", shows("history", "every: 1d",
                jq("map(. + {first_seen_at: \"2001-01-01T00:00:00Z\", removed_at: \"x\", digest: 1})")));
        start(database, endpoints);
        assertThat(problems()).isEmpty();
        pipeline.signIn();

        for (String id : good.keySet()) {
            assertThat(pipeline.awaitRun(id, 1)).as(id).containsEntry("outcome", "succeeded")
                    .containsEntry("written", 3)
                    .containsEntry("filtered", 0);
            assertThat(names(id.replace('-', '_'))).as(id).containsExactly("One", "Three", "Two");
        }
        for (String id : bad.keySet()) {
            Document run = pipeline.awaitRun(id, 1);
            assertThat(run).as(id).containsEntry("outcome", "failed").containsEntry("cause", "step");
            assertThat(run.getString("error")).as(id).contains("the sink got")
                    .contains("in place of a page of records");
        }
        assertThat(pipeline.documents("cursors")).filteredOn(cursor -> bad.containsKey(cursor.getString("endpoint")))
                .hasSize(bad.size()).allSatisfy(cursor -> assertThat(cursor.get("last_success_at")).isNull());
        assertThat(pipeline.awaitRun("a-lone-one", 1)).containsEntry("written", 1).containsEntry("filtered", 2);
        assertThat(names("a_lone_one")).containsExactly("Two");
        assertThat(pipeline.awaitRun("no-one", 1)).containsEntry("outcome", "succeeded").containsEntry("read", 3)
                .containsEntry("filtered", 3);
        assertThat(pipeline.awaitRun("by-transform", 1)).containsEntry("outcome", "succeeded").containsEntry("read", 3)
                .containsEntry("written", 2).containsEntry("filtered", 1).containsEntry("dead", 0);
        assertThat(pipeline.documents("dead_letters")).isEmpty();
        assertThat(pipeline.awaitRun("history", 1)).containsEntry("written", 3);
        assertThat(pipeline.documents("history")).allSatisfy(show -> assertThat(show.get("first_seen_at"))
                .isEqualTo(show.get("fetched_at"))).allSatisfy(show -> assertThat(show.get("removed_at")).isNull());
        assertThat(pipeline.sync("history")).containsEntry("unchanged", 3);
    }

    @DatabaseTest(real = false)
    void whatCannotWorkIsRefusedWhenItIsRead(TestDatabase database) throws IOException {
        Map<String, String> endpoints = new LinkedHashMap<>();
        endpoints.put("stops", shows("stops", "every: 1d", "- stop: {}"));
        endpoints.put("rolls-back", shows("rolls-back", "every: 1d", "- rollback:\n    markRollbackOnly: true"));
        endpoints.put("aggregates", shows("aggregates", "every: 1d", """
                - aggregate:
                    completionSize: 2
                    aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
                    correlationExpression:
                      constant:
                        expression: "true"
                """));
        endpoints.put("places", shows("places", "every: 1d", jq("map(. + {place: position})")));
        endpoints.put("unknown-step", shows("unknown-step", "every: 1d", jq("map(.name | nonsense?)")));
        endpoints.put("unknown", shows("unknown",
                "transform: |\n  {\n    name: .show.name,\n    x: (.a | trimm?)\n  }", ""));
        endpoints.put("two-limits", shows("two-limits", "limit: 5", "").replace("/me/shows", "/me/shows?limit=10"));
        start(database, endpoints);

        assertThat(problems()).extracting(problem -> problem.get("file").asText() + ":" + problem.get("line").asInt()
                + " "
                        + problem.get("message").asText().replaceFirst(" - .*", "").replaceFirst("^[^ ]+: ", ""))
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).startsWith("endpoints/aggregates.camel.yaml:9 ").contains("aggregate"),
                        one -> assertThat(one).startsWith("endpoints/places.camel.yaml:12 "),
                        one -> assertThat(one).startsWith("endpoints/rolls-back.camel.yaml:9 ").contains("rollback"),
                        one -> assertThat(one).startsWith("endpoints/stops.camel.yaml:9 ").contains("stop"),
                        one -> assertThat(one).startsWith("endpoints/two-limits.camel.yaml:"),
                        one -> assertThat(one).startsWith("endpoints/unknown-step.camel.yaml:12 "),
                        one -> assertThat(one).startsWith("endpoints/unknown.camel.yaml:10 "));
        assertThat(problems().toString()).contains("trimm/0", "nonsense/0", "position/0");
    }

    @DatabaseTest
    void anExpressionMayHaveLinesAndComments(TestDatabase database) throws IOException {
        start(database, Map.of("lines", shows("lines", """
                key: |
                  .show.uri # as it is
                transform: |
                  # what it is called
                  def short: # a function
                    .[0:3];
                  {
                    name: (.show.name
                      | if length > 3
                        then short + "…"
                        end), # cut
                    episodes: "\\(.show.total_episodes / 1 | floor) & more",
                    added: (.added_at | fromdate | strftime("%Y-%m-%d"))
                  }
                """, "")));
        assertThat(problems()).isEmpty();
        pipeline.signIn();

        assertThat(pipeline.awaitRun("lines", 1)).containsEntry("outcome", "succeeded").containsEntry("written", 3);
        assertThat(names("lines")).containsExactly("One", "Thr…", "Two");
        assertThat(pipeline.documents("lines")).allSatisfy(show -> assertThat(show.getString("episodes"))
                .matches("\\d+ & more")).allSatisfy(show -> assertThat(show.getString("added"))
                .isEqualTo("2026-11-22"));
    }

    @DatabaseTest(real = false)
    void anExpressionThatTakesTooLongIsGivenUpAndStopsNobody(TestDatabase database) throws IOException {
        // long, but not endless
        start(database, Map.of("slow", shows("slow",
                "priority: 1\ntransform: \"{name: .show.name, n: (reduce range(400000000) as $i (0; $i))}\"", "")));
        pipeline.signIn();

        Document run = await().until(() -> pipeline.runs("slow"),
                runs -> !runs.isEmpty()).get(0);
        assertThat(run).containsEntry("outcome", "failed").containsEntry("cause", "transform");
        assertThat(run.getString("error")).contains("The transform of slow (slow.camel.yaml)", "20 seconds",
                "reduce range(400000000)");
        assertThat(pipeline.awaitRun("saved-shows", 1)).containsEntry("outcome", "succeeded");
        assertThat(pipeline.sync("slow").getString("error")).as("there is no second such thread")
                .contains("still runs");
        pipeline.addEndpoint("slow", shows("slow", "transform: \"{name: .show.name}\"", ""));
        assertThat(await().until(() -> pipeline.runs("slow"),
                runs -> runs.get(runs.size() - 1).getString("outcome").equals("succeeded"))).isNotEmpty();
    }

    @DatabaseTest
    void deadLettersAreOfAKindAndCanBeThrownAway(TestDatabase database) throws IOException {
        start(database, Map.of("bad", shows("bad",
                "transform: '{name: (.show.name + .show.total_episodes), x: error(\"no \\(.show.name)\")}'", ""),
                "two", shows("two", "transform: '{name: .show.name}, {}'", "")));
        pipeline.signIn();
        pipeline.awaitRun("bad", 1);
        pipeline.awaitRun("two", 1);

        JsonNode kinds = JSON.readTree(pipeline.get("/api/trouble").body()).get("dead_letters");
        assertThat(kinds).extracting(kind -> kind.get("endpoint").asText() + " " + kind.get("count").asInt() + " "
                + kind.get("reason").asText()).containsExactlyInAnyOrder(
                        "bad 3 name: string and number cannot be added",
                        "two 3 the transform gives … results, and a record is one: choose one, by first(…), or put"
                        + " them into [ ]");
        assertThat(pipeline.send("POST", "/api/replay?discard=maybe").statusCode()).isEqualTo(400);
        assertThat(pipeline.send("POST", "/api/replay?discard=true&endpoint=nowhere").statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(pipeline.send("POST", "/api/replay?discard=true&endpoint=bad").body())
                .at("/endpoints/0"))
                .isEqualTo(JSON.readTree("{\"endpoint\":\"bad\",\"discarded\":3,\"reason\":null,\"trouble\":null}"));
        assertThat(pipeline.documents("dead_letters")).hasSize(3).extracting(letter -> letter.getString("endpoint"))
                .containsOnly("two");
    }
}
