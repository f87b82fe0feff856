package io.github.spotifypipeline.app;

import io.github.spotifypipeline.records.CopyDeadline;
import io.github.spotifypipeline.records.MongoSink;
import io.github.spotifypipeline.records.RecordCopies;
import io.github.spotifypipeline.records.RecordFactory;
import io.github.spotifypipeline.records.SpotifyJq;
import io.github.spotifypipeline.spotify.SpotifyApi;
import io.github.spotifypipeline.spotify.TokenForm;
import io.github.spotifypipeline.sync.SyncSteps;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Registry;

/**
 * What has the names of the {@link KameletBeans} in a context that only reads its routes, as {@code camel export} does:
 * Camel looks for the objects and their methods when it makes the routes, and calls none of them.
 */
final class KameletStandIns {

    private KameletStandIns() {
    }

    /** Binds them to the context's registry. Nothing is opened. */
    static void bind(CamelContext camel) {
        Registry registry = camel.getRegistry();
        registry.bind("spotifyApi", new SpotifyApi(null, null, null, null, null, null));
        registry.bind("spotifyTokenForm", new TokenForm(() -> null, Clock.systemUTC()));
        registry.bind("spotifySteps", new SyncSteps());
        registry.bind("spotifyRecords", new RecordFactory(Clock.systemUTC(), Duration.ZERO, null, null));
        registry.bind("spotifySink", new MongoSink(null, null));
        registry.bind("spotifyPageArrival", (Processor) exchange -> { });
        ExecutorServiceManager threads = camel.getExecutorServiceManager();
        registry.bind("spotifyCopies", new RecordCopies());
        registry.bind("spotifyCopyDeadline", new CopyDeadline());
        Stream.of("spotifyWorkers", "spotifyReaders", "spotifyCopiers").forEach(name ->
                registry.bind(name, threads.newSingleThreadExecutor(registry, name)));
        registry.bind("spotifyTimer", threads.newSingleThreadScheduledExecutor(registry, "spotifyTimer"));
        Stream.of("spotifyStoredAndRead", "spotifyRecordList").forEach(name ->
                registry.bind(name, (AggregationStrategy) (before, now) -> now));
        SpotifyJq.functions(ZoneOffset.UTC).forEach(registry::bind);
    }
}
