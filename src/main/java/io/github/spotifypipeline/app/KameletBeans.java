package io.github.spotifypipeline.app;

import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.accounts.TokenStore;
import io.github.spotifypipeline.accounts.UnstoredTokens;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.imports.flow.ImportDocuments;
import io.github.spotifypipeline.imports.flow.LatePairs;
import io.github.spotifypipeline.imports.flow.SongFacts;
import io.github.spotifypipeline.jq.JqLibrary;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.records.MongoSink;
import io.github.spotifypipeline.records.RecordFactory;
import io.github.spotifypipeline.records.RecordList;
import io.github.spotifypipeline.records.SpotifyJq;
import io.github.spotifypipeline.routefiles.KameletCatalog;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.spotify.AccessTokens;
import io.github.spotifypipeline.spotify.Backoff;
import io.github.spotifypipeline.spotify.CallBudget;
import io.github.spotifypipeline.spotify.CallGuard;
import io.github.spotifypipeline.spotify.CallPace;
import io.github.spotifypipeline.spotify.ClockSkew;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.spotify.SpotifyApi;
import io.github.spotifypipeline.spotify.TokenForm;
import io.github.spotifypipeline.sync.SyncSteps;
import io.github.spotifypipeline.sync.Syncs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import net.thisptr.jackson.jq.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;

/**
 * What the Kamelets and the two routes of the schedule call, in this program as in any other Camel application: each
 * object has the name that the Kamelets know it by, and all of these begin with {@code spotify}, but for the functions
 * of jq.
 */
record KameletBeans(TokenCipher cipher, AccountStore vault, UnstoredTokens unstored,
        RateLimitStore limits,
                    ClockSkew skew, DeadLetters deadLetters, KameletCatalog kamelets, OwnCollections own,
                    RouteEndpoints endpoints, Syncs syncs, ProducerTemplate template,
                    JqLibrary jq, RecordFactory records, LatePairs latePairs) {

    /** A page of 50 items takes some milliseconds. */
    private static final Duration LONGEST_PAGE = Duration.ofSeconds(20);

    /**
     * Makes them.
     *
     * @param key    the token key, 32 bytes
     * @param meters where syncs, calls and records are counted
     */
    static KameletBeans bind(CamelContext camel, Settings settings, Database database, byte[] key, Clock clock,
                             MeterRegistry meters) {
        Registry registry = camel.getRegistry();
        TokenCipher cipher = new TokenCipher(key);
        AccountStore vault = new AccountStore(database, cipher, clock);
        RateLimitStore limits = new RateLimitStore(database, clock,
                new CallBudget(settings.listCalls(), settings.objectCalls()),
                new CallPace(settings.callsIn30s(), System::nanoTime));
        DeadLetters deadLetters = new DeadLetters(database, clock);
        ClockSkew skew = new ClockSkew(clock);
        ProducerTemplate template = camel.createProducerTemplate();
        TokenStore tokens = new TokenStore(vault, database, cipher, clock);
        UnstoredTokens unstored = new UnstoredTokens(tokens, settings.dataDir(), cipher);
        KameletCatalog kamelets = new KameletCatalog(camel, settings.text("camel.component.kamelet.location"));
        OwnCollections own = new OwnCollections(database);
        // its jq functions, too, may be called by the endpoints of an application
        JqLibrary jq = SpotifyJq.library(settings.timezone(), registry.findByTypeWithName(Function.class));
        RouteEndpoints endpoints = new RouteEndpoints(camel, settings, kamelets, jq, clock);
        Syncs syncs = new Syncs(endpoints, vault, limits, settings.lease(), deadLetters, database, clock,
                settings.clientId(), settings.timezone(), settings.syncOnStart(), settings.syncAccountsAtOnce(),
                settings.mongodbUri().isEmpty(), () -> camel.isStopping() || camel.isStopped(), meters);

        camel.getPropertiesComponent().addPropertiesSource(new KameletProperties(settings));
        CallGuard guard = new CallGuard(camel.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(camel, "SpotifyCallDeadline"), settings.callDeadline(),
                settings.proxies());
        KameletComponents.add(camel, guard.ofSpotify(), database.client());
        registry.bind("spotifyCallGuard", guard);
        registry.bind("spotifyTokenForm", new TokenForm(settings.clientId(), settings.clientSecret(), clock));
        registry.bind("spotifyApi", new SpotifyApi(settings.apiUrl(),
                new AccessTokens(tokens, unstored, clock, settings.callDeadline()), limits,
                new Backoff(settings.backOff(), Duration.ofHours(1), Math::random), skew, meters));
        registry.bind("spotifySyncs", syncs);
        registry.bind("spotifySteps", new SyncSteps());
        // more than may begin at once: those who have waited go on beside them
        registry.bind("spotifyWorkers", camel.getExecutorServiceManager().newFixedThreadPool(syncs, "SpotifySync",
                2 * settings.syncAccountsAtOnce() + 2));
        registry.bind("spotifyTimer", camel.getExecutorServiceManager()
                .newScheduledThreadPool(syncs, "SpotifyTimer", 1));
        ImportDocuments imports = new ImportDocuments(database, clock);
        SongFacts songs = new SongFacts(database, own);
        LatePairs latePairs = new LatePairs(database, imports, songs, syncs::documentsChanged);
        RecordFactory records = new RecordFactory(clock, LONGEST_PAGE, latePairs::stored);
        registry.bind("spotifyRecords", records);
        registry.bind("spotifyRecordList", new RecordList());
        registry.bind("spotifySink", new MongoSink(own));

        SpotifyJq.functions(settings.timezone()).forEach(registry::bind);
        return new KameletBeans(cipher, vault, unstored, limits, skew, deadLetters, kamelets, own, endpoints,
                syncs, template, jq, records, latePairs);
    }
}
