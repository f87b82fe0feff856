package io.github.spotifypipeline.bench;

import static org.awaitility.Awaitility.await;

import io.github.spotifysandbox.RecordedRequest;
import io.github.spotifysandbox.TestSandbox;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** A process that can sync the sandbox's library into its database. */
abstract class Contender implements AutoCloseable {

    private final TestSandbox spotify;

    Contender(TestSandbox spotify) {
        this.spotify = spotify;
    }

    /**
     * One sync, from the first request for data to the word that everything is stored.
     *
     * @param cpuMillis processor time of the process meanwhile; NaN when this system does not tell
     */
    record Sync(int calls, double wallMillis, double cpuMillis) {
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
        OptionalLong cpuBefore = use().cpuMillis();
        ChildProcess.Line end = awaitEnd();
        List<RecordedRequest> calls = dataCalls();
        return new Sync(calls.size(), Duration.between(calls.get(0).instant(), end.at()).toNanos() / 1e6,
                cpuBefore.isPresent() && end.cpuMillis().isPresent()
                        ? end.cpuMillis().getAsLong() - cpuBefore.getAsLong() : Double.NaN);
    }

    private List<RecordedRequest> dataCalls() {
        return spotify.requests().stream()
                .filter(request -> request.path().matches("/v1/me/(tracks|following)")).toList();
    }
}
