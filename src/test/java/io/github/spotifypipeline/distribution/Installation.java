package io.github.spotifypipeline.distribution;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.bson.Document;

/**
 * The packaged program with a data folder and a database of its own, which outlive it: it is started as often as one
 * likes.
 */
final class Installation implements AutoCloseable {

    /** What a process that was killed holds in the database may have to run out first. */
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final String mongodb;
    private final String database = "test_" + UUID.randomUUID().toString().replace("-", "");
    private final Map<String, String> environment = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private PackagedProgram program;
    private URI page;

    /**
     * Starts nothing yet.
     *
     * @param data    the data folder
     * @param mongodb a connection string; empty: the embedded database
     */
    Installation(Path data, String mongodb, TestSandbox sandbox) {
        this.data = data;
        this.mongodb = mongodb;
        // nowhere near midnight, where a day's lists would begin anew
        ZoneOffset noon = ZoneOffset.ofHours(12 - Instant.now().atOffset(ZoneOffset.UTC).getHour());
        environment.putAll(Map.of(
                "SPOTIFY_CLIENT_ID", "sandbox-client",
                "SPOTIFY_ACCOUNTS_URL", sandbox.accountsUrl().toString(),
                "SPOTIFY_API_URL", sandbox.apiUrl().toString(),
                "MONGODB_URI", mongodb,
                "MONGODB_DATABASE", database,
                "SYNC_TICK", "100",
                // what a killed process had claimed is free soon
                "SYNC_LEASE", "5000",
                "SPOTIFY_CALL_DEADLINE", "10000",
                "TIMEZONE", noon.getId()));
    }

    /** Starts the program and waits until it is ready. */
    PackagedProgram start() {
        int port = FreePort.find();
        page = URI.create("http://127.0.0.1:" + port + "/");
        environment.put("HTTP_PORT", String.valueOf(port));
        program = PackagedProgram.start(data.getParent(), data, environment);
        program.awaitLine("Ready");
        return program;
    }

    /** The program that was started last. */
    PackagedProgram program() {
        return program;
    }

    /** Runs a command with the same settings. */
    Command run(String... arguments) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("DATA_DIR", data.toString());
        variables.putIfAbsent("HTTP_PORT", String.valueOf(FreePort.find()));
        return Command.run(data.getParent(), variables, arguments);
    }

    /** The name of its database. */
    String database() {
        return database;
    }

    /** The data folder. */
    Path data() {
        return data;
    }

    /** Where the page of the program that was started last is, with a slash at the end. */
    URI page() {
        return page;
    }

    /** Does something with its database while the program runs. */
    <T> T inDatabase(Function<MongoDatabase, T> action) {
        return with(mongodb.isEmpty() ? program.databaseUri() : mongodb, action);
    }

    void signIn(String accountId) {
        DemoSignIn.signIn(page, accountId);
    }

    /** Asks for all endpoints of all accounts. */
    void syncAll() {
        send("POST", "api/sync");
    }

    /**
     * Waits until all endpoints of all accounts have succeeded since a time, and now and then asks for those that have
     * not.
     */
    void awaitAll(int accounts, Instant since) {
        Instant[] asked = {Instant.now()};
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(200)).until(() -> {
            List<String> missing = missing(accounts, since);
            if (Instant.now().isAfter(asked[0].plus(PATIENCE))) {
                missing.forEach(endpoint -> send("POST", "api/sync/" + endpoint));
                asked[0] = Instant.now();
            }
            return missing.isEmpty();
        });
    }

    /** The endpoints that have not succeeded for all accounts. */
    private List<String> missing(int accounts, Instant since) throws IOException {
        List<String> missing = new ArrayList<>();
        for (JsonNode endpoint : JSON.readTree(send("GET", "api/status")).get("endpoints")) {
            int reached = 0;
            for (JsonNode account : endpoint.get("accounts")) {
                JsonNode success = account.get("last_success_at");
                reached += success.isNull() || Instant.parse(success.asText()).isBefore(since) ? 0 : 1;
            }
            if (reached < accounts) {
                missing.add(endpoint.get("id").asText());
            }
        }
        return missing;
    }

    private String send(String method, String path) {
        try {
            return http.send(HttpRequest.newBuilder(page.resolve(path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads all collections, whether the program runs or not. @return documents ordered by _id, by collection */
    Map<String, List<Document>> read() {
        if (!mongodb.isEmpty()) {
            return read(mongodb);
        }
        if (program.isAlive()) {
            return read(program.databaseUri());
        }
        try (EmbeddedMongo server = EmbeddedMongo.start(data, 0)) {
            return read(server.connectionString());
        }
    }

    private Map<String, List<Document>> read(String uri) {
        return with(uri, from -> {
            Map<String, List<Document>> all = new TreeMap<>();
            for (String collection : from.listCollectionNames()) {
                all.put(collection, from.getCollection(collection).find().sort(new Document("_id", 1)).batchSize(1000)
                        .into(new ArrayList<>()));
            }
            return all;
        });
    }

    private <T> T with(String uri, Function<MongoDatabase, T> action) {
        try (MongoClient client = MongoClients.create(uri)) {
            return action.apply(client.getDatabase(database));
        }
    }

    /** Kills what is left of the program, and drops its database. */
    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        if (!mongodb.isEmpty()) {
            with(mongodb, dropped -> {
                dropped.drop();
                return null;
            });
        }
    }
}
