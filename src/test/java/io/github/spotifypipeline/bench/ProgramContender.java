package io.github.spotifypipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program as {@code mvn package} leaves it, signed in the way a person does. */
final class ProgramContender extends Contender {

    private final StartedProgram program;
    private final ChildProcess process;
    private final BenchStore store;
    private final List<String> accounts;
    private final int syncs;
    private boolean signedIn;
    private int mark;

    /**
     * Starts it, for the account "demo", and waits until it is ready.
     *
     * @param routes    the routes folder
     * @param endpoints how many endpoints are in it
     */
    ProgramContender(TestSandbox spotify, Path routes, BenchStore store, int endpoints) {
        this(spotify, routes, store, endpoints, List.of("demo"));
    }

    /** As above. @param accounts the sandbox's accounts that sign in */
    ProgramContender(TestSandbox spotify, Path routes, BenchStore store, int endpoints, List<String> accounts) {
        super(spotify, store);
        this.store = store;
        this.accounts = accounts;
        this.syncs = endpoints * accounts.size();
        // three syncs follow each other faster than any schedule would have them
        program = StartedProgram.start(spotify, routes, store.data(), Map.of("MONGODB_URI", store.uri(),
                "MONGODB_DATABASE", store.name(), "LIMITS_CALLS_IN_30S", "100000"));
        process = program.process();
    }

    /** When and how it became ready. */
    StartedProgram program() {
        return program;
    }

    @Override
    ProcessUse use() {
        return process.use();
    }

    /** The first time by signing in, which begins a sync by itself; later as the page's button does. */
    @Override
    void begin() {
        mark = process.mark();
        if (!signedIn) {
            signedIn = true;
            accounts.forEach(account -> DemoSignIn.signIn(program.page(), account));
            return;
        }
        try {
            HttpResponse<Void> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(program.page().resolve("/api/sync"))
                    .POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 202) {
                throw new AssertionError("POST /api/sync: " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    ChildProcess.Line awaitEnd() {
        ChildProcess.Line last = process.await("sync (succeeded .*endpoint=|failed)", mark, syncs);
        assertThat(process.lines()).as("lines").noneMatch(line -> line.contains("sync failed"));
        return last;
    }

    @Override
    void forget() {
        try (MongoClient client = MongoClients.create(store.isEmbedded() ? program.embeddedUri() : store.uri())) {
            MongoDatabase database = client.getDatabase(store.name());
            database.getCollection("saved_tracks").drop();
            database.getCollection("followed_artists").drop();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
