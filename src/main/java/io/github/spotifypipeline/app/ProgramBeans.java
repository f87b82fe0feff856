package io.github.spotifypipeline.app;

import io.github.spotifypipeline.accounts.SignInFlow;
import io.github.spotifypipeline.alerts.AlertDelivery;
import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.alerts.Gauges;
import io.github.spotifypipeline.alerts.Overview;
import io.github.spotifypipeline.alerts.Webhook;
import io.github.spotifypipeline.charts.ChartCatalog;
import io.github.spotifypipeline.charts.Music;
import io.github.spotifypipeline.charts.files.ChartFolder;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.Housekeeping;
import io.github.spotifypipeline.endpoint.files.EndpointFolder;
import io.github.spotifypipeline.endpoint.files.OwnSource;
import io.github.spotifypipeline.imports.flow.Imports;
import io.github.spotifypipeline.imports.flow.StoredRowPages;
import io.github.spotifypipeline.listening.Listening;
import io.github.spotifypipeline.records.PipelineJq;
import io.github.spotifypipeline.records.Trial;
import io.github.spotifypipeline.reprocess.Reprocessing;
import io.github.spotifypipeline.reprocess.RouteCall;
import io.github.spotifypipeline.routefiles.FileProblem;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.sync.AccountData;
import io.github.spotifypipeline.sync.Gaps;
import io.github.spotifypipeline.web.AccessPolicy;
import io.github.spotifypipeline.web.DisconnectAnswer;
import io.github.spotifypipeline.web.ErrorAnswers;
import io.github.spotifypipeline.web.HealthAnswer;
import io.github.spotifypipeline.web.ListeningAnswer;
import io.github.spotifypipeline.web.MetricsAnswer;
import io.github.spotifypipeline.web.MusicAnswer;
import io.github.spotifypipeline.web.PageAnswer;
import io.github.spotifypipeline.web.ProgressAnswer;
import io.github.spotifypipeline.web.Readiness;
import io.github.spotifypipeline.web.ReplayAnswer;
import io.github.spotifypipeline.web.RetransformAnswer;
import io.github.spotifypipeline.web.SessionAnswer;
import io.github.spotifypipeline.web.SettingsAnswer;
import io.github.spotifypipeline.web.SetupAnswer;
import io.github.spotifypipeline.web.StatusAnswer;
import io.github.spotifypipeline.web.SyncNowAnswer;
import io.github.spotifypipeline.web.TroubleAnswer;
import io.github.spotifypipeline.web.WebComponent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.component.mongodb.processor.idempotent.MongoDbIdempotentRepository;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Registry;

/**
 * What the routes in the routes folder call besides the {@link KameletBeans}: sign-in, endpoint files, alerts, the page
 * and the API, health and metrics. The routes know each object by its name in the registry.
 */
final class ProgramBeans {

    private final CamelContext camel;
    private final Registry registry;
    private final Settings settings;
    private final Database database;
    private final Clock clock;
    private final KameletBeans beans;
    private final Gaps gaps;

    private ProgramBeans(CamelContext camel, Settings settings, Database database, Clock clock, KameletBeans beans) {
        this.camel = camel;
        this.registry = camel.getRegistry();
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.beans = beans;
        this.gaps = new Gaps(database, clock);
    }

    /**
     * Makes them and binds them to the context's registry.
     *
     * @param key the token key, 32 bytes
     * @return those of the Kamelets
     */
    static KameletBeans bind(CamelContext camel, Settings settings, Database database, byte[] key, Clock clock) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        KameletBeans beans = KameletBeans.bind(camel, settings, database, key, clock, meters);
        ProgramBeans program = new ProgramBeans(camel, settings, database, clock, beans);
        EndpointFolder folder = program.bindEndpointFiles();
        ImportBeans.bind(camel, settings, database, beans, clock);
        AlertRules alerts = program.bindAlerts();
        program.bindAccounts();
        program.bindReprocessing();
        EnrichBeans.bind(camel, settings, database, beans, clock);
        CoverBeans.bind(camel, settings, database, beans.spotify().guard(), clock);
        Supplier<List<FileProblem>> files = program.bindMusic(folder);
        program.bindPage(files, alerts);
        program.bindHealth(files, alerts);
        program.bindMetrics(alerts, meters);
        return beans;
    }

    private EndpointFolder bindEndpointFiles() {
        EndpointBeans endpoints = beans.endpoints();
        EndpointFolder folder = new EndpointFolder(settings.routesDir(), camel,
                endpoints.fileCheck(endpoints.routes()::parse), endpoints.routes(), beans.syncs().schedule(),
                beans.own(), clock);
        registry.bind("jq-language", new PipelineJq(endpoints.jq()));
        registry.bind("spotifyEndpoints", endpoints.routes());
        registry.bind("spotifyOwnSource", new OwnSource(name -> true));
        registry.bind("spotifyEndpointFolder", folder);
        registry.bind("spotifyTrial", new Trial(camel, beans.records()));
        return folder;
    }

    private AlertRules bindAlerts() {
        AlertRules alerts = new AlertRules(this::overview, settings.signInUrl(), beans.spotify().skew()::trouble);
        AlertDelivery notices = new AlertDelivery(alerts, database, clock);
        beans.syncs().events().onChange(notices::changed);
        beans.syncs().events().onSuccess(notices::succeeded);
        registry.bind("spotifyNotices", notices);
        registry.bind("spotifyWebhook", new Webhook(settings.notifyUrl()));
        registry.bind("spotifyHousekeeping", new Housekeeping(database, clock));
        return alerts;
    }

    private Overview overview() {
        return Overview.of(beans.accounts().store(), beans.endpoints().routes(),
                new Cursors(database, clock, settings.lease()), beans.spotify().limits(), clock);
    }

    private void bindAccounts() {
        registry.bind("spotifyVault", beans.accounts().store());
        registry.bind("spotifySignIns", new SignInFlow(settings, beans.accounts().client(),
                beans.accounts().cipher(), clock, beans.endpoints().routes()::scopes));
        registry.bind("spotifySignInClaims", new MongoDbIdempotentRepository(database.client(),
                "claims", database.database().getName()));
        registry.bind("spotifyDisconnect", new DisconnectAnswer(beans.accounts().store(), beans.syncs().syncs(),
                new AccountData(beans.endpoints().routes(), beans.own(), database),
                ImportBeans.latePairs(camel).songs(),
                registry.lookupByNameAndType(ImportBeans.IMPORTS, Imports.class).data()));
    }

    private void bindReprocessing() {
        ProducerTemplate template = camel.createProducerTemplate();
        Reprocessing reprocessing = new Reprocessing(beans.endpoints().routes(), beans.accounts().store(), database,
                beans.deadLetters(), new RouteCall(template, beans.syncs().syncs(),
                new StoredRowPages(ImportBeans.latePairs(camel).songs())::of), clock, settings.timezone());
        registry.bind("spotifyTemplate", template);
        registry.bind("spotifyReprocessing", reprocessing);
        registry.bind("spotifyReplay", new ReplayAnswer(reprocessing));
        registry.bind("spotifyRetransform", new RetransformAnswer(reprocessing));
    }

    private void bindPage(Supplier<List<FileProblem>> files, AlertRules alerts) {
        AccessPolicy policy = new AccessPolicy(settings);
        camel.addComponent("undertow", new WebComponent(policy));
        registry.bind("spotifyAnswers", new ErrorAnswers());
        registry.bind("spotifyPage", new PageAnswer());
        registry.bind("spotifySession", new SessionAnswer(policy));
        SetupAnswer setup = new SetupAnswer(settings, beans.accounts().client(), beans.spotify().limits()::tryAgain);
        registry.bind("spotifySetup", setup);
        registry.bind("spotifySettings",
                new SettingsAnswer(settings, beans.accounts().client(), beans.endpoints().routes()));
        registry.bind("spotifyStatus", new StatusAnswer(this::overview, alerts, beans.syncs().schedule(),
                beans.deadLetters(), gaps, files, setup::installation));
        registry.bind("spotifyProgress", new ProgressAnswer(beans.syncs().schedule(),
                registry.lookupByNameAndType(ImportBeans.IMPORTS, Imports.class)));
        registry.bind("spotifyTrouble",
                new TroubleAnswer(this::overview, alerts, beans.deadLetters(), gaps, files));
        registry.bind("spotifySyncNow", new SyncNowAnswer(beans.endpoints().routes(), beans.syncs().schedule()));
    }

    /** @return what is wrong with files of endpoints and charts */
    private Supplier<List<FileProblem>> bindMusic(EndpointFolder endpoints) {
        ExecutorService background = camel.getExecutorServiceManager().newSingleThreadExecutor(this, "SpotifyCharts");
        Music music = new Music(database, clock, background);
        ChartCatalog catalog = new ChartCatalog();
        ChartFolder charts = new ChartFolder(settings.routesDir(), ListeningAnswer.names(), music, catalog, clock);
        registry.bind("spotifyChartFolder", charts);
        registry.bind("spotifyMusic", new MusicAnswer(music, catalog,
                new ListeningAnswer(new Listening(database, clock, background), settings.timezone()),
                settings.timezone()));
        return () -> Stream.of(charts.problems(), endpoints.problems()).flatMap(List::stream).toList();
    }

    private void bindHealth(Supplier<List<FileProblem>> files, AlertRules alerts) {
        HealthCheckRegistry checks = HealthCheckRegistry.get(camel);
        // a folder that is looked at each second is not down before the first time
        checks.setInitialState(HealthCheck.State.UP);
        new Readiness(database, beans.accounts().store(), alerts, files).checks().forEach(checks::register);
        registry.bind("spotifyHealthLive", new HealthAnswer(() -> HealthCheckHelper.invokeLiveness(camel, "full")));
        registry.bind("spotifyHealthReady", new HealthAnswer(() -> HealthCheckHelper.invokeReadiness(camel, "full")));
    }

    private void bindMetrics(AlertRules alerts, PrometheusMeterRegistry meters) {
        registry.bind("spotifyMetrics", new MetricsAnswer(meters,
                new Gauges(this::overview, alerts, database, gaps, meters)::refresh));
        MicrometerRoutePolicyFactory routeMeters = new MicrometerRoutePolicyFactory();
        routeMeters.setMeterRegistry(meters);
        registry.bind("spotifyRouteMeters", routeMeters);
    }
}
