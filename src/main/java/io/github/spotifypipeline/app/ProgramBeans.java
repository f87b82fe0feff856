package io.github.spotifypipeline.app;

import io.github.spotifypipeline.accounts.ClaimRepository;
import io.github.spotifypipeline.accounts.SignInFlow;
import io.github.spotifypipeline.alerts.Alert;
import io.github.spotifypipeline.alerts.AlertDelivery;
import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.alerts.Gauges;
import io.github.spotifypipeline.alerts.Webhook;
import io.github.spotifypipeline.charts.Music;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.Housekeeping;
import io.github.spotifypipeline.endpoint.files.EndpointFolder;
import io.github.spotifypipeline.endpoint.files.OwnSource;
import io.github.spotifypipeline.jq.Jq;
import io.github.spotifypipeline.records.PipelineJq;
import io.github.spotifypipeline.records.SpotifyJq;
import io.github.spotifypipeline.records.Trial;
import io.github.spotifypipeline.reprocess.Reprocessing;
import io.github.spotifypipeline.reprocess.RouteCall;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.sync.AccountData;
import io.github.spotifypipeline.sync.Gaps;
import io.github.spotifypipeline.web.AccessPolicy;
import io.github.spotifypipeline.web.DatabaseHealthCheck;
import io.github.spotifypipeline.web.DisconnectAnswer;
import io.github.spotifypipeline.web.ErrorAnswers;
import io.github.spotifypipeline.web.FilesHealthCheck;
import io.github.spotifypipeline.web.Health;
import io.github.spotifypipeline.web.MetricsAnswer;
import io.github.spotifypipeline.web.MusicCharts;
import io.github.spotifypipeline.web.ProgressAnswer;
import io.github.spotifypipeline.web.ReprocessAnswer;
import io.github.spotifypipeline.web.StatusAnswer;
import io.github.spotifypipeline.web.SyncHealthCheck;
import io.github.spotifypipeline.web.SyncNow;
import io.github.spotifypipeline.web.TroubleList;
import io.github.spotifypipeline.web.WebComponent;
import io.github.spotifypipeline.web.WebPage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Registry;

/**
 * What the routes in the routes folder call besides the {@link KameletBeans}: sign-in, the page and the API, endpoint
 * files, what needs a person, health and metrics. Each object has the name that the routes know it by.
 */
final class ProgramBeans {

    private ProgramBeans() {
    }

    /**
     * Makes them.
     *
     * @param key the token key, 32 bytes
     * @return those of the Kamelets
     */
    static KameletBeans bind(CamelContext camel, Settings settings, Database database, byte[] key, Clock clock) {
        Registry registry = camel.getRegistry();
        MetricsAnswer metrics = new MetricsAnswer();
        KameletBeans beans = KameletBeans.bind(camel, settings, database, key, clock, metrics.registry());
        RouteFileCheck fileCheck = new RouteFileCheck(beans.kamelets(), beans.endpoints()::parse,
                expression -> Jq.translate(expression, beans.jq(), SpotifyJq.OF_ITEMS),
                camel::resolvePropertyPlaceholders);
        EndpointFolder folder = new EndpointFolder(settings.routesDir(), camel, fileCheck, beans.endpoints(),
                beans.syncs(), beans.own(), clock);
        Cursors cursors = new Cursors(database, clock);
        AlertRules attention = new AlertRules(beans.vault(), beans.endpoints(), cursors, clock, settings.signInUrl(),
                () -> Optional.ofNullable(beans.limits().all()).map(limit -> Alert.ofApp(limit.reason())).stream()
                .toList(), () -> Optional.ofNullable(beans.skew().trouble()).map(Alert::ofClock).stream().toList());
        AlertDelivery notices = new AlertDelivery(attention, database, clock);
        beans.syncs().onChange(notices::changed);
        beans.syncs().onSuccess(notices::succeeded);
        metrics.onScrape(new Gauges(attention, beans.vault(), beans.endpoints(), cursors, beans.limits(), database,
                clock, metrics.registry())::refresh);

        registry.bind("jq-language", new PipelineJq(beans.jq()));
        registry.bind("spotifyTemplate", beans.template());
        registry.bind("spotifyClock", clock);
        registry.bind("spotifyDatabase", database);
        registry.bind("spotifyHousekeeping", new Housekeeping(database, clock));
        registry.bind("spotifyVault", beans.vault());
        registry.bind("spotifyEndpoints", beans.endpoints());
        registry.bind("spotifyOwnSource", new OwnSource(name -> true));
        registry.bind("spotifyEndpointFolder", folder);
        registry.bind("spotifyNotices", notices);
        registry.bind("spotifyWebhook", new Webhook(settings.notifyUrl()));

        registry.bind("spotifySignIns", new SignInFlow(settings, beans.cipher(), clock, beans.endpoints()::scopes));
        registry.bind("spotifySignInClaims", new ClaimRepository(beans.claims(), database, Duration.ofDays(1)));
        AccessPolicy gatekeeper = new AccessPolicy(settings);
        registry.bind("spotifyGatekeeper", gatekeeper);
        camel.addComponent("undertow", new WebComponent(gatekeeper));
        registry.bind("spotifyAnswers", new ErrorAnswers());
        registry.bind("spotifyPage", new WebPage());
        registry.bind("spotifyStatus", new StatusAnswer(beans.vault(), beans.endpoints(), beans.syncs(), cursors,
                beans.limits(), beans.deadLetters(), database, settings, clock, folder, attention));
        registry.bind("spotifyMusic", new MusicCharts(new Music(database, clock), settings.timezone()));
        registry.bind("spotifyProgress", new ProgressAnswer(beans.syncs()));
        registry.bind("spotifyTrouble", new TroubleList(beans.vault(), beans.limits(), beans.deadLetters(),
                new Gaps(database, clock), folder, attention));
        registry.bind("spotifyStored",
                new ReprocessAnswer(new Reprocessing(beans.endpoints(), beans.syncs(), beans.vault(), database,
                beans.deadLetters(), new RouteCall(beans.template(), beans.syncs()), clock, settings.timezone())));
        registry.bind("spotifyTrial", new Trial(camel, beans.syncs(), beans.records()));
        registry.bind("spotifySyncNow", new SyncNow(beans.endpoints(), beans.syncs()));
        registry.bind("spotifyAccounts", new DisconnectAnswer(beans.vault(), beans.syncs(),
                new AccountData(beans.endpoints(), beans.own(), database)));

        registry.bind("spotifyHealth", new Health(camel));
        HealthCheckRegistry checks = HealthCheckRegistry.get(camel);
        checks.register(new DatabaseHealthCheck(database));
        checks.register(new SyncHealthCheck(attention, beans.vault(), database));
        checks.register(new FilesHealthCheck(folder));
        registry.bind("spotifyMetrics", metrics);
        registry.bind("spotifyRouteMeters", routeMeters(metrics));
        return beans;
    }

    private static MicrometerRoutePolicyFactory routeMeters(MetricsAnswer metrics) {
        MicrometerRoutePolicyFactory factory = new MicrometerRoutePolicyFactory();
        factory.setMeterRegistry(metrics.registry());
        return factory;
    }
}
