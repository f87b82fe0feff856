package io.github.spotifypipeline.bench;

import static io.github.spotifypipeline.bench.BenchOutput.load;
import static io.github.spotifypipeline.bench.BenchOutput.machine;
import static io.github.spotifypipeline.bench.BenchOutput.print;
import static io.github.spotifypipeline.bench.BenchStore.kind;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.bench.ImportContender.Cost;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an import by the packaged program costs beside a loop written by hand that stores the same documents. What it
 * does is asserted, the numbers are printed: they depend on the machine. docs/performance.md says how to read them.
 */
class ImportBenchmark {

    private static final int ROWS = Integer.getInteger("import.rows", 300_000);
    private static final int MORE_ROWS = Integer.getInteger("import.more.rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    /** Embedded, and a real MongoDB where there is one. */
    private static final List<String> SERVERS = Stream.of("", BenchStore.MONGODB).distinct()
            .filter(uri -> System.getProperty("import.on", kind(uri)).equals(kind(uri))).toList();
    private static final int PAGE = 5_000;

    @TempDir
    Path folder;

    private final List<BenchStore> stores = new ArrayList<>();
    private TestSandbox spotify;
    private Path routes;

    @BeforeEach
    void playsOnly() {
        spotify = TestSandbox.start(SandboxOptions.defaults());
        routes = StartedProgram.routes(folder.resolve("routes"), List.of("recently-played.camel.yaml"));
    }

    @AfterEach
    void end() {
        spotify.close();
        stores.forEach(BenchStore::close);
    }

    private BenchStore newStore(String server) {
        BenchStore store = BenchStore.on(server, folder.resolve("data-" + stores.size()));
        stores.add(store);
        return store;
    }

    @Test
    void compare() throws IOException {
        Path zip = zip(ROWS);
        for (String server : SERVERS) {
            List<Cost> programs = new ArrayList<>();
            List<Cost> loops = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                try (ImportContender program = ImportContender.program(spotify, routes, newStore(server), zip);
                        ImportContender loop = ImportContender.loop(spotify, program.use().jvmOptions(),
                                newStore(server), zip)) {
                    programs.add(program.cost());
                    loops.add(loop.cost());
                    print("%s, round %d of %d: program %s; loop %s; load %.1f", kind(server), i + 1, ROUNDS,
                            program.cost(), loop.cost(), load());
                    if (i == 0) {
                        print("alive after it: program %s MB, loop %s MB", program.use().liveHeapMegabytes(),
                                loop.use().liveHeapMegabytes());
                        assertSameDocuments(program, loop);
                    }
                }
            }
            print("%s, median (smallest-largest): program, loop, ratio", kind(server));
            compare("wall s", "%.1f", programs, loops, Cost::wallSeconds);
            compare("CPU s", "%.1f", programs, loops, Cost::cpuSeconds);
            compare("peak memory MB", "%.0f", programs, loops, cost -> cost.peak().orElse(0));
        }
    }

    @Test
    void moreRows() throws IOException {
        Path zip = zip(MORE_ROWS);
        for (String server : SERVERS) {
            BenchStore store = newStore(server);
            try (ImportContender program = ImportContender.program(spotify, routes, store, zip)) {
                print("%s: %s; alive after it: %s MB; load %.1f", kind(server), program.cost(),
                        program.use().liveHeapMegabytes(), load());
                print(store.isEmbedded() ? "the file has %d MB" : "", size(store));
            }
            if (store.isEmbedded()) {
                print("after a clean stop it has %d MB", size(store));
                StartedProgram again = StartedProgram.start(spotify, routes, store.data(),
                        Map.of("MONGODB_DATABASE", store.name()));
                print("the next start takes %.1f s, %.1f s CPU", again.startUp().toMillis() / 1000.0,
                        again.process().use().cpuMillis().orElse(0) / 1000.0);
                again.process().close();
            }
        }
    }

    private Path zip(int rows) throws IOException {
        Path zip = LongHistory.write(folder.resolve("my_spotify_data.zip"), rows);
        print("%d rows, a zip of %d MB; %s", rows, Files.size(zip) / 1_000_000, machine());
        return zip;
    }

    private static long size(BenchStore store) throws IOException {
        Path file = store.data().resolve("embedded-mongodb.mv");
        return store.isEmbedded() ? Files.size(file) / 1_000_000 : 0;
    }

    private static void assertSameDocuments(ImportContender program, ImportContender loop) {
        for (String collection : List.of("plays", "other_streams")) {
            int count = 0;
            List<Document> expected;
            String last = "";
            do {
                expected = page(loop, collection, last);
                List<Document> found = page(program, collection, last);
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(found.get(i)).isEqualTo(expected.get(i));
                }
                assertThat(found).hasSameSizeAs(expected);
                count += expected.size();
                last = expected.isEmpty() ? last : expected.get(expected.size() - 1).getString("_id");
            } while (!expected.isEmpty());
            assertThat(count).isPositive();
            print("the same %d documents of %s", count, collection);
        }
    }

    /** The embedded database answers a find as a whole. */
    private static List<Document> page(ImportContender of, String collection, String after) {
        return of.database().getCollection(collection)
                .find(new Document("_id", new Document("$gt", after)).append("source", "export"))
                .projection(new Document("fetched_at", 0)).sort(new Document("_id", 1)).limit(PAGE).batchSize(PAGE)
                .into(new ArrayList<>());
    }

    private static void compare(String what, String format, List<Cost> programs, List<Cost> loops,
                                ToDoubleFunction<Cost> value) {
        Series program = new Series(programs.stream().mapToDouble(value).toArray());
        Series loop = new Series(loops.stream().mapToDouble(value).toArray());
        print("%-16s %-24s %-24s %s", what, program.text(format), loop.text(format),
                program.ratioTo(loop).text("%.2f"));
    }
}
