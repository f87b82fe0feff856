package io.github.spotifypipeline;

import io.github.spotifypipeline.api.CallGuard;
import io.github.spotifypipeline.api.Retries;
import io.github.spotifypipeline.api.SpotifyApi;
import io.github.spotifypipeline.attention.Attention;
import io.github.spotifypipeline.attention.Gauges;
import io.github.spotifypipeline.attention.Need;
import io.github.spotifypipeline.attention.Notices;
import io.github.spotifypipeline.attention.Webhook;
import io.github.spotifypipeline.auth.AccessTokens;
import io.github.spotifypipeline.auth.SignIns;
import io.github.spotifypipeline.auth.TokenCipher;
import io.github.spotifypipeline.auth.TokenEndpoint;
import io.github.spotifypipeline.auth.TokenForm;
import io.github.spotifypipeline.auth.TokenVault;
import io.github.spotifypipeline.claims.ClaimRepository;
import io.github.spotifypipeline.claims.Claims;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpointfiles.EndpointFolder;
import io.github.spotifypipeline.endpointfiles.OwnSource;
import io.github.spotifypipeline.limits.Budget;
import io.github.spotifypipeline.limits.Limits;
import io.github.spotifypipeline.limits.Pace;
import io.github.spotifypipeline.load.DeadLetters;
import io.github.spotifypipeline.load.JsonFunction;
import io.github.spotifypipeline.load.MongoSink;
import io.github.spotifypipeline.load.RecordList;
import io.github.spotifypipeline.load.Records;
import io.github.spotifypipeline.load.RunFunction;
import io.github.spotifypipeline.music.Music;
import io.github.spotifypipeline.routefiles.KameletDefinitions;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.stored.EndpointRoute;
import io.github.spotifypipeline.stored.StoredItems;
import io.github.spotifypipeline.sync.Cursors;
import io.github.spotifypipeline.sync.Gaps;
import io.github.spotifypipeline.sync.RouteEndpoints;
import io.github.spotifypipeline.sync.Syncs;
import io.github.spotifypipeline.web.Accounts;
import io.github.spotifypipeline.web.Answers;
import io.github.spotifypipeline.web.DatabaseHealthCheck;
import io.github.spotifypipeline.web.FilesHealthCheck;
import io.github.spotifypipeline.web.Gatekeeper;
import io.github.spotifypipeline.web.Health;
import io.github.spotifypipeline.web.Metrics;
import io.github.spotifypipeline.web.MusicCharts;
import io.github.spotifypipeline.web.Page;
import io.github.spotifypipeline.web.Progress;
import io.github.spotifypipeline.web.Status;
import io.github.spotifypipeline.web.Stored;
import io.github.spotifypipeline.web.SyncHealthCheck;
import io.github.spotifypipeline.web.SyncNow;
import io.github.spotifypipeline.web.TroubleList;
import io.github.spotifypipeline.web.WebComponent;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Registry;

/** Makes the objects that the routes call, and gives each the name that the routes know it by. */
final class Beans {

    private Beans() {
    }

    /** @param key the token key, 32 bytes */
    static void bind(CamelContext camel, Settings settings, Database database, byte[] key, Clock clock) {
        Registry registry = camel.getRegistry();
        TokenCipher cipher = new TokenCipher(key);
        TokenVault vault = new TokenVault(database, cipher, clock);
        Claims claims = new Claims(database, clock, settings.lease());
        Limits limits = new Limits(database, clock, new Budget(settings.listCalls(), settings.objectCalls()),
                new Pace(settings.callsIn30s(), System::nanoTime));
        ProducerTemplate template = camel.createProducerTemplate();
        AccessTokens tokens = new AccessTokens(vault, claims, clock, settings.callDeadline(), new TokenEndpoint(template));
        KameletDefinitions kamelets = new KameletDefinitions(camel, settings.text("camel.component.kamelet.location"));
        RouteEndpoints endpoints = new RouteEndpoints(camel, settings, kamelets);
        Metrics metrics = new Metrics();
        Syncs syncs = new Syncs(endpoints, vault, limits, claims, database, clock, settings.timezone(), settings.syncOnStart(),
                settings.syncAccountsAtOnce(), settings.mongodbUri().isEmpty(), () -> camel.isStopping() || camel.isStopped(), metrics.registry());
        RouteFileCheck fileCheck = new RouteFileCheck(kamelets, endpoints::parse, camel::resolvePropertyPlaceholders);
        EndpointFolder folder = new EndpointFolder(settings.routesDir(), camel, fileCheck, syncs, clock);
        Cursors cursors = new Cursors(database);
        DeadLetters deadLetters = new DeadLetters(database, clock);
        Attention attention = new Attention(vault, endpoints, cursors, clock, settings.redirectUri(),
                () -> Optional.ofNullable(limits.all()).map(limit -> Need.ofApp(limit.reason())).stream().toList());
        Notices notices = new Notices(attention, database, clock);
        syncs.onChange(notices::changed);
        metrics.onScrape(new Gauges(attention, vault, endpoints, cursors, database, clock, metrics.registry())::refresh);

        registry.bind("spotifyTemplate", template);
        registry.bind("spotifyClock", clock);
        registry.bind("spotifyDatabase", database);
        registry.bind("spotifyMongo", database.client());
        registry.bind("spotifySignInClaims", new ClaimRepository(claims, database, Duration.ofDays(1)));
        registry.bind("spotifySlots", new ClaimRepository(claims, database, settings.lease()));

        registry.bind("spotifySignIns", new SignIns(settings, cipher, clock, endpoints::scopes));
        registry.bind("spotifyTokenForm", new TokenForm(settings.clientId(), settings.clientSecret(), clock));
        registry.bind("spotifyEndpoints", endpoints);
        registry.bind("spotifyOwnSource", new OwnSource());
        registry.bind("spotifyEndpointFolder", folder);
        registry.bind("spotifyVault", vault);
        registry.bind("spotifyApi", new SpotifyApi(settings.apiUrl(), tokens, limits,
                new Retries(settings.backOff(), Math::random), clock));
        registry.bind("spotifyCallGuard", new CallGuard(camel.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(camel, "SpotifyCallDeadline"), settings.callDeadline()));
        registry.bind("spotifySyncs", syncs);
        registry.bind("spotifyNotices", notices);
        registry.bind("spotifyWebhook", new Webhook(settings.notifyUrl()));
        // more than may begin at once: those who have waited go on beside them
        registry.bind("spotifyWorkers", camel.getExecutorServiceManager().newFixedThreadPool(syncs, "SpotifySync",
                2 * settings.syncAccountsAtOnce() + 2));

        registry.bind("spotifyTimer", camel.getExecutorServiceManager().newScheduledThreadPool(syncs, "SpotifyTimer", 1));

        registry.bind("local_time/0", JsonFunction.localTime(settings.timezone()));
        registry.bind("millis/0", JsonFunction.millis());
        registry.bind("partial_date/0", JsonFunction.partialDate());
        registry.bind("content/0", JsonFunction.content());
        registry.bind("position/0", RunFunction.position());
        registry.bind("today/0", RunFunction.today());
        registry.bind("partition/0", RunFunction.partition());
        registry.bind("parent/0", RunFunction.parent());
        registry.bind("spotifyRecords", new Records(deadLetters, clock));
        registry.bind("spotifyRecordList", new RecordList());
        registry.bind("spotifySink", new MongoSink());

        Gatekeeper gatekeeper = new Gatekeeper(settings);
        registry.bind("spotifyGatekeeper", gatekeeper);
        camel.addComponent("undertow", new WebComponent(gatekeeper));
        registry.bind("spotifyAnswers", new Answers());
        registry.bind("spotifyPage", new Page());
        registry.bind("spotifyStatus", new Status(vault, endpoints, syncs, cursors, limits, deadLetters, database,
                settings, clock, folder, attention));
        registry.bind("spotifyMusic", new MusicCharts(new Music(database, clock), settings.timezone()));
        registry.bind("spotifyProgress", new Progress(syncs));
        registry.bind("spotifyTrouble", new TroubleList(vault, limits, deadLetters, new Gaps(database, clock), folder,
                attention));
        registry.bind("spotifyStored", new Stored(new StoredItems(endpoints, syncs, vault, database, deadLetters,
                new EndpointRoute(template, syncs), clock, settings.timezone())));
        registry.bind("spotifySyncNow", new SyncNow(endpoints, syncs));
        registry.bind("spotifyAccounts", new Accounts(vault, syncs, database));
        registry.bind("spotifyHealth", new Health(camel));
        HealthCheckRegistry checks = HealthCheckRegistry.get(camel);
        checks.register(new DatabaseHealthCheck(database));
        checks.register(new SyncHealthCheck(attention));
        checks.register(new FilesHealthCheck(folder));
        registry.bind("spotifyMetrics", metrics);
        registry.bind("spotifyRouteMeters", routeMeters(metrics));
    }

    private static MicrometerRoutePolicyFactory routeMeters(Metrics metrics) {
        MicrometerRoutePolicyFactory factory = new MicrometerRoutePolicyFactory();
        factory.setMeterRegistry(metrics.registry());
        return factory;
    }
}
