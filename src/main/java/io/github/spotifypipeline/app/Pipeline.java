package io.github.spotifypipeline.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.accounts.UnstoredTokens;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.ForeignTraits;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.endpoint.files.EndpointFolder;
import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    /** Where the routes begin that do nothing before the endpoints are known: undertow's are called by their URLs. */
    private static final List<String> WITH_ENDPOINTS = List.of("spotify-quartz:", "http:");

    /** A command that opens the embedded database has it for seconds: no reason not to start. */
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(10);

    /** What orchestrators give a process to end, 30 seconds, less what closing the database takes. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(27);

    private final Settings settings;
    private final Storage storage;
    private final Main main = new Main();
    private Runnable ready = () -> { };
    private UnstoredTokens unstored;

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
        requireRoutes(settings);
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

    /** @throws SettingsException when there are no routes where the settings say */
    public static void requireRoutes(Settings settings) {
        if (!Files.isDirectory(settings.routesDir().resolve("web"))) {
            throw new SettingsException("There are no routes in " + settings.routesDir()
                    + ": set routes.dir (ROUTES_DIR) to the folder that holds the route files.");
        }
    }

    private static void requireFreePort(Settings settings) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(settings.httpHost()), settings.httpPort()));
        } catch (IOException e) {
            throw new SettingsException("The page cannot be served at " + settings.httpHost() + ":"
                    + settings.httpPort()
                    + " (" + e.getMessage() + "): stop what uses that port, or set http.host (HTTP_HOST) and http.port"
                    + " (HTTP_PORT) to what is free on this machine.");
        }
    }

    private void configure(byte[] key, Clock clock) {
        Path routes = settings.routesDir();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(settings.asProperties());
        main.configure().setRoutesIncludePattern("file:" + routes
                + "/**/*.camel.yaml,classpath:spotify-schedule/*.camel.yaml"
                + (settings.sandbox() ? ",classpath:sandbox/*.camel.yaml" : ""));
        StringBuilder excluded = new StringBuilder();
        for (Path file : RouteFiles.replaced(routes)) {
            LOG.warn("{} is not read, because {} of an earlier version is there too: make your edits of that in the"
                    + " newer file, then delete the older one", routes.relativize(file), file.getFileName());
            excluded.append("file:").append(file).append(',');
        }
        // those are loaded one by one, and come and go while the program runs
        excluded.append("file:").append(routes).append("/endpoints/**");
        main.configure().setRoutesExcludePattern(excluded.toString());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport ignored) {
                PropertiesComponent properties = (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
                // the environment is in the settings already; an empty variable does not count
                properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
                unstored = ProgramBeans.bind(main.getCamelContext(), settings, storage.database(), key, clock)
                        .unstored();
            }
        });
    }

    /**
     * Made-up data must not come among real data, nor real tokens to the sandbox.
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

    /** Whether an account is signed in and syncs. */
    public boolean isSignedIn(String accountId) {
        return bean("spotifyVault", AccountStore.class).account(accountId).filter(Account::isActive).isPresent();
    }

    /** @param action what to do as soon as the page can be reached */
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
        tellOfLockedTokens();
        tellOfForeignTraits();
        begin();
        if (settings.mongodbUri().isEmpty()) {
            PageFile.in(settings).write(page().toString());
        }
        LOG.info("Ready: {}{}", page(), settings.clientId().isEmpty()
                ? " - no app at Spotify is set yet: the page says how to get one" : "");
        ready.run();
    }

    /**
     * Only now that all endpoints are known: a sign-in would ask for too few scopes, and what comes last by its
     * priority, or after its parent, would take its turn before what is not there yet.
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
            throw new SettingsException("The page cannot be served: " + causes(e));
        }
    }

    /** Reads the routes and the endpoints, but starts nothing that would sync or serve. */
    public void startIdle() {
        main.configure().setAutoStartupExcludePattern(String.join("*,", WITH_ENDPOINTS) + "*");
        try {
            main.start();
            bean("spotifyEndpoints", RouteEndpoints.class).requireAll();
            bean("spotifyEndpointFolder", EndpointFolder.class).open();
            settings.names().strangeVariables().forEach(LOG::warn);
            settings.names().intervalsWithoutEffect(bean("spotifyEndpoints", RouteEndpoints.class).all().stream()
                    .map(Endpoint::id).toList()).forEach(LOG::warn);
        } catch (SettingsException e) {
            throw e;
        } catch (PropertyBindingException e) {
            // its own words hold the value, which may be a secret
            throw new SettingsException("Camel has no option " + e.getOptionPrefix() + e.getOptionKey() + ", or"
                    + " not one"
                    + " that takes such a value: correct it in application.properties.");
        } catch (RuntimeException e) {
            throw new SettingsException("The routes in " + settings.routesDir() + " do not start: " + causes(e));
        }
    }

    /** Said once at the start, and not by each sync alone: all accounts stand still until somebody does something. */
    private void tellOfLockedTokens() {
        try {
            List<String> locked = bean("spotifyVault", AccountStore.class).locked();
            if (!locked.isEmpty()) {
                LOG.error("The token key does not open the tokens of {} accounts (the first is {}): run rotate-key"
                        + " again if one broke off, set TOKEN_KEY (or put back the key file) to the key they were"
                        + " stored with, or sign in again. Until then they are not synced.", locked.size(),
                        locked.get(0));
            }
        } catch (MongoException e) {
            LOG.debug("The accounts cannot be read yet", e);
        }
    }

    /** What somebody else made of the endpoints' collections; those to which nothing may be written are not synced. */
    private void tellOfForeignTraits() {
        try {
            foreignTraits().forEach(trait -> LOG.warn("{}{}", trait.words(),
                    trait.isHarmful() ? " Until then it is not synced." : ""));
        } catch (MongoException e) {
            LOG.debug("The collections cannot be listed yet", e);
        }
    }

    /** What somebody else made of the collections that the pipeline writes to. */
    public List<ForeignTraits.Trait> foreignTraits() {
        Set<String> names = new TreeSet<>(Database.control());
        bean("spotifyEndpoints", RouteEndpoints.class).all().forEach(endpoint -> names.add(endpoint.collection()));
        return new ForeignTraits(database()).of(names);
    }

    /** The message of each cause that says something new: they name the file, the line and the reason. */
    private static String causes(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
            if (messages.stream().noneMatch(longer -> longer.contains(message))) {
                messages.add(message);
            }
        }
        return messages.stream().map(message -> message.length() > 300 ? message.substring(0, 300) + "…" : message)
                .collect(Collectors.joining(" - "));
    }

    /** All accounts, ordered by id. */
    public List<Account> accounts() {
        return bean("spotifyVault", AccountStore.class).accountList();
    }

    /** Asks the Web API as an account; throws a CamelExecutionException when there is no answer with data. */
    public JsonNode get(String accountId, String path) {
        return bean("spotifyTemplate", ProducerTemplate.class).requestBodyAndHeader(
                "kamelet:spotify-get-action?account=${header.account}", path, "account", accountId, JsonNode.class);
    }

    /** One of the objects that the routes call. */
    public <T> T bean(String name, Class<T> type) {
        return main.lookup(name, type);
    }

    /** Where the page is. */
    public URI page() {
        return settings.pageUrl();
    }

    /** The Camel context, for looking in. */
    public CamelContext camel() {
        return main.getCamelContext();
    }

    /** The database, for looking in. */
    public Database database() {
        return storage.database();
    }

    /** Finishes the pages in flight, stops the routes, waits until what Spotify gave is stored, closes the database. */
    @Override
    public void close() {
        long begun = System.nanoTime();
        try {
            main.stop();
        } finally {
            if (settings.mongodbUri().isEmpty()) {
                PageFile.in(settings).delete();
            }
            if (unstored != null) {
                unstored.await(LONGEST_STOP.minusNanos(System.nanoTime() - begun));
                unstored.close();
            }
            storage.close();
        }
        LOG.info("Stopped");
    }
}
