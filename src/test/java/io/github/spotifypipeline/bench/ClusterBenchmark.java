package io.github.spotifypipeline.bench;

import static io.github.spotifypipeline.bench.BenchOutput.load;
import static io.github.spotifypipeline.bench.BenchOutput.machine;
import static io.github.spotifypipeline.bench.BenchOutput.print;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.PendingSignIn;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.ReplicaSet;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes of the packaged program on one replica set, with many accounts that are all due at the same moment:
 * how many syncs a second, how many calls were made twice, and how the work is spread. docs/performance.md says how to
 * run and read it.
 */
class ClusterBenchmark {

    private static final int ACCOUNTS = Integer.getInteger("cluster.accounts", 1000);
    private static final Duration LATENCY = Duration.ofMillis(Integer.getInteger("cluster.latency", 50));
    private static final int ROUNDS = Integer.getInteger("cluster.rounds", 2);
    private static final List<Integer> PROCESSES = Stream.of(System.getProperty("cluster.processes", "1,2,4")
            .split(",")).map(Integer::valueOf).toList();
    private static final List<String> ENDPOINTS = List.of("recently-played", "saved-tracks");
    private static final int SYNCS = ACCOUNTS * ENDPOINTS.size();
    private static final int SHOWN_PLAYS = 50;

    /** Within which a process reads again what is due. */
    private static final Duration NOTICE = Duration.ofSeconds(12);

    @TempDir
    Path folder;

    private final byte[] key = TokenKey.generate();
    private final Map<String, SoakAccount> accounts = new LinkedHashMap<>();
    private final List<StartedProgram> programs = new ArrayList<>();

    @Test
    void processes() throws InterruptedException {
        assumeTrue(ReplicaSet.binary().isPresent(), "MONGOD_TEST_BINARY names no mongod");
        Instant start = Instant.now().minus(SoakAccount.PLAY_GAP.multipliedBy(2L * SHOWN_PLAYS));
        for (int i = 0; i < ACCOUNTS; i++) {
            SoakAccount account = new SoakAccount(i, 1, start, Duration.ofDays(1), 0);
            accounts.put(account.id(), account);
        }
        try (ReplicaSet mongods = new ReplicaSet(ReplicaSet.binary().orElseThrow());
                MongoClient client = MongoClients.create(mongods.uri());
                ClusterSpotify spotify = new ClusterSpotify(accounts, LATENCY)) {
            print("%n%d accounts, %s, all due at once; %d ms a call; %s", ACCOUNTS,
                    String.join(" and ", ENDPOINTS), LATENCY.toMillis(), machine());
            for (int count : PROCESSES) {
                try {
                    measure(mongods.uri(), client.getDatabase("cluster_" + count), spotify, count);
                } finally {
                    programs.forEach(program -> program.process().close());
                    programs.clear();
                }
            }
        }
    }

    private void measure(String uri, MongoDatabase stored, ClusterSpotify spotify, int count)
            throws InterruptedException {
        signIn(uri, stored.getName());
        insertCursors(stored);
        start(uri, stored.getName(), spotify, count);
        for (int round = 1; round <= ROUNDS; round++) {
            round(stored, spotify, count, round);
        }
        assertThat(stored.getCollection("plays").countDocuments()).isBetween((long) ACCOUNTS * SHOWN_PLAYS,
                (long) ACCOUNTS * (SHOWN_PLAYS + 1));
        assertThat(stored.getCollection("saved_tracks").countDocuments(new Document("removed_at", null)))
                .isEqualTo((long) ACCOUNTS * SoakAccount.LIBRARY);
        stored.drop();
    }

    /** All are due at once. The first round has cold processes, and all of what it reads is new. */
    private void round(MongoDatabase stored, ClusterSpotify spotify, int count, int round)
            throws InterruptedException {
        Instant due = Instant.now().plus(NOTICE);
        stored.getCollection("cursors").updateMany(new Document(),
                new Document("$set", new Document("retry_at", Date.from(due))));
        long cpu = cpuMillis();
        Commands before = Commands.of(stored);
        Instant done = awaitAll(stored, due);
        Commands commands = Commands.of(stored);
        double seconds = Duration.between(due, done).toMillis() / 1000.0;
        // whoever has not noticed yet that nothing is due any more
        Thread.sleep(NOTICE.toMillis());
        List<ClusterSpotify.Call> calls = spotify.takeCalls();
        long twice = calls.size() - calls.stream().map(ClusterSpotify.Call::what).distinct().count();
        print("%d processes, round %d: %.1f syncs a second (%d in %.1f s), %d calls made twice, shares %s; %s;"
                + " CPU %.1f s; load %.1f", count, round, SYNCS / seconds, SYNCS, seconds, twice, shares(calls, count),
                commands.since(before), (cpuMillis() - cpu) / 1000.0, load());
        assertThat(twice).as("calls made twice").isZero();
    }

    private void signIn(String uri, String name) {
        List<String> scopes = List.of(SoakSpotify.SCOPES.split(" "));
        Instant expires = Instant.now().plus(Duration.ofHours(1));
        try (Database database = Database.at(uri, name)) {
            AccountStore store = new AccountStore(database, new TokenCipher(key), Clock.systemUTC(), () -> "cluster");
            for (SoakAccount account : accounts.values()) {
                store.store(JsonNodeFactory.instance.objectNode().put("id", account.id()),
                        new TokenGrant(account.accessToken(Instant.now()), account.signIn(), expires, scopes),
                        new PendingSignIn("state", "verifier", SoakSpotify.SCOPES, Instant.now()));
            }
        }
    }

    /** Nothing is due before all processes are there. */
    private void insertCursors(MongoDatabase stored) {
        Date later = Date.from(Instant.now().plus(Duration.ofHours(1)));
        stored.getCollection("cursors").insertMany(accounts.keySet().stream().flatMap(account -> ENDPOINTS.stream()
                .map(endpoint -> new Document("_id", account + ":" + endpoint).append("account_id", account)
                        .append("endpoint", endpoint).append("retry_at", later))).toList());
    }

    private void start(String uri, String database, ClusterSpotify spotify, int count) {
        Path routes = StartedProgram.routes(folder.resolve("routes-" + count),
                ENDPOINTS.stream().map(name -> name + ".camel.yaml").toList());
        Map<String, String> settings = new HashMap<>(Map.of("MONGODB_URI", uri, "MONGODB_DATABASE", database,
                "TOKEN_KEY", Base64.getEncoder().encodeToString(key), "TIMEZONE", "UTC",
                // longer than it all takes
                "SYNC_RECENTLY_PLAYED_EVERY", "12h", "SYNC_SAVED_TRACKS_EVERY", "12h",
                // what Spotify would allow is far less than what is measured
                "LIMITS_CALLS_IN_30S", "1000000", "LIMITS_LIST_CALLS", "100000000"));
        for (int i = 0; i < count; i++) {
            programs.add(StartedProgram.start(spotify.url(i), spotify.url(i).resolve("/" + i + "/v1"), routes,
                    folder.resolve("data-" + count + "-" + i), settings));
        }
    }

    /** Waits until each account has synced each endpoint. @return when the last of them was done */
    private Instant awaitAll(MongoDatabase stored, Instant due) throws InterruptedException {
        Document done = new Document("last_success_at", new Document("$gte", Date.from(due)));
        Instant deadline = due.plus(Duration.ofMinutes(30));
        while (stored.getCollection("cursors").countDocuments(done) < SYNCS) {
            assertThat(Instant.now()).as("all is synced").isBefore(deadline);
            Thread.sleep(200);
        }
        return stored.getCollection("cursors").find(done).sort(new Document("last_success_at", -1)).first()
                .getDate("last_success_at").toInstant();
    }

    private long cpuMillis() {
        return programs.stream().mapToLong(program -> program.process().use().cpuMillis().orElse(0)).sum();
    }

    /** What the primary was asked for: all commands, and those that take a turn, or try to. */
    private record Commands(long all, long turns) {

        static Commands of(MongoDatabase database) {
            Document counts = database.runCommand(new Document("serverStatus", 1)).get("metrics", Document.class)
                    .get("commands", Document.class);
            return new Commands(Stream.of("find", "insert", "update", "delete", "findAndModify", "aggregate", "getMore")
                    .mapToLong(name -> total(counts, name)).sum(), total(counts, "findAndModify"));
        }

        private static long total(Document counts, String command) {
            return counts.get(command, Document.class).getLong("total");
        }

        String since(Commands before) {
            return String.format(Locale.ROOT, "%.1f commands a sync, %d turns that another process had taken",
                    (all - before.all) / (double) SYNCS, turns - before.turns - SYNCS);
        }
    }

    /** How much of the calls each process has made, the smallest share first. */
    private static String shares(List<ClusterSpotify.Call> calls, int count) {
        return IntStream.range(0, count).mapToLong(process -> calls.stream()
                        .filter(call -> call.process() == process).count()).sorted()
                .mapToObj(made -> Math.round(100.0 * made / Math.max(1, calls.size())) + " %")
                .collect(Collectors.joining(", "));
    }
}
