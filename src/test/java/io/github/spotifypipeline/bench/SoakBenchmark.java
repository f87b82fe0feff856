package io.github.spotifypipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.MutableClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.util.TimeUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many accounts over many days of a simulated clock, with faults: what it takes is printed, and that nothing is lost or
 * made up is asserted. docs/performance.md says how to run and read it.
 */
class SoakBenchmark {

    private static final int ACCOUNTS = Integer.getInteger("soak.accounts", 1000);
    private static final Duration LIFETIME = Duration.ofDays(Integer.getInteger("soak.days", 30));
    private static final long SEED = Long.getLong("soak.seed", 1);
    private static final String EVERY = System.getProperty("soak.every", "12h");
    private static final Duration STEP =
            Duration.ofMillis(TimeUtils.toMilliSeconds(System.getProperty("soak.step", "1h")));
    private static final double FAULTS = Double.parseDouble(System.getProperty("soak.faults", "0.02"));
    private static final double REVOKED = FAULTS == 0 ? 0 : 0.02;
    private static final Duration INTERVAL = Duration.ofMillis(TimeUtils.toMilliSeconds(EVERY));
    private static final int INTERRUPTIONS = 6;
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final List<String> ENDPOINTS = List.of("recently-played.camel.yaml", "saved-tracks.camel.yaml");
    private static final double MEGABYTE = 1024 * 1024;

    @TempDir
    Path folder;

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private final Instant end = start.plus(LIFETIME);
    private final MutableClock clock = new MutableClock(start);
    private final Map<String, SoakAccount> accounts = new LinkedHashMap<>();
    private final List<Double> heap = new ArrayList<>();

    private Instant finished;
    private int restarts;
    private int outages;
    private int signIns;

    @Test
    void soak() throws IOException {
        // a line a sync and the driver's stack traces would be most of what there is to see
        Configurator.setLevel("io.github.spotifypipeline", Level.ERROR);
        Configurator.setLevel("org.mongodb.driver", Level.ERROR);
        for (int i = 0; i < ACCOUNTS; i++) {
            SoakAccount account = new SoakAccount(i, SEED, start, LIFETIME, REVOKED);
            accounts.put(account.id(), account);
        }
        print("%d accounts, %d days in steps of %s, plays every %s, seed %d, faults %.3f; Java %s, %d processors, load"
                + " %.1f",
                ACCOUNTS, LIFETIME.toDays(), STEP, EVERY, SEED, FAULTS, Runtime.version(),
                Runtime.getRuntime().availableProcessors(), load());
        copyRoutes();
        SoakFault.Source faults = new SoakFault.Source(FAULTS, SEED, start, LIFETIME);
        try (SoakSpotify spotify = new SoakSpotify(clock, accounts, faults);
                SoakPipeline pipeline = new SoakPipeline(folder, clock, spotify, accounts, settings())) {
            long began = System.nanoTime();
            long cpu = cpu();
            run(pipeline, began);
            spotify.endFaults();
            catchUp(pipeline);
            Duration wall = Duration.ofNanos(System.nanoTime() - began);
            report(pipeline, spotify, wall, Duration.ofNanos(cpu() - cpu));
        }
    }

    private static Map<String, String> settings() {
        return Map.of("SYNC_RECENTLY_PLAYED_EVERY", EVERY, "SYNC_TICK", "10", "SYNC_BACK_OFF", "5",
                "SYNC_ACCOUNTS_AT_ONCE", "8",
                // these count the calls by the real time
                "LIMITS_CALLS_IN_30S", "1000000", "LIMITS_LIST_CALLS", "100000000");
    }

    private void copyRoutes() throws IOException {
        Path all = Path.of("routes");
        try (Stream<Path> files = Files.walk(all)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getParent().endsWith("endpoints") || ENDPOINTS.contains(file.getFileName().toString())) {
                    Path copy = folder.resolve("routes").resolve(all.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private void run(SoakPipeline pipeline, long began) {
        Map<Long, List<SoakAccount>> newcomers = newcomers();
        long steps = LIFETIME.dividedBy(STEP);
        long day = Duration.ofDays(1).dividedBy(STEP);
        for (long step = 0; step < steps; step++) {
            newcomers.getOrDefault(step, List.of()).forEach(pipeline::signIn);
            signInAgain(pipeline, Duration.ofDays(1));
            if (FAULTS > 0 && step > 0 && step % (steps / INTERRUPTIONS) == 0) {
                // with what is due just begun
                SoakPipeline.pause(Duration.ofMillis(50));
                interrupt(pipeline);
            }
            pipeline.awaitIdle();
            if (step % day == day - 1) {
                pipeline.tidy();
                heap.add(liveHeap());
                print("day %2d: %4d s, live heap %.0f MB, load %.1f", (step + 1) / day,
                        Duration.ofNanos(System.nanoTime() - began).toSeconds(), heap.get(heap.size() - 1), load());
            }
            Instant next = start.plus(STEP.multipliedBy(step + 1));
            if (clock.instant().isBefore(next)) {
                clock.advance(Duration.between(clock.instant(), next));
            }
        }
    }

    private void interrupt(SoakPipeline pipeline) {
        if (restarts <= outages || !pipeline.loseDatabase(AWAY)) {
            pipeline.restart();
            restarts++;
        } else {
            outages++;
        }
    }

    /** Spread over the first interval, so that not all are due together. */
    private Map<Long, List<SoakAccount>> newcomers() {
        Random random = new Random(SEED);
        int steps = (int) Math.max(1, INTERVAL.dividedBy(STEP));
        Map<Long, List<SoakAccount>> newcomers = new HashMap<>();
        for (SoakAccount account : accounts.values()) {
            newcomers.computeIfAbsent((long) random.nextInt(steps), step -> new ArrayList<>()).add(account);
        }
        return newcomers;
    }

    private void signInAgain(SoakPipeline pipeline, Duration after) {
        for (SoakAccount account : accounts.values()) {
            Instant revoked = account.revokedAt();
            if (revoked != null && !clock.instant().isBefore(revoked.plus(after))) {
                pipeline.signIn(account);
                signIns++;
            }
        }
    }

    /** Nothing goes wrong any more: whatever was put off is made up for. What is played from now on does not count. */
    private void catchUp(SoakPipeline pipeline) {
        finished = clock.instant();
        for (Duration passed = Duration.ZERO; passed.compareTo(Duration.ofHours(30)) < 0;
                passed = passed.plusHours(2)) {
            signInAgain(pipeline, Duration.ZERO);
            pipeline.awaitIdle();
            clock.advance(Duration.ofHours(2));
        }
        pipeline.awaitIdle();
    }

    private void report(SoakPipeline pipeline, SoakSpotify spotify, Duration wall, Duration cpu) throws IOException {
        double days = Duration.between(start, clock.instant()).toHours() / 24.0;
        Records plays = plays(pipeline);
        Records tracks = tracks(pipeline);
        SortedMap<String, Long> runs = runs(pipeline);
        long syncs = runs.values().stream().mapToLong(Long::longValue).sum();
        long written = written(pipeline);
        print("");
        print("simulated              %.1f days, %d accounts, plays every %s, saved tracks daily", days, ACCOUNTS,
                EVERY);
        print("interruptions          %d restarts, %d times without a database, %d sign-ins over", restarts, outages,
                signIns);
        print("syncs                  %d in %d s (%.0f/s), CPU %d s (%.1f ms a sync, stand-in and database included)",
                syncs,
                wall.toSeconds(), syncs * 1000.0 / wall.toMillis(), cpu.toSeconds(), cpu.toMillis() / (double) syncs);
        runs.forEach((outcome, count) -> print("  %-42s %8d", outcome, count));
        long api = spotify.outcomes().entrySet().stream().filter(entry -> entry.getKey().startsWith("/me"))
                .mapToLong(Map.Entry::getValue).sum();
        print("calls                  %d to the Web API (%.2f an account and day), %d for tokens", api,
                api / days / ACCOUNTS, spotify.calls() - api);
        spotify.outcomes().forEach((outcome, count) -> print("  %-42s %8d", outcome, count));
        print("live heap              %.0f MB after the first day, %.0f MB after the last, %.0f MB at most",
                heap.get(0),
                heap.get(heap.size() - 1), heap.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        print("database               %.0f MB", pipeline.databaseSize() / MEGABYTE);
        for (String collection : pipeline.database().listCollectionNames().into(new TreeSet<>())) {
            print("  %-42s %8d", collection, pipeline.database().getCollection(collection).estimatedDocumentCount());
        }
        print("plays                  %s", plays);
        print("saved tracks           %s", tracks);
        print("written by runs        %d plays for %d documents", written, plays.stored());
        assertThat(spotify.trouble()).isNull();
        assertThat(plays.lost()).isZero();
        assertThat(tracks.lost()).isZero();
        assertThat(plays.twice() + plays.madeUp() + tracks.twice() + tracks.madeUp()).isZero();
    }

    /** What there is of one kind of record in the database, beside what there should be. */
    private record Records(long expected, long stored, long lost, long twice, long madeUp) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d expected, %d stored: %d lost, %d twice, %d made up", expected, stored,
                    lost, twice, madeUp);
        }
    }

    private Records plays(SoakPipeline pipeline) {
        return compare(stored(pipeline, "plays", "played_at"), account -> new HashSet<>(account.plays(finished)),
                account -> new HashSet<>(account.plays(clock.instant())));
    }

    private Records tracks(SoakPipeline pipeline) {
        return compare(stored(pipeline, "saved_tracks", "uri"), account -> uris(account, finished),
                account -> uris(account, clock.instant()));
    }

    /**
     * All that was in the library for some time: nothing is for less than 20 days, so each sync that is late sees it.
     */
    private Set<Object> uris(SoakAccount account, Instant until) {
        Set<Object> uris = new HashSet<>();
        account.library(start).forEach(number -> uris.add(SoakSpotify.uri(number)));
        account.library(until).forEach(number -> uris.add(SoakSpotify.uri(number)));
        for (Instant at = start; at.isBefore(until); at = at.plus(Duration.ofDays(1))) {
            account.library(at).forEach(number -> uris.add(SoakSpotify.uri(number)));
        }
        return uris;
    }

    private Map<String, List<Object>> stored(SoakPipeline pipeline, String collection, String field) {
        Map<String, List<Object>> stored = new HashMap<>();
        pipeline.database().getCollection(collection).find().sort(new Document("_id", 1))
                .projection(new Document("account_id", 1).append(field, 1)).batchSize(1000).forEach(document -> {
                    Object value = document.get(field) instanceof Date date ? date.getTime() : document.get(field);
                    stored.computeIfAbsent(document.getString("account_id"), id -> new ArrayList<>()).add(value);
                });
        return stored;
    }

    private Records compare(Map<String, List<Object>> stored, Function<SoakAccount, Set<Object>> least,
                            Function<SoakAccount, Set<Object>> most) {
        long expected = 0;
        long lost = 0;
        long twice = 0;
        long madeUp = 0;
        for (SoakAccount account : accounts.values()) {
            Set<Object> must = least.apply(account);
            Set<Object> may = most.apply(account);
            List<Object> there = stored.getOrDefault(account.id(), List.of());
            Set<Object> once = new HashSet<>(there);
            expected += must.size();
            lost += must.stream().filter(one -> !once.contains(one)).count();
            twice += there.size() - once.size();
            madeUp += once.stream().filter(one -> !may.contains(one)).count();
        }
        return new Records(expected, stored.values().stream().mapToLong(Collection::size).sum(), lost, twice, madeUp);
    }

    private static SortedMap<String, Long> runs(SoakPipeline pipeline) {
        SortedMap<String, Long> runs = new TreeMap<>();
        pipeline.database().getCollection("runs").find().sort(new Document("_id", 1))
                .projection(new Document("endpoint", 1).append("outcome", 1).append("cause", 1)).batchSize(1000)
                .forEach(run -> runs.merge(run.getString("endpoint") + " " + run.getString("outcome")
                        + (run.getString("cause") == null ? "" : " " + run.getString("cause")), 1L, Long::sum));
        return runs;
    }

    /**
     * How many plays the runs say to have written: fewer than there are where a run record was lost with the database.
     */
    private static long written(SoakPipeline pipeline) {
        long written = 0;
        for (Document run : pipeline.database().getCollection("runs").find(new Document("endpoint", "recently-played"))
                .sort(new Document("_id", 1)).projection(new Document("written", 1)).batchSize(1000)) {
            written += run.getInteger("written");
        }
        return written;
    }

    private static double liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
