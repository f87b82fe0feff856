package io.github.spotifypipeline.bench;

import static io.github.spotifypipeline.bench.BenchOutput.load;
import static io.github.spotifypipeline.bench.BenchOutput.print;

import io.github.spotifysandbox.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Rounds in which the program, the loop that reads a page at a time, and the one that reads four at once take turns,
 * each in a fresh process on fresh data.
 */
final class SyncRounds {

    private static final int AT_ONCE = 4;

    private final TestSandbox spotify;
    private final Path routes;
    private final String server;
    private final boolean withWarm;
    private final List<SyncRound> programs = new ArrayList<>();
    private final List<SyncRound> loops = new ArrayList<>();
    private final List<SyncRound> loopsOfFour = new ArrayList<>();

    /**
     * @param server   as {@link BenchStore#uri()}
     * @param withWarm whether a first sync is made in a warm JVM, too
     */
    SyncRounds(TestSandbox spotify, Path routes, String server, boolean withWarm) {
        this.spotify = spotify;
        this.routes = routes;
        this.server = server;
        this.withWarm = withWarm;
    }

    /** @param folder of this run, for data; is made */
    SyncRounds run(int rounds, Path folder) {
        for (int i = 0; i < rounds; i++) {
            List<String> options;
            String authorization;
            try (BenchStore store = BenchStore.on(server, folder.resolve("program-" + i))) {
                ProgramContender program = new ProgramContender(spotify, routes, store, 2);
                options = program.use().jvmOptions();
                programs.add(SyncRound.of(program, withWarm));
                authorization = program.authorization();
            }
            loops.add(loop(options, authorization, 1, folder.resolve("loop-" + i)));
            loopsOfFour.add(loop(options, authorization, AT_ONCE, folder.resolve("loop-of-four-" + i)));
            print("round %d of %d, first sync: program %s; loop %s; four at once %s; load %.1f", i + 1, rounds,
                    programs.get(i).cold(), loops.get(i).cold(), loopsOfFour.get(i).cold(), load());
        }
        print("%-24s %-20s %-20s %-20s %-18s %s", "median (smallest-largest)", "program", "loop", "loop, four at once",
                "program/loop", "aim");
        return this;
    }

    private SyncRound loop(List<String> options, String authorization, int atOnce, Path data) {
        try (BenchStore store = BenchStore.on(server, data)) {
            return SyncRound.of(new LoopContender(spotify, options, authorization, atOnce, store), withWarm);
        }
    }

    /** One measure, and whether the median of its ratios to the loop's is within the aim. */
    void ratio(String what, String format, ToDoubleFunction<SyncRound> value, Aim aim) {
        Series ratio = series(programs, value).ratioTo(series(loops, value));
        row(what, format, value, ratio.text("%.2f"), aim.verdict(ratio.median()));
    }

    /** One measure, and whether the program's median is within the aim. */
    void value(String what, String format, ToDoubleFunction<SyncRound> value, Aim aim) {
        Series program = series(programs, value);
        row(what, format, value, program.ratioTo(series(loops, value)).text("%.2f"), aim.verdict(program.median()));
    }

    private void row(String what, String format, ToDoubleFunction<SyncRound> value, String ratio, String verdict) {
        print("%-24s  %-20s %-20s %-20s %-18s %s", what, series(programs, value).text(format),
                series(loops, value).text(format), series(loopsOfFour, value).text(format), ratio, verdict);
    }

    private static Series series(List<SyncRound> rounds, ToDoubleFunction<SyncRound> value) {
        return new Series(rounds.stream().mapToDouble(value).toArray());
    }
}
