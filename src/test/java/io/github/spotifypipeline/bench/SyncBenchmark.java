package io.github.spotifypipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
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
    private static final int ARTISTS = Integer.getInteger("bench.artists", 500);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int PAGE = 50;
    private static final Path ARCHIVE = StartedProgram.HOME.resolve("lib/classes.jsa");
    private static final List<String> ENDPOINTS = List.of("saved-tracks.camel.yaml", "followed-artists.camel.yaml");

    @TempDir
    Path folder;

    private Path routes;
    private int folders;

    /** One process's round: a first sync, one without changes, and a first one again when the JVM is warm. */
    private record Round(Contender.Sync cold, Contender.Sync unchanged, Contender.Sync warm, OptionalLong peak,
                         OptionalLong heap) {
    }

    @BeforeEach
    void twoEndpoints() {
        routes = StartedProgram.routes(folder.resolve("routes"), ENDPOINTS);
    }

    @Test
    void compare() throws IOException {
        print("%d saved tracks, %d followed artists, 0 ms latency; Java %s, %d processors, load %.1f", TRACKS, ARTISTS,
                Runtime.version(), Runtime.getRuntime().availableProcessors(), load());
        try (TestSandbox spotify = TestSandbox.start(SandboxOptions.defaults().withLibrary(TRACKS, ARTISTS))) {
            starts(spotify);
            rounds(spotify, countAndCompare(spotify));
        }
    }

    private Path newFolder() {
        return folder.resolve("data-" + folders++);
    }

    /** Has both write to one server that counts. @return the Authorization header of a signed-in client */
    private String countAndCompare(TestSandbox spotify) throws IOException {
        String account = spotify.account("demo").accountId();
        try (EmbeddedMongo server = EmbeddedMongo.start(newFolder(), 0);
                CommandCounter counter = new CommandCounter(URI.create(server.connectionString()).getPort());
                MongoClient client = MongoClients.create(server.connectionString())) {
            String authorization;
            List<String> options;
            print("");
            try (Contender program = new ProgramContender(spotify, routes, newFolder(), counter.connectionString())) {
                counter.clear();
                report("program, first sync", program.sync(), counter);
                authorization = spotify.requests().get(spotify.requests().size() - 1).header("Authorization")
                        .orElseThrow();
                counter.clear();
                report("program, nothing new", program.sync(), counter);
                assertThat(counter.count("update", "saved_tracks")).isZero();
                assertThat(counter.count("update", "followed_artists")).isZero();
                assertThat(counter.count("update", "tracks")).isZero();
                options = program.use().jvmOptions();
            }
            try (Contender loop = new LoopContender(spotify, options, authorization, account,
                    counter.connectionString())) {
                counter.clear();
                report("loop, each sync", loop.sync(), counter);
            }
            for (String collection : List.of("saved_tracks", "followed_artists")) {
                assertThat(documents(client, "spotify", collection))
                        .isEqualTo(documents(client, "loop", collection)).isNotEmpty();
            }
            print("Both stored the same documents. Options of both JVMs: %s", String.join(" ", options));
            return authorization;
        }
    }

    private static void report(String who, Contender.Sync sync, CommandCounter counter) {
        int pages = pages(TRACKS) + pages(ARTISTS);
        int writes = counter.count("update", "saved_tracks") + counter.count("update", "followed_artists");
        int ofSongs = counter.count("update", "tracks");
        print("%-22s %4d calls (%d is the minimum), %4d bulk writes, %4d of what songs are; all commands: %s", who,
                sync.calls(), pages, writes, ofSongs, counter);
        assertThat(sync.calls()).as("calls of the %s", who).isEqualTo(pages);
        assertThat(counter.count("update", "saved_tracks")).as("of the %s", who).isLessThanOrEqualTo(pages(TRACKS));
        assertThat(counter.count("update", "followed_artists")).as("of the %s", who)
                .isLessThanOrEqualTo(pages(ARTISTS));
        assertThat(ofSongs).as("of the %s", who).isLessThanOrEqualTo(pages(TRACKS));
    }

    private static int pages(int records) {
        return (records + PAGE - 1) / PAGE;
    }

    private static List<Document> documents(MongoClient client, String database, String collection) {
        return client.getDatabase(database).getCollection(collection).find().sort(new Document("_id", 1))
                .batchSize(1000).map(document -> {
                    document.remove("fetched_at");
                    document.remove("first_seen_at");
                    return document;
                }).into(new ArrayList<>());
    }

    private void rounds(TestSandbox spotify, String authorization) {
        String account = spotify.account("demo").accountId();
        List<Round> programs = new ArrayList<>();
        List<Round> loops = new ArrayList<>();
        print("");
        for (int i = 0; i < ROUNDS; i++) {
            List<String> options;
            try (Contender program = new ProgramContender(spotify, routes, newFolder(), "")) {
                programs.add(round(program));
                options = program.use().jvmOptions();
            }
            try (Contender loop = new LoopContender(spotify, options, authorization, account, newFolder().toString())) {
                loops.add(round(loop));
            }
            print("round %d of %d: program %s, loop %s; load %.1f", i + 1, ROUNDS, programs.get(i).cold(),
                    loops.get(i).cold(), load());
        }
        print("");
        print("median (smallest-largest)         program                    loop                       ratio");
        compare("first sync, wall s", "%.2f", programs, loops, round -> round.cold().wallMillis() / 1000);
        compare("first sync, CPU s", "%.2f", programs, loops, round -> round.cold().cpuMillis() / 1000);
        compare("the same, warm JVM, wall s", "%.2f", programs, loops, round -> round.warm().wallMillis() / 1000);
        compare("the same, warm JVM, CPU s", "%.2f", programs, loops, round -> round.warm().cpuMillis() / 1000);
        compare("nothing new, wall s", "%.2f", programs, loops, round -> round.unchanged().wallMillis() / 1000);
        compare("nothing new, CPU s", "%.2f", programs, loops, round -> round.unchanged().cpuMillis() / 1000);
        compare("peak memory, MB", "%.0f", programs, loops, round -> number(round.peak()));
        compare("live heap after, MB", "%.0f", programs, loops, round -> number(round.heap()));
    }

    private static Round round(Contender contender) {
        Contender.Sync cold = contender.sync();
        Contender.Sync unchanged = contender.sync();
        contender.forget();
        Contender.Sync warm = contender.sync();
        OptionalLong peak = contender.use().peakMegabytes();
        return new Round(cold, unchanged, warm, peak, contender.use().liveHeapMegabytes());
    }

    private static double number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }

    private static void compare(String what, String format, List<Round> programs, List<Round> loops,
                                ToDoubleFunction<Round> value) {
        Series program = new Series(programs.stream().mapToDouble(value).toArray());
        Series loop = new Series(loops.stream().mapToDouble(value).toArray());
        print("%-30s    %-26s %-26s %s", what, program.text(format), loop.text(format),
                program.ratioTo(loop).text("%.2f"));
    }

    /** With the archive of classes, and with it put away. */
    private void starts(TestSandbox spotify) throws IOException {
        Path data = newFolder();
        Path away = data.resolve("classes.jsa");
        Series with = starts(spotify, data);
        Files.move(ARCHIVE, away);
        try {
            Series without = starts(spotify, data);
            print("");
            print("start to ready, s: without an archive of classes %s, with it %s; load %.1f", without.text("%.2f"),
                    with.text("%.2f"), load());
        } finally {
            Files.move(away, ARCHIVE);
        }
    }

    private Series starts(TestSandbox spotify, Path data) {
        double[] seconds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            seconds[i] = start(spotify, data);
        }
        return new Series(seconds);
    }

    private double start(TestSandbox spotify, Path data) {
        try (ProgramContender program = new ProgramContender(spotify, routes, data, "")) {
            return program.start().toMillis() / 1000.0;
        }
    }

    /** How many processes compete for the processors; negative where the system does not tell. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
