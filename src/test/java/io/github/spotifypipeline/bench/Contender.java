package io.github.spotifypipeline.bench;

import static org.awaitility.Awaitility.await;

import io.github.spotifysandbox.RecordedRequest;
import io.github.spotifysandbox.TestSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A process that can sync the sandbox's library into its database. */
abstract class Contender implements AutoCloseable {

    private final TestSandbox spotify;
    private final Optional<ProcessUse> server;

    /** @param store a server beside the process has its processor time measured, too */
    Contender(TestSandbox spotify, BenchStore store) {
        this.spotify = spotify;
        this.server = store.isEmbedded() ? Optional.empty() : BenchStore.server();
    }

    /**
     * One sync, from the first request for data to the word that everything is stored.
     *
     * @param cpuMillis    processor time of the process meanwhile; NaN when this system does not tell
     * @param serverMillis that of a MongoDB server beside it; NaN where there is none
     */
    record Sync(int calls, double wallMillis, double cpuMillis, double serverMillis) {

        /** None was made. */
        static final Sync NONE = new Sync(0, Double.NaN, Double.NaN, Double.NaN);

        double wallSeconds() {
            return wallMillis / 1000;
        }

        double cpuSeconds() {
            return cpuMillis / 1000;
        }

        /** Of the process and the server beside it. */
        double allCpuSeconds() {
            return (cpuMillis + (Double.isNaN(serverMillis) ? 0 : serverMillis)) / 1000;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f s (CPU %.2f s)", wallSeconds(), cpuSeconds());
        }
    }

    abstract ProcessUse use();

    /** Has it begin a sync. */
    abstract void begin();

    /** Waits for the line that says that the sync is over. */
    abstract ChildProcess.Line awaitEnd();

    /** Drops what has been stored, so that the next sync is again a first one. */
    abstract void forget();

    @Override
    public abstract void close();

    final Sync sync() {
        spotify.clearRequests();
        begin();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> !dataCalls().isEmpty());
        double cpuBefore = millis(use().cpuMillis());
        double serverBefore = serverMillis();
        ChildProcess.Line end = awaitEnd();
        double serverAfter = serverMillis();
        List<RecordedRequest> calls = dataCalls();
        return new Sync(calls.size(), Duration.between(calls.get(0).instant(), end.at()).toNanos() / 1e6,
                millis(end.cpuMillis()) - cpuBefore, serverAfter - serverBefore);
    }

    /** The header of the last call that asked for data. */
    final String authorization() {
        List<RecordedRequest> calls = dataCalls();
        return calls.get(calls.size() - 1).header("Authorization").orElseThrow();
    }

    private double serverMillis() {
        return server.map(ProcessUse::cpuMillis).map(Contender::millis).orElse(Double.NaN);
    }

    private static double millis(OptionalLong time) {
        return time.isPresent() ? time.getAsLong() : Double.NaN;
    }

    private List<RecordedRequest> dataCalls() {
        return spotify.requests().stream()
                .filter(request -> request.path().matches("/v1/me/(tracks|following|player/recently-played)")).toList();
    }
}
