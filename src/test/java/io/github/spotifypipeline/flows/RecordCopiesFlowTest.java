package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** What {@code spotify-records-action} sends on, and what becomes of a page where that fails. */
class RecordCopiesFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CountDownLatch back = new CountDownLatch(1);
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private TestPipeline pipeline;

    /** Where records are sent, by the name of the route. */
    private static final class Place implements Processor {

        private final List<String> got = new ArrayList<>();
        private volatile Processor trouble = exchange -> { };

        @Override
        public void process(Exchange exchange) throws Exception {
            trouble.process(exchange);
            synchronized (got) {
                got.add(exchange.getMessage().getBody(String.class));
            }
        }

        private List<String> names() {
            synchronized (got) {
                List<String> names = got.stream().map(text -> read(text).path("name").asText()).sorted().toList();
                got.clear();
                return names;
            }
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @AfterEach
    void stop() {
        back.countDown();
        pipeline.close();
    }

    /** An endpoint of saved shows that sends its records to the place of its name. */
    private void add(String id, String query) {
        places.put(id, new Place());
        pipeline.camel().getRegistry().bind(id, places.get(id));
        pipeline.addEndpoint(id, """
                - route:
                    id: %s
                    from:
                      uri: kamelet:spotify-source?path=/me/shows
                      steps:
                        - kamelet:
                            name: spotify-records-action%s
                            steps:
                              - process:
                                  ref: "%s"
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(id, query, id));
    }

    private void start(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("saved-shows"), options -> options);
        pipeline.demo().emptyLibrary();
        List.of("One", "Two", "Three").forEach(this::save);
    }

    private void save(String name) {
        pipeline.demo().savedShows().add(MadeUpMusic.show(name), pipeline.clock.instant());
    }

    private void signIn() {
        await().atMost(Duration.ofMinutes(1)).until(() -> read(pipeline.get("/api/status").body()).get("endpoints")
                .size() == places.size() + 1);
        pipeline.signIn();
    }

    private List<String> stored(String id) {
        return pipeline.documents(id.replace('-', '_')).stream().map(show -> show.getString("name")).sorted().toList();
    }

    @DatabaseTest
    void whatIsNewOrChangedIsSentAndEachRouteHasItsOwnSteps(TestDatabase database) {
        start(database);
        add("changed-ones", "");
        add("changed-too", "");
        add("new-ones", "?which=new");
        add("all-of-them", "?which=all&fields=name uri");
        signIn();
        for (String id : places.keySet()) {
            assertThat(pipeline.awaitRun(id, 1)).as(id).containsEntry("outcome", "succeeded")
                    .containsEntry("written", 3).containsEntry("filtered", 0);
            assertThat(places.get(id).names()).as(id).containsExactly("One", "Three", "Two");
            assertThat(stored(id)).containsExactly("One", "Three", "Two");
        }

        pipeline.demo().savedShows().change(pipeline.demo().savedShows().uris().get(0),
                show -> show.put("name", "Other"));
        save("Four");
        for (String id : places.keySet()) {
            assertThat(pipeline.sync(id)).as(id).containsEntry("written", 2).containsEntry("unchanged", 2);
        }
        assertThat(places.get("changed-ones").names()).containsExactly("Four", "Other");
        assertThat(places.get("changed-too").names()).containsExactly("Four", "Other");
        assertThat(places.get("new-ones").names()).containsExactly("Four");
        assertThat(places.get("all-of-them").got).hasSize(4).allSatisfy(text ->
                assertThat(read(text).properties()).extracting(Map.Entry::getKey).containsExactly("name", "uri"));
    }

    @DatabaseTest(real = false)
    void whatCouldNotBeSentIsNotStoredAndIsSentAgainWhileTheOtherEndpointsGoOn(TestDatabase database) {
        start(database);
        add("refused", "");
        add("stuck", "?atMost=300ms");
        places.get("refused").trouble = exchange -> {
            throw new ConnectException("with a password=secret");
        };
        places.get("stuck").trouble = exchange -> back.await();
        try (LogLines log = LogLines.listen()) {
            signIn();
            Document refused = pipeline.awaitRun("refused", 1);
            assertThat(refused).containsEntry("outcome", "failed").containsEntry("cause", "step");
            assertThat(refused.getString("error")).contains("what it calls could not be reached",
                    "the page is not stored, and is sent again at the next try").doesNotContain("secret");
            assertThat(pipeline.awaitRun("stuck", 1).getString("error")).contains("does not take them within 300 ms");
            assertThat(pipeline.awaitRun("saved-shows", 1)).containsEntry("outcome", "succeeded");
            assertThat(stored("refused")).isEmpty();
            assertThat(stored("stuck")).isEmpty();
            assertThat(cursors()).hasSize(2).allSatisfy(cursor -> assertThat(cursor.get("last_success_at")).isNull());

            assertThat(pipeline.sync("stuck").getString("error")).contains("still has not taken those of an earlier");
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR") || line.contains("secret"));
        }

        places.get("refused").trouble = exchange -> { };
        places.get("stuck").trouble = exchange -> { };
        back.countDown();
        await().atMost(Duration.ofMinutes(1)).until(() -> !places.get("stuck").got.isEmpty());
        for (String id : places.keySet()) {
            Document run = pipeline.sync(id);
            assertThat(run).as(id).containsEntry("outcome", "succeeded").containsEntry("written", 3);
            assertThat(stored(id)).hasSize(3);
        }
        assertThat(places.get("refused").names()).containsExactly("One", "Three", "Two");
        assertThat(places.get("stuck").names()).as("one twice").hasSize(4).contains("One", "Three", "Two");
    }

    private List<Document> cursors() {
        return pipeline.documents("cursors").stream().filter(cursor -> places.containsKey(cursor.getString("endpoint")))
                .toList();
    }

    @DatabaseTest(real = false)
    void theJarThatIsMissingIsNamed(TestDatabase database) {
        start(database);
        pipeline.addEndpoint("no-component", missing("no-component", "to: kafka:albums"));
        pipeline.addEndpoint("no-steps", missing("no-steps", "to: direct:x").replaceAll(
                "(?s)- kamelet:.*- to: direct:x", "- to: kamelet:spotify-records-action"));
        pipeline.addEndpoint("late", missing("late", "toD: nats:albums"));
        await().atMost(Duration.ofMinutes(1)).until(() -> read(pipeline.get("/api/status").body()).get("endpoints")
                .size() == 2 && read(pipeline.get("/api/trouble").body()).get("files").size() == 2);
        assertThat(StreamSupport.stream(read(pipeline.get("/api/trouble").body()).get("files").spliterator(), false)
                .map(problem -> problem.get("line").asInt() + " " + problem.get("message").asText()))
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).startsWith("9 ").contains("the component kafka is not there: put"
                                + " camel-kafka and all that it depends on into lib/"),
                        one -> assertThat(one).startsWith("6 ").contains("steps"));

        pipeline.signIn();
        assertThat(pipeline.awaitRun("late", 1).getString("error"))
                .contains("the component nats is not there: put camel-nats and all that it depends on into lib/");
    }

    private static String missing(String id, String step) {
        return """
                - route:
                    id: %s
                    from:
                      uri: kamelet:spotify-source?path=/me/shows
                      steps:
                        - kamelet:
                            name: spotify-records-action
                            steps:
                              - %s
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(id, step);
    }
}
