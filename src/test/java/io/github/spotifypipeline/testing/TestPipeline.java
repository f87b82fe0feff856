package io.github.spotifypipeline.testing;

import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import io.github.spotifysandbox.accounts.TestAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.bson.Document;

/**
 * The whole pipeline in this JVM, with the repository's own routes, against a sandbox and a database, on a clock that
 * stands still. Of the endpoints only {@code recently-played} is there, unless a test asks for others. The sandbox's
 * account {@code demo} has no plays but those that a test adds.
 */
public final class TestPipeline implements AutoCloseable {

    private static final int MOST_TRIES = 5;

    public final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    public final TestSandbox sandbox;
    public final TestDatabase database;
    private final Map<String, String> environment = new HashMap<>();
    private final Path home = TemporaryFolders.create();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Pipeline> replicas = new ArrayList<>();
    private Pipeline pipeline;

    private TestPipeline(TestDatabase database, List<String> endpoints, UnaryOperator<SandboxOptions> options,
                         String... environment) {
        this.database = database;
        Path routes = home.resolve("routes");
        TemporaryFolders.copy(Path.of("routes"), routes, file -> !file.startsWith("endpoints")
                || endpoints.contains(file.getFileName().toString().replace(".camel.yaml", "")));
        this.sandbox = TestSandbox.start(options.apply(SandboxOptions.defaults().withClock(clock)));
        this.sandbox.account("demo").generatePlays(false);
        this.environment.putAll(Map.of(
                "SPOTIFY_CLIENT_ID", "sandbox-client",
                "SPOTIFY_ACCOUNTS_URL", sandbox.accountsUrl().toString(),
                "SPOTIFY_API_URL", sandbox.apiUrl().toString(),
                "MONGODB_URI", database.uri(),
                "MONGODB_DATABASE", database.databaseName(),
                "ROUTES_DIR", routes.toString(),
                "SYNC_TICK", "100",
                // tests that move the clock by days count calls
                "ENRICH_CALLS_A_DAY", "0",
                "SYNC_BACK_OFF", "20",
                "TIMEZONE", "Europe/Berlin"));
        this.environment.put("COVERS_ORIGINS", sandbox.accountsUrl().toString());
        for (int i = 0; i < environment.length; i += 2) {
            this.environment.put(environment[i], environment[i + 1]);
        }
    }

    /** Starts it. @param environment names and values of further settings, by their environment variables */
    public static TestPipeline start(TestDatabase database, String... environment) {
        return start(database, options -> options, environment);
    }

    /** Starts it against a sandbox with other options. */
    public static TestPipeline start(TestDatabase database, UnaryOperator<SandboxOptions> options,
                                     String... environment) {
        return start(database, List.of("recently-played"), options, environment);
    }

    /**
     * Starts it with some of the repository's endpoints, and a library of the demo account that is as the sandbox made
     * it.
     */
    public static TestPipeline start(TestDatabase database, List<String> endpoints,
                                     UnaryOperator<SandboxOptions> options, String... environment) {
        TestPipeline started = new TestPipeline(database, endpoints, options, environment);
        try {
            started.start();
        } catch (RuntimeException e) {
            started.sandbox.close();
            TemporaryFolders.delete(started.home);
            throw e;
        }
        return started;
    }

    /** Starts it with an {@code application.properties}, and no endpoints but those that are added. */
    public static TestPipeline startWithProperties(TestDatabase database, String properties) {
        TestPipeline started = new TestPipeline(database, List.of(), options -> options);
        try {
            Files.createDirectories(started.home.resolve("routes/endpoints"));
            Files.writeString(started.home.resolve("application.properties"), properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        started.start();
        return started;
    }

    private void start() {
        pipeline = prepare(Map.of());
        pipeline.start();
    }

    /** On a busy machine another process may take the port that was free a moment ago: then on another one. */
    private Pipeline prepare(Map<String, String> others) {
        for (int tries = 1;; tries++) {
            environment.put("HTTP_PORT", String.valueOf(FreePort.find()));
            Map<String, String> its = new HashMap<>(environment);
            its.putAll(others);
            try {
                return Pipeline.prepare(Settings.load(home, its), clock);
            } catch (SettingsException e) {
                if (tries == MOST_TRIES || !e.getMessage().startsWith("The page cannot be served")) {
                    throw e;
                }
            }
        }
    }

    /**
     * Starts one more process's worth of the same pipeline, on the same database.
     *
     * @param others names and values of settings that are others for it, by their environment variables
     * @return where its page is
     */
    public URI startReplica(String... others) {
        Map<String, String> its = new HashMap<>();
        for (int i = 0; i < others.length; i += 2) {
            its.put(others[i], others[i + 1]);
        }
        Pipeline replica = prepare(its);
        replicas.add(replica);
        replica.start();
        return replica.page();
    }

    /** Puts a route file among the endpoints. */
    public void addEndpoint(String id, String yaml) {
        write("endpoints/" + id + ".camel.yaml", yaml);
    }

    /** Takes a route file away from among the endpoints. */
    public void removeEndpoint(String id) {
        remove("endpoints/" + id + ".camel.yaml");
    }

    /** Puts a chart's file among the charts. */
    public void addChart(String id, String yaml) {
        write("charts/" + id + ".chart.yaml", yaml);
    }

    /** Takes a chart's file away from among the charts. */
    public void removeChart(String id) {
        remove("charts/" + id + ".chart.yaml");
    }

    private void write(String file, String text) {
        try {
            Files.writeString(home.resolve("routes").resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(String file) {
        try {
            Files.delete(home.resolve("routes").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stops the pipeline and starts it again; the sandbox and the database go on.
     *
     * @param changed names and values of settings that are new or others than before, by their environment variables
     */
    public void restart(String... changed) {
        pipeline.close();
        for (int i = 0; i < changed.length; i += 2) {
            environment.put(changed[i], changed[i + 1]);
        }
        start();
    }

    /** Stops the pipeline, which ends its syncs, does something, and starts it again. */
    public void whileStopped(Runnable work) {
        pipeline.close();
        work.run();
        start();
    }

    public TestAccount demo() {
        return sandbox.account("demo");
    }

    /** The running Camel context. */
    public CamelContext camel() {
        return pipeline.camel();
    }

    /** The key of the pipeline's tokens, in base64. */
    public String tokenKey() {
        try {
            return Files.readString(home.resolve("data/token.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the page is, with a slash at the end. */
    public URI page() {
        return pipeline.page();
    }

    /** Signs the demo account in by the real flow. */
    public void signIn() {
        DemoSignIn.signIn(page(), "demo");
    }

    /** Signs the demo account in and waits for its first sync. @return the account's id */
    public String signInAndSync() {
        long before = runs().size();
        signIn();
        awaitRuns((int) before + 1);
        return demo().accountId();
    }

    /** Moves the clock and waits for the first sync that ends then. */
    public Document syncAfter(Duration passed) {
        clock.advance(passed);
        // not one more than before: housekeeping deletes what is old by now
        Supplier<Optional<Document>> since = () -> runs().stream()
                .filter(run -> !run.getDate("finished_at").toInstant().isBefore(clock.instant())).findFirst();
        await().atMost(Duration.ofMinutes(2)).until(() -> since.get().isPresent());
        return since.get().orElseThrow();
    }

    /** Asks for a sync of an endpoint, its parent's included, and waits for its end. @return its run record */
    public Document sync(String endpoint) {
        int before = runs(endpoint).size();
        send("POST", "/api/sync/" + endpoint);
        return awaitRun(endpoint, before + 1);
    }

    /** Waits until so many syncs of an endpoint have finished. @return the last of them */
    public Document awaitRun(String endpoint, int count) {
        await().atMost(Duration.ofMinutes(2)).until(() -> runs(endpoint).size() >= count);
        return runs(endpoint).get(count - 1);
    }

    /** The finished syncs of an endpoint, in their order. */
    public List<Document> runs(String endpoint) {
        return runs().stream().filter(run -> run.getString("endpoint").equals(endpoint)).toList();
    }

    /** Waits until so many syncs have finished. @return the last of them */
    public Document awaitRuns(int count) {
        await().atMost(Duration.ofMinutes(2)).until(() -> runs().size() >= count);
        return runs().get(count - 1);
    }

    /** Gives the schedule, which looks ten times a second who is due, the time to do what it must not. */
    public void awaitNoCalls(String path) {
        int before = calls(path).size();
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofMinutes(2)).until(() -> calls(path).size() == before);
    }

    /** The finished syncs, in their order. */
    public List<Document> runs() {
        return all("runs", new Document("started_at", 1).append("_id", 1));
    }

    public List<Document> plays() {
        return all("plays", new Document("played_at", -1));
    }

    /** A collection's documents, ordered by {@code _id}. */
    public List<Document> documents(String collection) {
        return all(collection, new Document("_id", 1));
    }

    private List<Document> all(String collection, Document sort) {
        return database.database().getCollection(collection).find().sort(sort).batchSize(1000)
                .into(new ArrayList<>());
    }

    /** The one account. */
    public Document account() {
        return database.database().getCollection("accounts").find().first();
    }

    /** The calls of a path that the sandbox has seen, as raw queries. */
    public List<String> calls(String path) {
        return sandbox.requests().stream().filter(request -> request.path().equals(path))
                .map(request -> request.query() == null ? "" : request.query()).toList();
    }

    /** Asks the pipeline's own server; redirects are not followed. @param headers names and values */
    public HttpResponse<String> send(String method, String path, String... headers) {
        return send(page(), method, path, headers);
    }

    /** The same of a replica. @param page where its page is */
    public HttpResponse<String> send(URI page, String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** Posts an export. @param query of the address, with its question mark; empty for none */
    public HttpResponse<String> postExport(Path file, String query) {
        try {
            return send(HttpRequest.newBuilder(page().resolve("/api/imports" + query))
                    .POST(HttpRequest.BodyPublishers.ofFile(file)).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Imports an export and waits for the end. @return the document of the import */
    public Document importExport(Path file, String query) {
        HttpResponse<String> answer = postExport(file, query);
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return awaitImport(answer.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"));
    }

    /** Waits for the end of an import. */
    public Document awaitImport(String id) {
        Supplier<Document> found = () -> database.database().getCollection("imports").find(new Document("_id", id))
                .first();
        await().atMost(Duration.ofMinutes(2)).until(() -> found.get() != null
                && !"running".equals(found.get().getString("status")));
        return found.get();
    }

    /** Waits until imported plays have what lists have shown of their songs since: some time after a sync. */
    public void awaitLateFacts() {
        await().until(() -> {
            Map<String, Document> songs = documents("tracks").stream().collect(Collectors.toMap(
                    song -> song.getString("_id"), song -> song));
            return documents("unknown_tracks").stream().noneMatch(unknown -> {
                Document song = songs.get(unknown.getString("_id").replaceFirst("^[^:]+:", ""));
                return song != null && unknown.getList("missing", String.class).stream()
                        .anyMatch(fact -> song.get(fact) != null);
            });
        });
    }

    /** The data folder. */
    public Path dataDir() {
        return home.resolve("data");
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The names of the headers, in lower case, that the sandbox was ever sent. */
    public List<String> headersSent() {
        return sandbox.requests().stream().filter(request -> !request.path().equals("/authorize"))
                .flatMap(request -> request.headers().keySet().stream()).map(String::toLowerCase).distinct().sorted()
                .toList();
    }

    /** Everything the database holds, as text. */
    public String databaseAsText() {
        return databaseAsText(collection -> true);
    }

    /** Everything that some of the collections hold, as text. */
    public String databaseAsText(Predicate<String> which) {
        StringBuilder text = new StringBuilder();
        for (String collection : database.database().listCollectionNames().into(new TreeSet<>())) {
            if (which.test(collection)) {
                documents(collection).forEach(document -> text.append(document).append('\n'));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        replicas.forEach(Pipeline::close);
        pipeline.close();
        sandbox.close();
        TemporaryFolders.delete(home);
    }
}
