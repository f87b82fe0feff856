package io.github.spotifypipeline.bench;

import static io.github.spotifypipeline.bench.BenchOutput.machine;
import static io.github.spotifypipeline.bench.BenchOutput.print;

import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import io.github.spotifysandbox.accounts.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program costs by itself: its start, an idle minute, many accounts, a first sync of plays. */
class ProgramBenchmark {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("bench.idle", 60));
    private static final int ACCOUNTS = 20;
    private static final int TRACKS = 500;
    private static final int LATENCY = 50;
    private static final Path ARCHIVE = StartedProgram.HOME.resolve("lib/classes.jsa");

    @TempDir
    Path folder;

    private int runs;

    /** From the start of the process to its line "Ready", all endpoints on, with the archive of classes and without. */
    @Test
    void start() throws IOException {
        print("%nstart to ready; %s", machine());
        starts("with the archive");
        Path away = folder.resolve("classes.jsa");
        Files.move(ARCHIVE, away);
        try {
            starts("without");
        } finally {
            Files.move(away, ARCHIVE);
        }
    }

    private void starts(String how) {
        List<StartedProgram> starts = new ArrayList<>();
        try (TestSandbox spotify = TestSandbox.start(SandboxOptions.defaults())) {
            for (int i = 0; i < ROUNDS; i++) {
                try (BenchStore store = newStore();
                        ProgramContender program = program(spotify, store, allEndpoints())) {
                    starts.add(program.program());
                }
            }
        }
        row(how + ", s", starts, start -> start.startUp().toMillis() / 1000.0, new Aim(1.2));
        row(how + ", CPU s", starts, start -> number(start.startUpCpu()) / 1000, new Aim(1.4));
    }

    /** What it uses when one account has been synced and nothing is due. */
    @Test
    void idle() throws InterruptedException {
        try (TestSandbox spotify = TestSandbox.start(SandboxOptions.defaults()); BenchStore store = newStore();
                ProgramContender program = program(spotify, store, allEndpoints())) {
            program.sync();
            Thread.sleep(Duration.ofSeconds(10).toMillis());
            double before = number(program.use().cpuMillis());
            Thread.sleep(IDLE.toMillis());
            double cpu = (number(program.use().cpuMillis()) - before) / 1000 * 60 / IDLE.toSeconds();
            print("%nidle, one account, %s: %.2f s CPU a minute (aim %s), %.0f MB; %s", BenchStore.kind(store.uri()),
                    cpu, new Aim(0.28).verdict(cpu), number(program.use().residentMegabytes()), machine());
        }
    }

    /** 20 accounts with a library each. */
    @Test
    void manyAccounts() {
        List<String> accounts = IntStream.range(0, ACCOUNTS).mapToObj(i -> "listener" + i).toList();
        List<Contender.Sync> first = new ArrayList<>();
        List<Contender.Sync> unchanged = new ArrayList<>();
        List<Contender.Sync> again = new ArrayList<>();
        try (TestSandbox spotify = TestSandbox.start(SandboxOptions.defaults())) {
            accounts.forEach(account -> spotify.addAccount(account, account, TRACKS));
            spotify.delayLists(Duration.ofMillis(LATENCY));
            for (int i = 0; i < ROUNDS; i++) {
                try (BenchStore store = newStore(); ProgramContender program = new ProgramContender(spotify,
                        routes(List.of("saved-tracks.camel.yaml")), store, 1, accounts)) {
                    first.add(program.sync());
                    unchanged.add(program.sync());
                    program.forget();
                    again.add(program.sync());
                }
            }
        }
        print("%n%s: %d accounts of %d tracks, %d ms a call; %s", BenchStore.kind(BenchStore.MONGODB), ACCOUNTS, TRACKS,
                LATENCY, machine());
        row("while they sign in, s", first, Contender.Sync::wallSeconds, new Aim(3.5));
        row("nothing new, s", unchanged, Contender.Sync::wallSeconds, new Aim(3.5));
        row("first, asked for, s", again, Contender.Sync::wallSeconds, new Aim(3.5));
        row("first, asked for, CPU s", again, Contender.Sync::cpuSeconds, Aim.NONE);
    }

    /** Fifty plays, which is all that Spotify shows, are one page. */
    @Test
    void firstPlays() {
        try (TestSandbox spotify = TestSandbox.start(SandboxOptions.defaults()); BenchStore store = newStore();
                ProgramContender program = program(spotify, store, List.of("recently-played.camel.yaml"))) {
            TestAccount demo = spotify.account("demo").generatePlays(false);
            Instant last = Instant.now().minus(Duration.ofHours(1));
            IntStream.range(0, 50).forEach(i -> demo.addPlay(spotify.tracks().get(i), last.minusSeconds(i * 300L),
                    null));
            int calls = program.sync().calls();
            print("%ncalls of a first sync of 50 plays: %d (aim %s), of the next: %d", calls, new Aim(1).verdict(calls),
                    program.sync().calls());
        }
    }

    private BenchStore newStore() {
        return BenchStore.on(BenchStore.MONGODB, folder.resolve("data-" + runs++));
    }

    private ProgramContender program(TestSandbox spotify, BenchStore store, List<String> endpoints) {
        return new ProgramContender(spotify, routes(endpoints), store, endpoints.size());
    }

    private Path routes(List<String> endpoints) {
        return StartedProgram.routes(folder.resolve("routes-" + runs++), endpoints);
    }

    private static List<String> allEndpoints() {
        try (Stream<Path> files = Files.list(StartedProgram.HOME.resolve("routes/endpoints"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".camel.yaml"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> void row(String what, List<T> rounds, ToDoubleFunction<T> value, Aim aim) {
        Series series = new Series(rounds.stream().mapToDouble(value).toArray());
        print("%-24s %-20s %s", what, series.text("%.2f"), aim.verdict(series.median()));
    }

    private static double number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }
}
