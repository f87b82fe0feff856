package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.ReplicaSet;
import io.github.spotifypipeline.testing.RunningClock;
import io.github.spotifypipeline.testing.TemporaryFolders;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import io.github.spotifysandbox.accounts.TestAccount;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three pipelines on a replica set of three real mongods, whose primary is killed while Spotify answers a refresh, or
 * steps down; Spotify ends a refresh token with its use. Time passes {@value #SPEED} times as fast, so that claims run
 * out before an election ends. Nothing is lost, nothing twice, and nobody needs to sign in again.
 * {@code -Dfailover.seconds} says for how long it goes on: docs/performance.md.
 */
class ReplicaSetIT {

    private static final int SPEED = 5;
    private static final int ACCOUNTS = Integer.getInteger("failover.accounts", 8);
    private static final Duration LIFETIME = Duration.ofSeconds(Integer.getInteger("failover.seconds", 30));
    private static final String TOKEN = "/api/token";
    private static final String DATABASE = "failover";

    @TempDir
    Path folder;

    private final RunningClock clock = new RunningClock(SPEED);
    private final Set<String> played = new ConcurrentSkipListSet<>();
    private final List<TestAccount> accounts = new ArrayList<>();
    private final Pipeline[] pipelines = new Pipeline[3];
    private final ScheduledExecutorService listeners = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment = new HashMap<>();
    private TestSandbox sandbox;
    private ReplicaSet mongods;
    private int kills;
    private int stepDowns;
    private int restarts;

    @AfterEach
    void stop() {
        listeners.shutdownNow();
        for (Pipeline pipeline : pipelines) {
            if (pipeline != null) {
                pipeline.close();
            }
        }
        if (sandbox != null) {
            sandbox.close();
        }
        if (mongods != null) {
            mongods.close();
        }
    }

    @Test
    void aFailoverLosesNothingStoresNothingTwiceAndParksNobody() {
        assumeTrue(ReplicaSet.binary().isPresent(),
                "The replica set is not tested: MONGOD_TEST_BINARY names no mongod, as .ci/run does.");
        mongods = new ReplicaSet(ReplicaSet.binary().orElseThrow());
        sandbox = TestSandbox.start(SandboxOptions.defaults().withClock(clock)
                .withAccessTokenLifetime(Duration.ofSeconds(75)));
        environment.putAll(Map.of("SPOTIFY_CLIENT_ID", "sandbox-client",
                "SPOTIFY_ACCOUNTS_URL", sandbox.accountsUrl().toString(), "SPOTIFY_API_URL",
                sandbox.apiUrl().toString(),
                // a secondary lags; nothing that decides may be read there
                "MONGODB_URI", mongods.uri() + "&readPreference=secondaryPreferred", "MONGODB_DATABASE", DATABASE,
                "TOKEN_KEY", Base64.getEncoder().encodeToString(TokenKey.generate()),
                "SYNC_TICK", "200", "SYNC_RECENTLY_PLAYED_EVERY", "10s", "TIMEZONE", "UTC"));
        for (int i = 0; i < pipelines.length; i++) {
            TemporaryFolders.copy(Path.of("routes"), home(i).resolve("routes"), file -> !file.startsWith("endpoints")
                    || file.endsWith("recently-played.camel.yaml"));
            start(i);
        }
        try (LogLines log = LogLines.listen(); MongoClient client = MongoClients.create(mongods.uri())) {
            signIn();
            listeners.scheduleAtFixedRate(this::play, 0, 2000, TimeUnit.MILLISECONDS);
            long end = System.nanoTime() + LIFETIME.toNanos();
            while (System.nanoTime() < end) {
                disturb();
            }
            listeners.shutdown();
            catchUp(client.getDatabase(DATABASE));
            report(log);
        }
    }

    private Path home(int number) {
        return folder.resolve("pipeline" + number);
    }

    private void start(int number) {
        Path home = home(number);
        environment.put("HTTP_PORT", String.valueOf(FreePort.find()));
        pipelines[number] = Pipeline.prepare(Settings.load(home, environment), clock);
        pipelines[number].start();
    }

    private void signIn() {
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(sandbox.addAccount("listener" + i, "Listener " + i).generatePlays(false));
            DemoSignIn.signIn(pipelines[i % pipelines.length].page(), "listener" + i);
        }
    }

    /** Each listener hears a track each ten seconds of the clock. */
    private void play() {
        Instant at = clock.instant().minusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
        int track = played.size() % 40;
        for (TestAccount account : accounts) {
            account.addPlay(sandbox.tracks().get(track), at, null);
            played.add(account.accountId() + " " + at);
        }
    }

    private void disturb() {
        int primary = mongods.awaitPrimary();
        CountDownLatch gone = new CountDownLatch(1);
        boolean steps = (kills + stepDowns) % 3 == 2;
        // while it answers, so that what it gives cannot be stored
        sandbox.fault(Fault.on(TOKEN).run(() -> {
            if (steps) {
                mongods.stepDown(primary);
            } else {
                mongods.kill(primary);
            }
            gone.countDown();
        }));
        awaitTrue(gone);
        if (steps) {
            stepDowns++;
        } else {
            kills++;
            if (kills % 2 == 0) {
                int number = restarts++ % pipelines.length;
                pipelines[number].close();
                start(number);
            }
            mongods.awaitPrimary();
            mongods.revive(primary);
        }
        awaitSyncs();
    }

    private static void awaitTrue(CountDownLatch latch) {
        await().atMost(Duration.ofMinutes(2)).until(() -> latch.getCount() == 0);
    }

    /** Syncs go on. */
    private void awaitSyncs() {
        int before = sandbox.requests().size();
        await().atMost(Duration.ofMinutes(2)).until(() -> sandbox.requests().size() > before + ACCOUNTS);
    }

    private static Set<String> stored(MongoDatabase database, List<String> all) {
        Set<String> once = new TreeSet<>();
        for (Document play : database.getCollection("plays").find().batchSize(1000)) {
            String one = play.getString("account_id") + " " + play.getDate("played_at").toInstant();
            all.add(one);
            once.add(one);
        }
        return once;
    }

    private void catchUp(MongoDatabase database) {
        mongods.awaitPrimary();
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(1)).until(() -> {
            for (Pipeline pipeline : pipelines) {
                post(pipeline.page().resolve("/api/sync"));
            }
            return stored(database, new ArrayList<>()).containsAll(played);
        });
        List<String> all = new ArrayList<>();
        assertThat(stored(database, all)).as("made up or lost").isEqualTo(new TreeSet<>(played));
        assertThat(all).as("twice").hasSize(played.size());
        assertThat(database.getCollection("accounts").find().batchSize(1000)).hasSize(ACCOUNTS)
                .allSatisfy(account -> assertThat(account).containsEntry("status", "active"));
    }

    private void post(URI uri) {
        try {
            http.send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            // asked again a second later
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void report(LogLines log) {
        long refreshes = sandbox.requests().stream().filter(request -> request.path().equals(TOKEN)).count();
        long late = log.lines().stream().filter(line -> line.contains("are stored now")).count();
        long healed = log.lines().stream().filter(line -> line.contains("had been replaced already")).count();
        System.out.println(String.format(Locale.ROOT, "ReplicaSetIT: %d kills, %d step-downs, %d restarts of a"
                + " pipeline, %d accounts, %d calls for tokens, %d plays: 0 lost, 0 twice, 0 parked at the end; %d"
                + " refreshes stored late, %d accounts healed", kills, stepDowns, restarts, ACCOUNTS, refreshes,
                played.size(), late, healed));
    }
}
