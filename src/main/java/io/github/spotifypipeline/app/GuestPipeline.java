package io.github.spotifypipeline.app;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.settings.SettingNames;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertiesLookupListener;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What another Camel application needs to use the Kamelets: made when the first of its routes that names one is read,
 * closed with its context. The schedule starts after all of its routes. In a context where the {@link Pipeline} has
 * made these things, it does nothing.
 */
final class GuestPipeline extends LifecycleStrategySupport implements RouteBuilderLifecycleStrategy {

    static final String SOURCE = "spotify-source";

    private static final Logger LOG = LoggerFactory.getLogger(GuestPipeline.class);

    private static final String OURS = "spotify-";
    private static final List<String> SCHEDULE = List.of("spotify-sync", "spotify-schedule");

    /** How long the application's stop may wait for what Spotify gave to be stored; a file outlives it. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private final CamelContext camel;
    private Storage storage;
    private KameletBeans beans;

    GuestPipeline(CamelContext camel) {
        this.camel = camel;
    }

    /** Before endpoints and processors are made, which may want the beans. */
    @Override
    public void afterConfigure(RouteBuilder builder) {
        if (builder.getRouteCollection().getRoutes().stream()
                        .anyMatch(route -> route.toString().contains("kamelet:" + OURS))
                || builder.getRouteTemplateCollection().getRouteTemplates().stream()
                        .anyMatch(kamelet -> kamelet.getId().startsWith(OURS))) {
            open();
        }
    }

    /** @throws SettingsException when the settings cannot work */
    private void open() {
        if (camel.getRegistry().lookupByName("spotifySyncs") != null) {
            return;
        }
        try {
            camel.getPropertiesComponent().loadProperties(name -> name.startsWith("spotify.")).stringPropertyNames()
                    .stream().filter(name -> !SettingNames.isOfApplication(name))
                    .sorted().forEach(GuestPipeline::refuseIfMisspelt);
            Settings settings = Settings.ofApplication(Path.of("").toAbsolutePath(), this::property);
            byte[] key = TokenKey.of(settings);
            storage = storage(settings);
            LOG.info("Spotify pipeline {} in {}", Version.text(), camel.getName());
            storage.announce(settings);
            beans = KameletBeans.bind(camel, settings, storage.database(), key, clock(), meters());
        } catch (SettingsException | EmbeddedMongoException e) {
            close();
            throw new SettingsException(e.getMessage() + " (In this application, the names of the Spotify pipeline's"
                    + " settings begin with spotify. and SPOTIFY_.)");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        if (camel.isStarted()) {
            schedule();
            startScheduler();
        }
    }

    /** A name that is not near one of ours may be the application's own, or one that has no effect there. */
    private static void refuseIfMisspelt(String name) {
        SettingNames.meantInApplication(name).ifPresent(meant -> {
            throw new SettingsException("There is no setting " + name + ": did you mean " + meant + "?");
        });
        LOG.warn("The Spotify pipeline has no setting {} in another application.", name);
    }

    /** A component that comes to a context that runs is not told so. */
    private void startScheduler() {
        try {
            camel.getComponent(KameletComponents.QUARTZ, QuartzComponent.class).onCamelContextStarted(camel, true);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /** Threads inherit it to be daemons: the embedded database's must not keep an application whose start fails. */
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

    /** Told to no listener: camel-main has one, and prints in its summary what it heard of, such as the token key. */
    private String property(String name) {
        PropertiesComponent properties = (PropertiesComponent) camel.getPropertiesComponent();
        List<PropertiesLookupListener> listeners = List.copyOf(properties.getPropertiesLookupListeners());
        listeners.forEach(properties::removePropertiesLookupListener);
        try {
            return properties.resolveProperty(name).orElse("");
        } finally {
            listeners.forEach(properties::addPropertiesLookupListener);
        }
    }

    /** The application's own, where it has one. */
    private MeterRegistry meters() {
        MeterRegistry own = camel.getRegistry().findSingleByType(MeterRegistry.class);
        return own == null ? new CompositeMeterRegistry() : own;
    }

    @Override
    public void onContextStarted(CamelContext started) {
        if (beans != null) {
            schedule();
            tell();
        }
    }

    /** Only when all endpoints are known: what comes after its parent would take its turn before it. */
    private void schedule() {
        try {
            for (String route : SCHEDULE) {
                PluginHelper.getRoutesLoader(camel).loadRoutes(PluginHelper.getResourceLoader(camel)
                        .resolveResource("classpath:spotify-schedule/" + route + ".camel.yaml"));
            }
        } catch (Exception e) {
            throw new RuntimeCamelException("The schedule of the Spotify endpoints does not start", e);
        }
    }

    /** Says which endpoints there are, and what keeps them from running. */
    private void tell() {
        List<Endpoint> endpoints = beans.endpoints().all();
        LOG.info("Spotify endpoints: {}", String.join(", ", endpoints.stream().map(Endpoint::id).toList()));
        try {
            List<Account> accounts = beans.vault().accountList();
            if (accounts.isEmpty()) {
                LOG.warn("Nobody is signed in to Spotify in this database, so nothing is read: sign in with the Spotify"
                        + " pipeline, on the same database and with the same token key.");
            }
            accounts.forEach(account -> endpoints.forEach(endpoint -> tellOfScopes(account, endpoint)));
        } catch (MongoException e) {
            LOG.debug("The accounts cannot be read yet", e);
        }
    }

    private static void tellOfScopes(Account account, Endpoint endpoint) {
        Set<String> missing = new TreeSet<>(endpoint.scopes());
        missing.removeAll(account.scopes());
        if (!missing.isEmpty()) {
            LOG.warn("The Spotify endpoint {} does not run for account {}, which has not granted {}: the Spotify"
                    + " pipeline where people sign in must have an endpoint that asks for it.", endpoint.id(),
                    account.id(), String.join(", ", missing));
        }
    }

    @Override
    public void onContextStopped(CamelContext stopped) {
        close();
    }

    private void close() {
        if (beans != null) {
            beans.unstored().await(LONGEST_STOP);
            beans.unstored().close();
        }
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }
}
