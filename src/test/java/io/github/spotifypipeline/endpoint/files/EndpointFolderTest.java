package io.github.spotifypipeline.endpoint.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.awaitility.core.ConditionTimeoutException;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Endpoint files that come, change and go under a running pipeline. */
class EndpointFolderTest {

    private static final String PLAYS = "/v1/me/player/recently-played";
    private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);

    @TempDir
    Path routes;
    private TestPipeline pipeline;

    @BeforeEach
    void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Path copy = routes.resolve(Path.of("routes").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.getParent().endsWith("endpoints") || file.endsWith("recently-played.camel.yaml")) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database) {
        pipeline = TestPipeline.start(database, "ROUTES_DIR", routes.toString());
    }

    private Path file(String name) {
        return routes.resolve("endpoints/" + name + ".camel.yaml");
    }

    private void write(String name, String content) {
        try {
            Files.writeString(file(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An endpoint that stores plays into a collection of its own. */
    private static String plays(String id, String collection, String... more) {
        return """
                - route:
                    id: %s
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/player/recently-played
                        scope: user-read-recently-played
                        key: "[.played_at, .track.uri]"
                        every: 20m
                        collection: %s
                %s      steps:
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(id, collection, Stream.of(more).map(line -> "        " + line + "\n")
                .reduce("", String::concat));
    }

    private static String sixLines(String id) throws IOException {
        String example = Files.readString(Path.of("docs/examples/new-endpoint.camel.yaml"));
        assertThat(example.lines().filter(line -> !line.startsWith("#"))).hasSize(6);
        return example.replace("new-endpoint", id);
    }

    private void play(Duration ago) {
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(3), pipeline.clock.instant().minus(ago), null);
    }

    private List<String> routeIds() {
        return pipeline.camel().getRoutes().stream().map(Route::getRouteId).sorted().toList();
    }

    private JsonNode status() {
        try {
            return new ObjectMapper().readTree(pipeline.get("/api/status").body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> endpoints() {
        return status().path("endpoints").findValuesAsText("id");
    }

    private void awaitEndpoints(String... ids) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(endpoints()).containsExactlyInAnyOrder(ids));
    }

    private JsonNode awaitProblem(String file) {
        return await().atMost(Duration.ofMinutes(2)).until(() -> problem(file), found -> found != null);
    }

    private void awaitNoProblem() {
        await().atMost(Duration.ofMinutes(2)).until(() -> status().path("problems").isEmpty());
    }

    private JsonNode problem(String file) {
        for (JsonNode problem : status().path("problems")) {
            if (problem.path("file").asText().equals("endpoints/" + file + ".camel.yaml")) {
                return problem;
            }
        }
        return null;
    }

    private long documents(String collection) {
        return pipeline.database.database().getCollection(collection).countDocuments();
    }

    private void awaitDocuments(String collection, long count) {
        await().atMost(Duration.ofMinutes(2)).until(() -> documents(collection) == count);
    }

    private List<String> outcomes(String endpoint) {
        return pipeline.runs().stream().filter(run -> run.getString("endpoint").equals(endpoint))
                .map(run -> run.getString("outcome")).toList();
    }

    @DatabaseTest(real = false)
    void aFileStartsChangesMovesAndStopsItsEndpointWhileAnotherGoesOn(TestDatabase database) throws IOException {
        start(database);
        play(Duration.ofMinutes(1));
        pipeline.signInAndSync();
        List<String> before = routeIds();

        write("second", plays("second", "seconds"));
        awaitDocuments("seconds", 1);
        assertThat(endpoints()).containsExactly("recently-played", "second");

        write("second", plays("second", "thirds", "overlap: 3h"));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> status().at("/endpoints/1/collection").asText().equals("thirds"));
        // the sync that the edit asks for must not end at the time to which the clock is moved
        pipeline.awaitRun("second", 2);
        play(Duration.ofMinutes(2));
        pipeline.clock.advance(TWENTY_MINUTES);
        awaitDocuments("thirds", 2);
        assertThat(documents("seconds")).isEqualTo(1);
        awaitDocuments("plays", 2);

        Files.move(file("second"), file("renamed"));
        write("other", plays("other", "others"));
        awaitEndpoints("other", "recently-played", "second");
        assertThat(status().path("problems")).isEmpty();

        Files.delete(file("renamed"));
        Files.delete(file("other"));
        awaitEndpoints("recently-played");
        assertThat(routeIds()).isEqualTo(before);
        play(Duration.ofMinutes(3));
        pipeline.clock.advance(TWENTY_MINUTES);
        awaitDocuments("plays", 3);
        assertThat(documents("thirds")).isEqualTo(2);
        assertThat(outcomes("recently-played")).containsOnly("succeeded");
    }

    @DatabaseTest(real = false)
    void onlyAnEditOfWhatIsReadOrStoredAsksForASync(TestDatabase database) throws IOException {
        start(database);
        play(Duration.ofMinutes(1));
        pipeline.signInAndSync();
        write("second", plays("second", "seconds"));
        awaitDocuments("seconds", 1);

        String rare = plays("second", "seconds").replace("every: 20m", "every: 30m # a comment");
        write("second", rare);
        await().atMost(Duration.ofMinutes(2)).until(() -> status().at("/endpoints/1/every").asText().equals("30m"));
        Files.delete(file("second"));
        awaitEndpoints("recently-played");
        write("second", rare);
        awaitEndpoints("recently-played", "second");
        write("second", rare.replace("      steps:\n", """
                      steps:
                        - setBody:
                            expression:
                              jq:
                                expression: 'map(. + {mine: true})'
                """));
        pipeline.awaitRun("second", 2);

        assertThat(pipeline.documents("seconds")).singleElement().satisfies(play ->
                assertThat(play).containsEntry("mine", true));
        assertThat(outcomes("second")).hasSize(2);
    }

    /** Its second route takes its time to find that it cannot start; the endpoint is there by then. */
    private static final class Hesitant extends DirectComponent {

        private final BooleanSupplier until;
        private volatile boolean asked;

        Hesitant(BooleanSupplier until) {
            this.until = until;
        }

        @Override
        public void addConsumer(String key, DirectConsumer consumer) {
            asked = true;
            try {
                await().atMost(Duration.ofSeconds(1)).until(until::getAsBoolean);
            } catch (ConditionTimeoutException e) {
                // as it should be
            }
            throw new IllegalArgumentException("It does not start.");
        }
    }

    @DatabaseTest(real = false)
    void noSyncBeginsOfAFileThatMayStillFail(TestDatabase database) {
        start(database);
        pipeline.signInAndSync();
        int before = pipeline.calls(PLAYS).size();
        Hesitant hesitant = new Hesitant(() -> {
            // what is known of the cursors is read again
            pipeline.clock.advance(Duration.ofSeconds(11));
            return pipeline.calls(PLAYS).size() > before;
        });
        pipeline.camel().addComponent("hesitant", hesitant);

        write("second", plays("second", "seconds") + """
                - route:
                    id: beside
                    from:
                      uri: hesitant:beside
                      steps:
                        - to: log:beside
                """);

        assertThat(awaitProblem("second").path("message").asText()).contains("does not start");
        assertThat(hesitant.asked).isTrue();
        pipeline.awaitNoCalls(PLAYS);
        assertThat(pipeline.calls(PLAYS)).hasSize(before);
        assertThat(outcomes("second")).isEmpty();
    }

    @DatabaseTest(real = false)
    void twoCopiesOfTheSixLinesBothRun(TestDatabase database) throws IOException {
        start(database);
        write("zero", sixLines("zero"));
        awaitEndpoints("recently-played", "zero");
        pipeline.signIn();
        pipeline.awaitRun("zero", 1);

        Files.delete(file("zero"));
        write("one", sixLines("one"));
        write("two", sixLines("two"));

        awaitEndpoints("one", "recently-played", "two");
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.calls("/v1/me/shows").size() >= 3);
        await().atMost(Duration.ofMinutes(2)).until(() -> !outcomes("one").isEmpty() && !outcomes("two").isEmpty());
        assertThat(status().path("problems")).isEmpty();
    }

    @DatabaseTest(real = false)
    void aBrokenFileIsReportedAndItsFormerRoutesGoOn(TestDatabase database) throws IOException {
        start(database);
        play(Duration.ofMinutes(1));
        pipeline.signInAndSync();
        write("second", plays("second", "seconds"));
        awaitDocuments("seconds", 1);

        write("second", plays("second", "thirds", "pathh: /me"));

        JsonNode problem = awaitProblem("second");
        assertThat(problem.path("line").asInt()).isEqualTo(11);
        assertThat(problem.path("message").asText()).startsWith("spotify-source has no parameter pathh - use one of ");
        assertThat(problem.path("since").asText()).isEqualTo("2026-11-22T12:00:00Z");
        JsonNode ready = new ObjectMapper().readTree(pipeline.get("/health/ready").body());
        assertThat(pipeline.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(ready.path("status").asText()).isEqualTo("degraded");
        assertThat(ready.toString()).contains("endpoints/second.camel.yaml:11: ");
        play(Duration.ofMinutes(2));
        pipeline.clock.advance(TWENTY_MINUTES);
        awaitDocuments("seconds", 2);

        write("second", plays("second", "seconds"));
        awaitNoProblem();
        assertThat(endpoints()).containsExactly("recently-played", "second");
    }

    @DatabaseTest(real = false)
    void anAmpersandIsPartOfTheParameterThatHoldsIt(TestDatabase database) {
        start(database);
        play(Duration.ofMinutes(1));
        pipeline.signInAndSync();
        String query = "market=NL&fields=a(b)&collection=thirds&limit=50";
        String whole = plays("second", "seconds", "transform: '{played_at, label: \"R&B (x)&y 100% + %26\"}'")
                .replace("/recently-played\n", "/recently-played?" + query + "\n");
        write("second", whole);
        awaitDocuments("seconds", 1);

        assertThat(pipeline.documents("seconds").get(0)).containsEntry("label", "R&B (x)&y 100% + %26");
        assertThat(pipeline.calls(PLAYS)).contains(query.replace(")&", "%29&"));
        assertThat(status().path("problems")).isEmpty();
    }

    @DatabaseTest(real = false)
    void whatCamelMakesOfASettingIsAProblemOfTheFileToo(TestDatabase database) {
        System.setProperty("second.path", "/me/player/recently-played?market=NL&fields=a");
        try {
            start(database);
            List<String> before = routeIds();
            write("second", plays("second", "seconds")
                    .replace("/me/player/recently-played", "\"{{?sys:second.path}}\""));
            assertThat(awaitProblem("second").path("message").asText())
                    .isEqualTo("the endpoint cannot work - spotify-source has no parameter fields");
            assertThat(problem("second").path("line").asInt()).isEqualTo(2);
            assertThat(routeIds()).isEqualTo(before);

            write("second", plays("second", "seconds")
                    .replace("/me/player/recently-played", "\"{{sys:second.path}}\""));
            awaitEndpoints("recently-played", "second");
            awaitNoProblem();
        } finally {
            System.clearProperty("second.path");
        }
    }

    @DatabaseTest(real = false)
    void aHalfWrittenFileBecomesAnEndpointOnceItIsWhole(TestDatabase database) {
        start(database);
        String whole = plays("second", "seconds");
        write("second", "");
        assertThat(awaitProblem("second").path("message").asText()).contains("empty");

        write("second", whole.substring(0, whole.indexOf("track.uri")));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> problem("second").path("message").asText().contains("not YAML"));
        assertThat(endpoints()).containsExactly("recently-played");
        write("second", whole);

        awaitEndpoints("recently-played", "second");
        awaitNoProblem();
    }

    @DatabaseTest(real = false)
    void aFileThatIsBrokenAtTheStartStopsNothing(TestDatabase database) throws IOException {
        write("broken", "- route:\n    id: broken\n    from:\n      nonsense: 1\n");
        write("unstartable", plays("unstartable", "seconds").replace("spotify-mongodb-sink", "spotify-mongo-sink"));
        write("half", "- route:\n    id: half\n    from:\n      uri: kamelet:spotify-source?path=/me/shows\n");
        write("begun", "- route:\n    id: begun\n");
        Files.createDirectories(routes.resolve("endpoints/mine"));
        Files.writeString(routes.resolve("endpoints/mine/third.camel.yaml"),
                plays("third", "thirds").replace("scope: user-read-recently-played",
                        "scope: user-read-recently-plaid"));
        try (LogLines log = LogLines.listen()) {
            start(database);

            assertThat(endpoints()).containsExactly("recently-played", "third");
            assertThat(log.lines()).filteredOn(line -> line.contains("scope")).singleElement().asString().startsWith(
                    "WARN The endpoint third asks for the scope user-read-recently-plaid, which is not one that"
                    + " Spotify");
        }
        assertThat(status().path("problems").findValuesAsText("file")).containsExactly("endpoints/begun.camel.yaml",
                "endpoints/broken.camel.yaml", "endpoints/half.camel.yaml", "endpoints/unstartable.camel.yaml");
        assertThat(problem("half").path("message").asText()).startsWith("the route has no steps - write");
        assertThat(problem("begun").path("message").asText()).isEqualTo("route lacks from - add it");
        assertThat(problem("broken").path("line").asInt()).isEqualTo(4);
        assertThat(problem("broken").path("message").asText()).contains("nonsense");
        assertThat(problem("unstartable").path("line").asInt()).isEqualTo(12);
        assertThat(problem("unstartable").path("message").asText()).contains("no Kamelet spotify-mongo-sink");
        write("broken", plays("broken", "seconds"));
        awaitEndpoints("broken", "recently-played", "third");
    }

    @DatabaseTest(real = false)
    void aRouteIdBelongsToTheFileThatHasItUntilThatFileGoes(TestDatabase database) throws IOException {
        start(database);
        write("one", plays("same", "ones"));
        awaitEndpoints("recently-played", "same");

        write("two", plays("same", "twos"));
        write("thief", plays("spotify-page", "pages"));
        awaitProblem("thief");

        assertThat(awaitProblem("two").path("message").asText()).contains("same is used by endpoints/one.camel.yaml");
        assertThat(problem("two").path("line").asInt()).isEqualTo(2);
        assertThat(problem("thief").path("message").asText()).contains("used by the program");
        assertThat(status().at("/endpoints/1/collection").asText()).isEqualTo("ones");
        assertThat(pipeline.get("/").statusCode()).isEqualTo(200);

        Files.delete(file("one"));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> status().at("/endpoints/1/collection").asText().equals("twos"));
        assertThat(problem("two")).isNull();
    }

    @DatabaseTest(real = false)
    void aFileThatReadsWellButCannotStartLeavesTheFormerRoutesRunning(TestDatabase database) {
        start(database);
        play(Duration.ofMinutes(1));
        pipeline.signInAndSync();
        write("second", plays("second", "seconds"));
        awaitDocuments("seconds", 1);
        List<String> before = routeIds();

        write("second", plays("second", "thirds") + "      - to: nowhere:here?note=hunter22\n".indent(2));
        String message = awaitProblem("second").path("message").asText();

        assertThat(message).contains("nowhere").doesNotContain("hunter22");
        assertThat(problem("second").path("line").asInt()).isEqualTo(13);
        assertThat(routeIds()).hasSameSizeAs(before).contains("second", "second-source");
        play(Duration.ofMinutes(2));
        pipeline.clock.advance(TWENTY_MINUTES);
        awaitDocuments("seconds", 2);

        write("second", plays("second", "seconds", "transform: '{hunter22: '"));
        await().atMost(Duration.ofMinutes(2)).until(() -> problem("second").path("line").asInt() == 11);
        assertThat(problem("second").path("message").asText()).doesNotContain("hunter22");
        play(Duration.ofMinutes(3));
        pipeline.clock.advance(TWENTY_MINUTES);
        awaitDocuments("seconds", 3);
    }

    @DatabaseTest(real = false)
    void aFileThatWouldHarmOthersIsRefused(TestDatabase database) throws IOException {
        start(database);
        play(Duration.ofMinutes(1));
        pipeline.signInAndSync();
        write("foo-source", plays("foo-source", "foos"));
        awaitDocuments("foos", 1);

        write("foo", plays("foo", "others"));
        assertThat(awaitProblem("foo").path("message").asText()).contains("the route id foo is used");
        write("space", plays("a b", "others"));
        assertThat(awaitProblem("space").path("message").asText()).contains("letters, digits");
        write("control", plays("control", "accounts"));
        assertThat(awaitProblem("control").path("message").asText()).contains("the pipeline's own");
        write("entrance", """
                - route:
                    id: entrance
                    from:
                      uri: spotify-quartz:spotify-pipeline/schedule?trigger.repeatInterval=1000
                      steps:
                        - to: direct:somewhere
                """);
        assertThat(awaitProblem("entrance").path("message").asText()).contains("one of the program's own");
        write("alias", "- &a\n  route: *a\n");
        assertThat(awaitProblem("alias").path("message").asText()).contains("anchors");

        assertThat(endpoints()).containsExactly("foo-source", "recently-played");
        play(Duration.ofMinutes(2));
        pipeline.clock.advance(TWENTY_MINUTES);
        awaitDocuments("foos", 2);
        awaitDocuments("plays", 2);
    }

    @DatabaseTest(real = false)
    void fiftyEditsPileUpNothing(TestDatabase database) throws IOException {
        start(database);
        write("second", plays("second", "c0"));
        awaitEndpoints("recently-played", "second");
        List<String> routesBefore = routeIds();
        int endpointsBefore = pipeline.camel().getEndpoints().size();
        int metersBefore = pipeline.get("/metrics").body().split("\n").length;
        String sink = "    - to: kamelet:spotify-mongodb-sink?collection=extra\n".indent(4);

        EndpointFolder folder = (EndpointFolder) pipeline.camel().getRegistry().lookupByName("spotifyEndpointFolder");
        for (int i = 1; i <= 50; i++) {
            String collection = "c" + i;
            write("second", plays("second", collection) + (i % 2 == 0 ? "" : sink));
            // a change must look the same twice
            folder.look();
            folder.look();
            assertThat(status().at("/endpoints/1/collection").asText()).isEqualTo(collection);
        }

        assertThat(routeIds()).isEqualTo(routesBefore);
        assertThat(pipeline.camel().getEndpoints()).hasSize(endpointsBefore);
        assertThat(pipeline.get("/metrics").body().split("\n").length).isLessThanOrEqualTo(metersBefore + 20);
        Files.delete(file("second"));
        Files.delete(file("recently-played"));
        // a sink of each route of imports; routes of the program ask for pages ahead, and for the facts of songs
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(routeIds())
                .noneMatch(id -> id.matches("second.*|recently.*|spotify-(source|(page|read)-action).*"))
                .filteredOn(id -> id.matches("spotify-(mongodb-sink|get-action).*")).hasSize(4));
    }

    @DatabaseTest(real = false)
    void aSinkThatSeveralFilesUseOutlivesTheOneThatUsedItFirst(TestDatabase database) throws IOException {
        Files.delete(file("recently-played"));
        String sink = "kamelet:spotify-mongodb-sink";
        String nested = plays("second", "seconds").replace("        - to: " + sink, """
                        - choice:
                            when:
                              - simple: ${body.size} >= 0
                                steps:
                                  - to: %s
                """.formatted(sink).stripTrailing());
        write("first", plays("first", "firsts"));
        start(database);
        write("second", nested);
        write("third", plays("third", "thirds").replace("- to: " + sink, "- kamelet:\n            name: "
                + "spotify-mongodb-sink"));
        awaitEndpoints("first", "second", "third");
        play(Duration.ofMinutes(1));
        pipeline.signIn();
        awaitDocuments("firsts", 1);
        awaitDocuments("seconds", 1);
        awaitDocuments("thirds", 1);

        Files.delete(file("first"));
        awaitEndpoints("second", "third");
        write("fourth", plays("fourth", "fourths"));
        // its end, not its first document: a run that ends after the clock has moved is not due again
        pipeline.awaitRun("fourth", 1);
        play(Duration.ofMinutes(2));
        pipeline.clock.advance(TWENTY_MINUTES);

        awaitDocuments("seconds", 2);
        awaitDocuments("thirds", 2);
        awaitDocuments("fourths", 2);
        assertThat(documents("firsts")).isEqualTo(1);
    }

    @DatabaseTest(real = false)
    void aSyncThatIsUnderWayStoresItsPageBeforeItsFileGoes(TestDatabase database) throws IOException {
        start(database);
        for (int i = 0; i < 60; i++) {
            play(Duration.ofMinutes(i + 1));
        }
        pipeline.signInAndSync();
        int calls = pipeline.calls(PLAYS).size();
        pipeline.sandbox.fault(Fault.on(PLAYS).delay(Duration.ofSeconds(4)));
        write("second", plays("second", "seconds"));
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.calls(PLAYS).size() > calls);

        Files.delete(file("second"));
        awaitEndpoints("recently-played");

        assertThat(documents("seconds")).isEqualTo(50);
        assertThat(outcomes("second")).hasSize(1);
        Document run = new ArrayList<>(pipeline.runs()).stream()
                .filter(one -> one.getString("endpoint").equals("second"))
                .findFirst().orElseThrow();
        assertThat(run).containsEntry("written", 50).containsEntry("outcome", "stopped");
    }

    @DatabaseTest(real = false)
    void aFileWhoseNameIsNotReadIsToldOfUntilItIsGone(TestDatabase database) throws IOException {
        Path stray = routes.resolve("endpoints/mine.yaml");
        Files.writeString(stray, plays("mine", "my_plays"));
        Files.writeString(routes.resolve("endpoints/recently-played.camel.yaml.bak"), "");
        start(database);

        assertThat(status().path("problems")).hasSize(1);
        assertThat(status().at("/problems/0/file").asText()).isEqualTo("endpoints/mine.yaml");
        assertThat(status().at("/problems/0/message").asText()).contains("does not end in .camel.yaml");
        assertThat(pipeline.get("/health/ready").body()).contains("degraded", "endpoints/mine.yaml");

        Files.move(stray, file("mine"));
        await().until(() -> status().path("problems").isEmpty());
        await().until(() -> routeIds().contains("mine"));
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        status().path("problems").forEach(problem -> problems.add(problem.path("file").asText() + ":"
                + problem.path("line").asText() + " " + problem.path("message").asText()));
        return problems;
    }

    private void awaitProblems(String... beginnings) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(problems()).hasSameSizeAs(beginnings);
            for (int i = 0; i < beginnings.length; i++) {
                assertThat(problems().get(i)).startsWith(beginnings[i]);
            }
        });
    }

    /** A route that the program calls itself, with a sink that names a collection. */
    private static String copyOf(String id, String collection) {
        return plays(id, id) + "        - to: kamelet:spotify-mongodb-sink?collection=" + collection + "\n";
    }

    @DatabaseTest
    void ofTwoEndpointsOnOneCollectionTheSecondDoesNotRun(TestDatabase database) throws IOException {
        // an older version let both run, and the second one's file comes first by its name
        write("a-copy", plays("a-copy", "plays"));
        database.database().getCollection("collections").insertOne(
                new Document("_id", "plays").append("endpoint", "recently-played"));
        start(database);
        play(Duration.ofMinutes(1));
        pipeline.signInAndSync();
        String taken = " the collection %s is filled by %s (%s) already, and each would overwrite the other's"
                + " documents - give this one a collection of its own";
        String ofPlays = taken.formatted("plays", "recently-played", "endpoints/recently-played.camel.yaml");

        awaitEndpoints("recently-played");
        awaitProblems("endpoints/a-copy.camel.yaml:10" + ofPlays);
        String stored = pipeline.documents("plays").toString();

        // each way to name it, and one endpoint in two collections is no fault
        write("b", copyOf("b", "plays"));
        write("c", sixLines("plays"));
        write("d", plays("d", "d1") + plays("d2", "d1"));
        write("e", copyOf("e", "e_too"));
        awaitEndpoints("recently-played", "e");
        awaitProblems("endpoints/a-copy.camel.yaml:10" + ofPlays, "endpoints/b.camel.yaml:13" + ofPlays,
                "endpoints/c.camel.yaml:7" + ofPlays,
                "endpoints/d.camel.yaml:22" + taken.formatted("d1", "d", "this file"));
        assertThat(pipeline.documents("plays").toString()).isEqualTo(stored);

        // the first goes, and the second takes its place
        write("c", plays("c", "c"));
        write("d", plays("d", "d1"));
        write("b", copyOf("b", "b_too"));
        Files.delete(file("recently-played"));
        awaitEndpoints("a-copy", "b", "c", "d", "e");
        awaitProblems();
    }
}
