package io.github.spotifypipeline.app;

import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the {@link KameletBeans} in another Camel application whose routes name one of the Kamelets, and closes them
 * with the context. It starts the schedule after all routes. It does nothing in a context where the {@link Pipeline}
 * has made the beans, and opens nothing in one that only reads its routes.
 */
final class GuestPipeline extends LifecycleStrategySupport implements RouteBuilderLifecycleStrategy {

    static final String SOURCE = "spotify-source";

    private static final Logger LOG = LoggerFactory.getLogger(GuestPipeline.class);

    private static final String OURS = "spotify-";

    /** How long the application's stop waits for tokens to be stored. After that, a file keeps them. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private final CamelContext camel;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean named;
    private boolean initializing;
    private Settings settings;
    private Storage storage;
    private KameletBeans beans;

    GuestPipeline(CamelContext camel) {
        this.camel = camel;
    }

    /** Camel calls this when it has read routes, before it makes endpoints and processors. */
    @Override
    public void afterConfigure(RouteBuilder builder) {
        if (builder.getRouteCollection().getRoutes().stream()
                        .anyMatch(route -> route.toString().contains("kamelet:" + OURS))
                || builder.getRouteTemplateCollection().getRouteTemplates().stream()
                        .anyMatch(kamelet -> kamelet.getId().startsWith(OURS))) {
            prepare();
        }
    }

    /** Opens nothing before the context is going to run: until then it may only be looked at. */
    private void prepare() {
        if (named || camel.getRegistry().lookupByName("spotifySyncs") != null) {
            return;
        }
        if (!isOnlyRead()) {
            settings = new GuestSettings(camel).read();
        }
        named = true;
        if (initializing) {
            open();
        }
    }

    /** Whether none of the context's routes will run, and what they need may be missing, as when one exports them. */
    private boolean isOnlyRead() {
        return Boolean.FALSE.equals(camel.isAutoStartup())
                && ((PropertiesComponent) camel.getPropertiesComponent()).isIgnoreMissingProperty();
    }

    /** The endpoints and processors, which Camel makes next, need the beans. */
    @Override
    public void onContextInitializing(CamelContext context) {
        initializing = true;
        if (named) {
            open();
        }
    }

    /** @throws SettingsException when the settings cannot work */
    private void open() {
        if (settings == null) {
            KameletStandIns.bind(camel);
            return;
        }
        try {
            beans = GuestSettings.inItsNames(() -> {
                byte[] key = TokenKey.of(settings);
                storage = storage(settings);
                LOG.info("Spotify pipeline {} in {}", Version.text(), camel.getName());
                storage.announce(settings);
                return KameletBeans.bind(camel, settings, storage.database(), key, clock(), meters());
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        if (camel.isStarted()) {
            schedule();
            startScheduler();
        }
    }

    /** Camel does not tell a component that is added later that the context has started. */
    private void startScheduler() {
        try {
            camel.getComponent(KameletComponents.QUARTZ, QuartzComponent.class).onCamelContextStarted(camel, true);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /**
     * Opens the database in a daemon thread, so that the threads of the embedded database are daemons too. Others would
     * keep an application alive whose start has failed.
     */
    private static Storage storage(Settings settings) {
        FutureTask<Storage> opening = new FutureTask<>(() -> Storage.open(settings, settings.mongodbEmbeddedPort(),
                Duration.ZERO));
        Thread thread = new Thread(opening, "spotify-storage");
        thread.setDaemon(true);
        thread.start();
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw RuntimeCamelException.wrapRuntimeException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Clock clock() {
        Clock own = camel.getRegistry().lookupByNameAndType("spotifyClock", Clock.class);
        return own == null ? Clock.systemUTC() : own;
    }

    /** The application's own registry of meters, if it has one. */
    private MeterRegistry meters() {
        MeterRegistry own = camel.getRegistry().findSingleByType(MeterRegistry.class);
        return own == null ? new CompositeMeterRegistry() : own;
    }

    @Override
    public void onContextStarted(CamelContext started) {
        if (beans != null) {
            schedule();
            keepRunning();
            new StartReport(beans.accounts().store(), beans.endpoints().routes(), storage.database())
                    .logEndpointsOfApplication();
        }
    }

    /** Must come after all endpoints are known, or an endpoint could be synced before its parent. */
    private void schedule() {
        try {
            RoutesFolder.loadSchedule(camel);
        } catch (Exception e) {
            throw new RuntimeCamelException("The schedule of the Spotify endpoints does not start", e);
        }
    }

    /**
     * Keeps the application's JVM up until the context stops, as the threads of Camel and of the schedule are daemons:
     * an application of Spring Boot's without a web server would end at once.
     */
    private void keepRunning() {
        if (!beans.endpoints().routes().all().isEmpty()) {
            new Thread(() -> {
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }, "spotify-endpoints-of-" + camel.getName()).start();
        }
    }

    @Override
    public void onContextStopped(CamelContext context) {
        stopped.countDown();
        close();
    }

    private void close() {
        if (beans != null) {
            beans.accounts().unstored().await(LONGEST_STOP);
            beans.accounts().unstored().close();
        }
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }
}
