package io.github.spotifypipeline.bench;

import static io.github.spotifypipeline.bench.BenchOutput.machine;
import static io.github.spotifypipeline.bench.BenchOutput.print;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the packaged program costs beside a loop written by hand that does the same work. What it does is asserted, the
 * numbers are printed: they depend on the machine. docs/performance.md says how to read them.
 */
class SyncBenchmark {

    private static final int TRACKS = Integer.getInteger("bench.tracks", 10_000);
    private static final int MORE_TRACKS = Integer.getInteger("bench.more.tracks", 50_000);
    private static final int ARTISTS = Integer.getInteger("bench.artists", 500);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final List<Integer> LATENCIES = Stream.of(System.getProperty("bench.latency", "0,50,100").split(","))
            .map(Integer::valueOf).toList();
    private static final int PAGE = 50;
    private static final List<String> ENDPOINTS = List.of("saved-tracks.camel.yaml", "followed-artists.camel.yaml");

    /** The times of the run, and what only the program keeps. */
    private static final List<String> NOT_COMPARED = List.of("fetched_at", "first_seen_at", "raw_hash");

    @TempDir
    Path folder;

    private Path routes;

    @BeforeEach
    void twoEndpoints() {
        routes = StartedProgram.routes(folder.resolve("routes"), ENDPOINTS);
        if (BenchStore.MONGODB.isEmpty()) {
            print("On the embedded database. A real MongoDB: MONGODB_TEST_URI=$(.ci/mongod FOLDER) mvn …");
        }
    }

    /** The commands of both, counted on their way, and the documents that they leave. */
    @Test
    void sameWork() throws IOException {
        try (TestSandbox spotify = sandbox(TRACKS);
                EmbeddedMongo embedded = BenchStore.MONGODB.isEmpty()
                        ? EmbeddedMongo.start(folder.resolve("server"), 0) : null;
                CommandCounter counter = new CommandCounter(
                        embedded == null ? BenchStore.MONGODB : embedded.connectionString());
                BenchStore ofProgram = BenchStore.on(counter.connectionString(), folder.resolve("program"));
                BenchStore ofLoop = BenchStore.on(counter.connectionString(), folder.resolve("loop"));
                MongoClient client = MongoClients.create(counter.connectionString())) {
            List<String> options;
            String authorization;
            try (Contender program = new ProgramContender(spotify, routes, ofProgram, ENDPOINTS.size())) {
                counter.clear();
                report("program, first sync", program.sync(), counter);
                authorization = program.authorization();
                counter.clear();
                report("program, nothing new", program.sync(), counter);
                print("commands of a sync without news: %d; aim %s", counter.all(),
                        new Aim(40).verdict(counter.all()));
                assertThat(counter.count("update", "saved_tracks")).isZero();
                assertThat(counter.count("update", "followed_artists")).isZero();
                assertThat(counter.count("update", "tracks")).isZero();
                options = program.use().jvmOptions();
            }
            try (Contender loop = new LoopContender(spotify, options, authorization, 4, ofLoop)) {
                counter.clear();
                report("loop, each sync", loop.sync(), counter);
            }
            for (String collection : List.of("saved_tracks", "followed_artists")) {
                assertThat(documents(client, ofProgram, collection))
                        .isEqualTo(documents(client, ofLoop, collection)).isNotEmpty();
            }
            print("Both stored the same documents. Options of both JVMs: %s", String.join(" ", options));
        }
    }

    private static void report(String who, Contender.Sync sync, CommandCounter counter) {
        int pages = pages(TRACKS) + pages(ARTISTS);
        int writes = counter.count("update", "saved_tracks") + counter.count("update", "followed_artists");
        int ofSongs = counter.count("update", "tracks");
        print("%-22s %4d calls (%d is the minimum), %4d bulk writes, %4d of what songs are; all %d commands: %s", who,
                sync.calls(), pages, writes, ofSongs, counter.all(), counter);
        assertThat(sync.calls()).as("calls of the %s", who).isEqualTo(pages);
        assertThat(counter.count("update", "saved_tracks")).as("of the %s", who).isLessThanOrEqualTo(pages(TRACKS));
        assertThat(counter.count("update", "followed_artists")).as("of the %s", who)
                .isLessThanOrEqualTo(pages(ARTISTS));
        assertThat(ofSongs).as("of the %s", who).isLessThanOrEqualTo(pages(TRACKS));
    }

    private static int pages(int records) {
        return (records + PAGE - 1) / PAGE;
    }

    private static List<Document> documents(MongoClient client, BenchStore store, String collection) {
        return client.getDatabase(store.name()).getCollection(collection).find().sort(new Document("_id", 1))
                .batchSize(1000).map(document -> {
                    NOT_COMPARED.forEach(document::remove);
                    return document;
                }).into(new ArrayList<>());
    }

    /** Each latency ({@code -Dbench.latency=0,50,100}, in milliseconds a call). */
    @Test
    void compare() {
        for (int latency : LATENCIES) {
            try (TestSandbox spotify = sandbox(TRACKS)) {
                spotify.delayLists(Duration.ofMillis(latency));
                SyncRounds rounds = rounds(spotify, TRACKS, latency, BenchStore.MONGODB);
                Aim wall = latency == 0 ? new Aim(1.2) : new Aim(0.3);
                rounds.ratio("first, wall s", "%.2f", round -> round.cold().wallSeconds(), wall);
                rounds.ratio("nothing new, wall s", "%.2f", round -> round.unchanged().wallSeconds(),
                        latency == 0 ? Aim.NONE : wall);
                rounds.ratio("first, CPU s", "%.2f", round -> round.cold().cpuSeconds(), new Aim(1.35));
                rounds.ratio("nothing new, CPU s", "%.2f", round -> round.unchanged().cpuSeconds(), new Aim(0.45));
                rounds.ratio("first, all CPU s", "%.2f", round -> round.cold().allCpuSeconds(), Aim.NONE);
                rounds.ratio("nothing new, all CPU s", "%.2f", round -> round.unchanged().allCpuSeconds(), Aim.NONE);
                if (latency == 0) {
                    rounds.ratio("first, warm, wall s", "%.2f", round -> round.warm().wallSeconds(), new Aim(1.0));
                    rounds.ratio("first, warm, CPU s", "%.2f", round -> round.warm().cpuSeconds(), new Aim(1.3));
                }
                rounds.value("peak memory, MB", "%.0f", SyncRound::peakMegabytes, new Aim(185));
            }
        }
    }

    /** 50,000 tracks ({@code bench.more.tracks}). */
    @Test
    void largeLibrary() {
        try (TestSandbox spotify = sandbox(MORE_TRACKS)) {
            SyncRounds rounds = rounds(spotify, MORE_TRACKS, 0, BenchStore.MONGODB);
            rounds.ratio("first, wall s", "%.2f", round -> round.cold().wallSeconds(), new Aim(1.2));
            rounds.ratio("first, CPU s", "%.2f", round -> round.cold().cpuSeconds(), Aim.NONE);
            rounds.ratio("nothing new, wall s", "%.2f", round -> round.unchanged().wallSeconds(), Aim.NONE);
            rounds.ratio("nothing new, CPU s", "%.2f", round -> round.unchanged().cpuSeconds(), Aim.NONE);
            rounds.value("peak memory, MB", "%.0f", SyncRound::peakMegabytes, new Aim(185));
        }
    }

    /** The embedded database, which is part of each process. */
    @Test
    void embedded() {
        try (TestSandbox spotify = sandbox(TRACKS)) {
            SyncRounds rounds = rounds(spotify, TRACKS, 0, "");
            rounds.ratio("first, wall s", "%.2f", round -> round.cold().wallSeconds(), Aim.NONE);
            rounds.ratio("first, CPU s", "%.2f", round -> round.cold().cpuSeconds(), Aim.NONE);
            rounds.ratio("nothing new, wall s", "%.2f", round -> round.unchanged().wallSeconds(), Aim.NONE);
            rounds.value("nothing new, CPU s", "%.2f", round -> round.unchanged().cpuSeconds(), new Aim(2));
            rounds.ratio("first, warm, CPU s", "%.2f", round -> round.warm().cpuSeconds(), Aim.NONE);
            rounds.value("peak memory, MB", "%.0f", SyncRound::peakMegabytes, new Aim(250));
        }
    }

    private static TestSandbox sandbox(int tracks) {
        return TestSandbox.start(SandboxOptions.defaults().withLibrary(tracks, ARTISTS));
    }

    private SyncRounds rounds(TestSandbox spotify, int tracks, int latency, String server) {
        print("%n%s: %d saved tracks, %d followed artists, %d ms a call; %s", BenchStore.kind(server), tracks, ARTISTS,
                latency, machine());
        return new SyncRounds(spotify, routes, server, latency == 0)
                .run(ROUNDS, folder.resolve(BenchStore.kind(server) + "-" + tracks + "-" + latency));
    }
}
