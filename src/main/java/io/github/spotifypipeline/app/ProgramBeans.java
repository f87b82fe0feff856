package io.github.spotifypipeline.app;

import io.github.spotifypipeline.accounts.SignInFlow;
import io.github.spotifypipeline.alerts.AlertDelivery;
import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.alerts.Gauges;
import io.github.spotifypipeline.alerts.Overview;
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
import io.github.spotifypipeline.web.DisconnectAnswer;
import io.github.spotifypipeline.web.ErrorAnswers;
import io.github.spotifypipeline.web.HealthAnswer;
import io.github.spotifypipeline.web.MetricsAnswer;
import io.github.spotifypipeline.web.MusicAnswer;
import io.github.spotifypipeline.web.PageAnswer;
import io.github.spotifypipeline.web.ProgressAnswer;
import io.github.spotifypipeline.web.Readiness;
import io.github.spotifypipeline.web.ReplayAnswer;
import io.github.spotifypipeline.web.RetransformAnswer;
import io.github.spotifypipeline.web.SessionAnswer;
import io.github.spotifypipeline.web.StatusAnswer;
import io.github.spotifypipeline.web.SyncNowAnswer;
import io.github.spotifypipeline.web.TroubleAnswer;
import io.github.spotifypipeline.web.WebComponent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.component.mongodb.processor.idempotent.MongoDbIdempotentRepository;
import org.apache.camel.health.HealthCheckHelper;
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
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        KameletBeans beans = KameletBeans.bind(camel, settings, database, key, clock, meters);
        RouteFileCheck fileCheck = new RouteFileCheck(beans.kamelets(), beans.endpoints()::parse,
                expression -> Jq.translate(expression, beans.jq(), SpotifyJq.OF_ITEMS),
                camel::resolvePropertyPlaceholders);
        EndpointFolder folder = new EndpointFolder(settings.routesDir(), camel, fileCheck, beans.endpoints(),
                beans.syncs(), beans.own(), clock);
        Cursors cursors = new Cursors(database, clock, settings.lease());
        Gaps gaps = new Gaps(database, clock);
        Supplier<Overview> overviews =
                () -> Overview.of(beans.vault(), beans.endpoints(), cursors, beans.limits(), clock);
        AlertRules alerts = new AlertRules(overviews, settings.signInUrl(), beans.skew()::trouble);
        AlertDelivery notices = new AlertDelivery(alerts, database, clock);
        beans.syncs().onChange(notices::changed);
        beans.syncs().onSuccess(notices::succeeded);

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
        registry.bind("spotifySignInClaims", new MongoDbIdempotentRepository(database.client(),
                "claims", database.database().getName()));
        AccessPolicy policy = new AccessPolicy(settings);
        camel.addComponent("undertow", new WebComponent(policy));
        registry.bind("spotifyAnswers", new ErrorAnswers());
        registry.bind("spotifyPage", new PageAnswer());
        registry.bind("spotifySession", new SessionAnswer(policy));
        registry.bind("spotifyStatus", new StatusAnswer(overviews, alerts, beans.syncs(), beans.deadLetters(), gaps,
                folder, settings));
        registry.bind("spotifyMusic", new MusicAnswer(new Music(database, clock), settings.timezone()));
        registry.bind("spotifyProgress", new ProgressAnswer(beans.syncs()));
        registry.bind("spotifyTrouble", new TroubleAnswer(overviews, alerts, beans.deadLetters(), gaps, folder));
        Reprocessing reprocessing = new Reprocessing(beans.endpoints(), beans.syncs(), beans.vault(), database,
                beans.deadLetters(), new RouteCall(beans.template()), clock, settings.timezone());
        registry.bind("spotifyReprocessing", reprocessing);
        registry.bind("spotifyReplay", new ReplayAnswer(reprocessing));
        registry.bind("spotifyRetransform", new RetransformAnswer(reprocessing));
        registry.bind("spotifyTrial", new Trial(camel, beans.records()));
        registry.bind("spotifySyncNow", new SyncNowAnswer(beans.endpoints(), beans.syncs()));
        registry.bind("spotifyDisconnect", new DisconnectAnswer(beans.vault(), beans.syncs(),
                new AccountData(beans.endpoints(), beans.own(), database), beans.latePairs().songs()));

        ImportBeans.bind(camel, settings, database, beans, gaps, clock);

        HealthCheckRegistry checks = HealthCheckRegistry.get(camel);
        new Readiness(database, beans.vault(), alerts, folder).checks().forEach(checks::register);
        registry.bind("spotifyHealthLive", new HealthAnswer(() -> HealthCheckHelper.invokeLiveness(camel, "full")));
        registry.bind("spotifyHealthReady", new HealthAnswer(() -> HealthCheckHelper.invokeReadiness(camel, "full")));
        registry.bind("spotifyMetrics", new MetricsAnswer(meters,
                new Gauges(overviews, alerts, database, gaps, meters)::refresh));
        registry.bind("spotifyRouteMeters", routeMeters(meters));
        return beans;
    }

    private static MicrometerRoutePolicyFactory routeMeters(MeterRegistry meters) {
        MicrometerRoutePolicyFactory factory = new MicrometerRoutePolicyFactory();
        factory.setMeterRegistry(meters);
        return factory;
    }
}
