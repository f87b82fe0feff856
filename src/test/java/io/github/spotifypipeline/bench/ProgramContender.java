package io.github.spotifypipeline.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as {@code mvn package} leaves it, with two endpoints, signed in the way a person does. */
final class ProgramContender extends Contender {

    static final Path HOME = Path.of("target/spotify-pipeline").toAbsolutePath();

    private static final String LAST_ENDPOINT = "sync succeeded .*endpoint=followed-artists";

    private final ChildProcess process;
    private final URI page;
    private final Duration start;
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
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home"),
                "JAVA_OPTS", System.getProperty("bench.java.opts", ""),
                "LANG", "C.UTF-8",
                "DATA_DIR", data.toString(),
                "ROUTES_DIR", routes.toString(),
                "HTTP_PORT", String.valueOf(FreePort.find()),
                "MONGODB_URI", mongodb));
        // three syncs follow each other faster than any schedule would have them
        environment.put("LIMITS_CALLS_IN_30S", "100000");
        environment.put("SPOTIFY_CLIENT_ID", "sandbox-client");
        environment.put("SPOTIFY_ACCOUNTS_URL", spotify.accountsUrl().toString());
        environment.put("SPOTIFY_API_URL", spotify.apiUrl().toString());
        ProcessBuilder builder = new ProcessBuilder(HOME.resolve("bin/spotify-pipeline").toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = ChildProcess.start(builder);
        ChildProcess.Line ready = process.await("Ready: ", 0);
        start = Duration.between(process.startedAt(), ready.at());
        page = URI.create(find("Ready: (\\S+)", ready.text()));
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("There is no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    /** From the start of the process to its line "Ready". */
    Duration start() {
        return start;
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
            DemoSignIn.signIn(page, "demo");
            signedIn = true;
            return;
        }
        try {
            HttpResponse<Void> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page.resolve("/api/sync"))
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
        String uri = find("(mongodb://127\\.0\\.0\\.1:\\d+/)", process.await("mongodb://", 0).text());
        try (MongoClient client = MongoClients.create(uri)) {
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
