package io.github.spotifypipeline.app;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.imports.flow.ImportDocuments;
import io.github.spotifypipeline.imports.flow.LatePairs;
import io.github.spotifypipeline.imports.flow.SongFacts;
import io.github.spotifypipeline.reading.PageAhead;
import io.github.spotifypipeline.records.CopyDeadline;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.records.MongoSink;
import io.github.spotifypipeline.records.RecordCopies;
import io.github.spotifypipeline.records.RecordFactory;
import io.github.spotifypipeline.records.RecordList;
import io.github.spotifypipeline.records.SpotifyJq;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.SyncPlanner;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.sync.AwaitStep;
import io.github.spotifypipeline.sync.SyncAssembly;
import io.github.spotifypipeline.sync.SyncSteps;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Registry;

/**
 * What the Kamelets and the two routes of the schedule call, in this program and in any other Camel application. The
 * Kamelets know each object by its name in the registry. These names begin with {@code spotify}; only jq functions have
 * others.
 *
 * @param own remembers which endpoint fills which collection
 */
record KameletBeans(AccountBeans accounts, EndpointBeans endpoints, SpotifyBeans spotify, OwnCollections own,
                    DeadLetters deadLetters, RecordFactory records, SyncAssembly syncs) {

    /** A page of 50 items takes some milliseconds. */
    private static final Duration LONGEST_PAGE = Duration.ofSeconds(20);

    /**
     * Makes them and binds them to the context's registry.
     *
     * @param key    the token key, 32 bytes
     * @param meters counts syncs, calls and records
     */
    static KameletBeans bind(CamelContext camel, Settings settings, Database database, byte[] key, Clock clock,
                             MeterRegistry meters) {
        AccountBeans accounts = AccountBeans.of(settings, database, key, clock);
        EndpointBeans endpoints = EndpointBeans.of(camel, settings, clock);
        SpotifyBeans spotify = SpotifyBeans.bind(camel, settings, database, accounts, clock, meters);
        camel.getPropertiesComponent().addPropertiesSource(new KameletProperties(settings));
        KameletComponents.add(camel, spotify.guard().ofSpotify(), database.client());

        DeadLetters deadLetters = new DeadLetters(database, clock);
        SyncAssembly syncs = SyncAssembly.of(
                new SyncAssembly.Parts(endpoints.routes(), accounts.store(), spotify.limits(), deadLetters, database,
                        clock, meters),
                new SyncAssembly.Choices(accounts.client()::id, new SyncPlanner.Options(settings.timezone(),
                        settings.syncOnStart(), settings.syncAccountsAtOnce()), settings.lease(),
                        settings.mongodbUri().isEmpty(), () -> camel.isStopping() || camel.isStopped(),
                        settings.syncPagesAhead()));
        Registry registry = camel.getRegistry();
        registry.bind("spotifySyncs", syncs.syncs());
        registry.bind("spotifySteps", new SyncSteps());
        ExecutorServiceManager threads = camel.getExecutorServiceManager();
        // a sync stores and reads; more than may begin at once, lists and plays: who has waited goes on beside them
        ExecutorService workers =
                threads.newFixedThreadPool(syncs, "SpotifySync", 5 * settings.syncAccountsAtOnce() + 2);
        registry.bind("spotifyWorkers", workers);
        registry.bind("spotifyReaders", threads.newFixedThreadPool(syncs, "SpotifyPageAhead",
                Math.max(1, settings.syncPagesAhead() * settings.syncAccountsAtOnce())));
        registry.bind("spotifyPageArrival", new AwaitStep(exchange -> {
            PageAhead page = sync(exchange).pages().takeAhead(exchange.getMessage().getBody(String.class));
            return page == null ? null : page.arrival();
        }, workers));
        registry.bind("spotifyAheadEnd", new AwaitStep(exchange -> sync(exchange).pages().endAhead(), workers));
        // what goes on is what was read, unless the page before it could not be stored
        registry.bind("spotifyStoredAndRead", (AggregationStrategy) (stored, read) ->
                stored == null || stored.getException() == null ? read : stored);
        registry.bind("spotifyTimer", threads.newScheduledThreadPool(syncs, "SpotifyTimer", 1));

        OwnCollections own = new OwnCollections(database);
        LatePairs latePairs = new LatePairs(database, new ImportDocuments(database, clock),
                new SongFacts(database, own), syncs.syncs()::documentsChanged);
        registry.bind(ImportBeans.LATE_PAIRS, latePairs);
        RecordFactory records = new RecordFactory(clock, LONGEST_PAGE, latePairs::shown, latePairs::stored);
        registry.bind("spotifyRecords", records);
        registry.bind("spotifyRecordList", new RecordList());
        registry.bind("spotifyCopies", new RecordCopies());
        registry.bind("spotifyCopyDeadline", new CopyDeadline());
        registry.bind("spotifyCopiers", threads.newCachedThreadPool(syncs, "SpotifyCopy"));
        registry.bind("spotifySink", new MongoSink(own, new PlayMonths(database)));
        SpotifyJq.functions(settings.timezone()).forEach(registry::bind);
        return new KameletBeans(accounts, endpoints, spotify, own, deadLetters, records, syncs);
    }

    private static SyncParts<?> sync(Exchange exchange) {
        return exchange.getVariable("spotifySync", SyncParts.class);
    }
}
