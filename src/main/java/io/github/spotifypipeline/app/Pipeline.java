package io.github.spotifypipeline.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.charts.files.ChartFolder;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.endpoint.files.EndpointFolder;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.Route;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole integration: the database, the beans, and the routes in the routes folder. */
public final class Pipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** Routes that begin like this start after the endpoints are known, and not for a command. undertow has http: */
    private static final List<String> WITH_ENDPOINTS = List.of("spotify-quartz:", "http:", "file:");

    /** How long a start waits for a command that has the embedded database open. Commands take seconds. */
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(10);

    /** Orchestrators give a process 30 seconds to end. Closing the database takes some of them. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(27);

    private final Settings settings;
    private final Storage storage;
    private final Main main = new Main();
    private Runnable ready = () -> { };
    private KameletBeans beans;

    private Pipeline(Settings settings, Storage storage) {
        this.settings = settings;
        this.storage = storage;
    }

    /**
     * Prepares everything but starts no route yet.
     *
     * @throws SettingsException      when the settings cannot work
     * @throws EmbeddedMongoException when the embedded database cannot be opened
     */
    public static Pipeline prepare(Settings settings, Clock clock) {
        return prepare(settings, clock, true);
    }

    /** Prepares a pipeline that is not going to serve its page, so that another may. */
    public static Pipeline prepareIdle(Settings settings, Clock clock) {
        return prepare(settings, clock, false);
    }

    private static Pipeline prepare(Settings settings, Clock clock, boolean serve) {
        RoutesFolder.require(settings);
        byte[] key = TokenKey.of(settings);
        Storage storage = Storage.open(settings, settings.mongodbEmbeddedPort(), serve ? LONGEST_COMMAND
                : Duration.ZERO);
        try {
            if (serve) {
                requireFreePort(settings);
            }
            LOG.info("Spotify pipeline {}, its data in {}", Version.text(), settings.dataDir());
            storage.announce(settings);
            Pipeline pipeline = new Pipeline(settings, storage);
            pipeline.configure(key, clock);
            return pipeline;
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private static void requireFreePort(Settings settings) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(settings.httpHost()), settings.httpPort()));
        } catch (IOException e) {
            throw new SettingsException("The page cannot be served at " + settings.httpHost() + ":"
                    + settings.httpPort() + " (" + e.getMessage() + "): stop what uses that port, or set http.host"
                    + " (HTTP_HOST) and http.port (HTTP_PORT) to what is free on this machine.");
        }
    }

    private void configure(byte[] key, Clock clock) {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(settings.asProperties());
        main.configure().setRoutesIncludePattern("false");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport ignored) {
                PropertiesComponent properties = (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
                // the environment is in the settings already; an empty variable does not count
                properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
                beans = ProgramBeans.bind(main.getCamelContext(), settings, storage.database(), key, clock);
            }

            @Override
            public void afterConfigure(BaseMainSupport ignored) {
                RoutesFolder.load(main.getCamelContext(), settings);
            }
        });
    }

    /**
     * Keeps made-up data apart from real data, and real tokens from the sandbox.
     *
     * @throws SettingsException when the database holds another account
     */
    public void requireNoOtherAccountThan(String accountId) {
        Document others = new Document("_id", new Document("$ne", accountId));
        if (storage.database().collection("accounts").find(others).first() != null) {
            throw new SettingsException("--sandbox found real accounts in this database: give it another one with"
                    + " MONGODB_DATABASE or DATA_DIR.");
        }
    }

    /** @param action runs once, as soon as the page can be reached */
    public void onReady(Runnable action) {
        ready = action;
    }

    /**
     * Starts the routes and returns.
     *
     * @throws SettingsException when the port is taken or a route cannot work
     */
    public void start() {
        startIdle();
        report().logTrouble();
        begin();
        if (settings.mongodbUri().isEmpty()) {
            PageFile.in(settings).write(page().toString());
        }
        LOG.info("Ready: {}{}", page(), StartReport.ofApp(beans.accounts().client()));
        ready.run();
    }

    /**
     * Starts the other routes now that all endpoints are known. Before, a sign-in would ask for too few scopes, and an
     * endpoint could be synced before its parent.
     */
    private void begin() {
        CamelContext camel = main.getCamelContext();
        camel.setAutoStartupExcludePattern(null);
        try {
            for (Route route : camel.getRoutes()) {
                if (WITH_ENDPOINTS.stream().anyMatch(route.getEndpoint().getEndpointUri()::startsWith)) {
                    camel.getRouteController().startRoute(route.getRouteId());
                }
            }
        } catch (Exception e) {
            throw new SettingsException("The page cannot be served: " + CauseMessages.of(e));
        }
    }

    /** Reads the routes and the endpoints, but starts nothing that would sync or serve. */
    public void startIdle() {
        main.configure().setAutoStartupExcludePattern(String.join("*,", WITH_ENDPOINTS) + "*");
        try {
            main.start();
            beans.endpoints().routes().requireAll();
            bean("spotifyEndpointFolder", EndpointFolder.class).open();
            bean("spotifyChartFolder", ChartFolder.class).open();
            report().logStraySettings(settings);
        } catch (SettingsException e) {
            throw e;
        } catch (PropertyBindingException e) {
            // the exception's own message holds the value, which may be a secret
            throw new SettingsException("Camel has no option " + e.getOptionPrefix() + e.getOptionKey() + ", or not one"
                    + " that takes such a value: correct it in application.properties.");
        } catch (RuntimeException e) {
            throw new SettingsException("The routes in " + settings.routesDir() + " do not start: "
                    + CauseMessages.of(e));
        }
    }

    /** What keeps accounts and endpoints from being synced. Only after {@link #startIdle}. */
    public StartReport report() {
        return new StartReport(beans.accounts().store(), beans.endpoints().routes(), database());
    }

    /** All accounts, ordered by id. */
    public List<Account> accounts() {
        return beans.accounts().store().accountList();
    }

    /** Calls the Web API as an account. Throws a CamelExecutionException when there is no answer with data. */
    public JsonNode get(String accountId, String path) {
        return bean("spotifyTemplate", ProducerTemplate.class).requestBodyAndHeader(
                "kamelet:spotify-get-action?account=${header.account}", path, "account", accountId, JsonNode.class);
    }

    /** One of the objects that the routes call. */
    public <T> T bean(String name, Class<T> type) {
        return main.lookup(name, type);
    }

    /** The page's address. */
    public URI page() {
        return settings.pageUrl();
    }

    public CamelContext camel() {
        return main.getCamelContext();
    }

    public Database database() {
        return storage.database();
    }

    /** Stores pages that are under way, stops the routes, waits until all tokens are stored, closes the database. */
    @Override
    public void close() {
        long begun = System.nanoTime();
        try {
            main.stop();
        } finally {
            if (settings.mongodbUri().isEmpty()) {
                PageFile.in(settings).delete();
            }
            if (beans != null) {
                beans.accounts().unstored().await(LONGEST_STOP.minusNanos(System.nanoTime() - begun));
                beans.accounts().unstored().close();
            }
            storage.close();
        }
        LOG.info("Stopped");
    }
}
