package io.github.spotifypipeline.bench;

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
import java.time.Duration;
import java.util.Map;

/** The program as {@code mvn package} leaves it, with two endpoints, signed in the way a person does. */
final class ProgramContender extends Contender {

    private static final String LAST_ENDPOINT = "sync succeeded .*endpoint=followed-artists";

    private final StartedProgram program;
    private final ChildProcess process;
    private boolean signedIn;
    private int mark;

    /**
     * Starts it and waits until it is ready.
     *
     * @param routes  the routes folder
     * @param data    the data folder
     * @param mongodb a connection string; empty is the embedded database
     */
    ProgramContender(TestSandbox spotify, Path routes, Path data, String mongodb) {
        super(spotify);
        // three syncs follow each other faster than any schedule would have them
        program = StartedProgram.start(spotify, routes, data, Map.of("MONGODB_URI", mongodb, "LIMITS_CALLS_IN_30S",
                "100000"));
        process = program.process();
    }

    /** From the start of the process to its line "Ready". */
    Duration start() {
        return program.startUp();
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
            DemoSignIn.signIn(program.page(), "demo");
            signedIn = true;
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
        return process.await(LAST_ENDPOINT, mark);
    }

    @Override
    void forget() {
        try (MongoClient client = MongoClients.create(program.embeddedUri())) {
            MongoDatabase database = client.getDatabase("spotify");
            database.getCollection("saved_tracks").drop();
            database.getCollection("followed_artists").drop();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
