package io.github.spotifypipeline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.PendingSignIn;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.sync.Syncs;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.bson.Document;

/** The whole pipeline in this JVM, on a clock that jumps from one time to the next when all that is due is done. */
final class SoakPipeline implements AutoCloseable {

    private static final List<String> SCOPES = List.of("user-read-recently-played", "user-library-read");
    private static final Duration STALLED = Duration.ofMillis(150);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final MutableClock clock;
    private final SoakSpotify spotify;
    private final Map<String, SoakAccount> accounts;
    private final Map<String, String> environment;
    private final Path home;
    private final String databaseName = "soak_" + UUID.randomUUID().toString().replace("-", "");
    private final int port = FreePort.find();
    private final MongoClient client;
    private final AtomicLong looks = new AtomicLong();
    private EmbeddedMongo embedded;
    private Pipeline pipeline;
    private Syncs syncs;

    /**
     * Starts it.
     *
     * @param home     an empty folder
     * @param settings by their environment variables
     */
    SoakPipeline(Path home, MutableClock clock, SoakSpotify spotify, Map<String, SoakAccount> accounts,
                 Map<String, String> settings) {
        this.home = home;
        this.clock = clock;
        this.spotify = spotify;
        this.accounts = accounts;
        String uri = System.getenv("MONGODB_TEST_URI");
        if (uri == null) {
            startServer();
            uri = embedded.connectionString();
        }
        this.client = MongoClients.create(uri);
        this.environment = new HashMap<>(settings);
        environment.putAll(Map.of(
                "SPOTIFY_CLIENT_ID", "soak",
                "SPOTIFY_ACCOUNTS_URL", spotify.url().toString(),
                "SPOTIFY_API_URL", spotify.url() + "/v1",
                "MONGODB_URI", uri,
                "MONGODB_DATABASE", databaseName,
                "TIMEZONE", "UTC"));
        start();
    }

    private void start() {
        environment.put("HTTP_PORT", String.valueOf(FreePort.find()));
        pipeline = Pipeline.prepare(Settings.load(home, environment), clock);
        pipeline.start();
        pipeline.camel().getManagementStrategy().addEventNotifier(new Looks());
        syncs = bean("spotifySyncs", Syncs.class);
    }

    private void startServer() {
        embedded = EmbeddedMongo.start(home.resolve("database"), port);
    }

    private <T> T bean(String name, Class<T> type) {
        return pipeline.camel().getRegistry().lookupByNameAndType(name, type);
    }

    /** Counts how often it was looked whose turn it is. */
    private final class Looks extends EventNotifierSupport {

        Looks() {
            setIgnoreExchangeSentEvents(true);
            setIgnoreExchangeSendingEvents(true);
            setIgnoreExchangeCreatedEvent(true);
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof ExchangeCompletedEvent completed
                    && "spotify-schedule".equals(completed.getExchange().getFromRouteId())) {
                looks.incrementAndGet();
            }
        }
    }

    /** Signs an account in, as the callback does once it has the tokens. */
    void signIn(SoakAccount account) {
        String token = account.signIn();
        syncs.signedIn(bean("spotifyVault", AccountStore.class).store(
                JsonNodeFactory.instance.objectNode().put("id", account.id()).put("display_name", account.id()),
                new TokenGrant(account.accessToken(clock.instant()), token, clock.instant().plus(Duration.ofHours(1)),
                        SCOPES),
                new PendingSignIn("state", "verifier", String.join(" ", SCOPES), clock.instant())));
    }

    /**
     * Waits until nothing is under way and, as it was looked twice since then, nothing is due. What only waits for the
     * time to pass gets it.
     */
    void awaitIdle() {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        long calls = spotify.calls();
        long calledAt = System.nanoTime();
        long since = looks.get();
        while (looks.get() < since + 2) {
            pause(Duration.ofMillis(1));
            long now = System.nanoTime();
            if (now > deadline) {
                throw new AssertionError("Nothing ends at " + clock.instant());
            }
            boolean busy = pipeline.camel().getInflightRepository().size("spotify-sync") > 0
                    || accounts.keySet().stream().anyMatch(syncs::isUnderWay);
            if (spotify.calls() != calls) {
                calls = spotify.calls();
                calledAt = now;
                since = looks.get();
            } else if (busy) {
                since = looks.get();
                if (now - calledAt > STALLED.toNanos()) {
                    clock.advance(Duration.ofSeconds(5));
                    calledAt = now;
                }
            }
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a day does once. */
    void tidy() {
        pipeline.database().tidy(clock.instant());
    }

    /** Stops the pipeline, whatever is under way, and starts it again. */
    void restart() {
        pipeline.close();
        start();
    }

    /** Takes the database away for a while. @return false when it is not the soak's own */
    boolean loseDatabase(Duration away) {
        if (embedded == null) {
            return false;
        }
        embedded.close();
        pause(away);
        startServer();
        while (pipeline.database().trouble() != null) {
            // connections of before, which are no use to the soak's own calls
            pause(Duration.ofMillis(50));
        }
        return true;
    }

    MongoDatabase database() {
        return client.getDatabase(databaseName);
    }

    /** What the database takes on the disk, or says that it does, in bytes. */
    long databaseSize() throws IOException {
        return embedded != null ? Files.size(home.resolve("database/embedded-mongodb.mv"))
                : database().runCommand(new Document("dbStats", 1)).get("storageSize", Number.class).longValue();
    }

    @Override
    public void close() {
        pipeline.close();
        if (embedded == null) {
            database().drop();
        }
        client.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
