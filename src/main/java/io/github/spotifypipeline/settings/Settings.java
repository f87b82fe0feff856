package io.github.spotifypipeline.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the user has set: the built-in defaults, over them {@code application.properties} in the home folder, over it
 * the environment ({@code mongodb.uri} is {@code MONGODB_URI}). An empty environment variable counts as not set.
 * All values are checked when the settings are loaded.
 */
public final class Settings {

    /** The name of an endpoint's interval. */
    static final String INTERVAL = "sync\\.[^.]+\\.every";

    /** What the Kamelets need in another application, too. */
    private static final Set<SettingKey.Section> OF_KAMELETS =
            Set.of(SettingKey.Section.SPOTIFY, SettingKey.Section.MONGODB,
            SettingKey.Section.SYNCS, SettingKey.Section.LIMITS, SettingKey.Section.TUNING);

    private static final String PREFIX = "spotify.";
    /** Their environment variables. */
    private static final String INTERVALS = "SYNC_.+_EVERY";

    private static final String SANDBOX_PACE = "sync.recently-played.every";
    private static final String DATABASE = "spotify";

    /** They are no setting, and one letter from HTTPS_PROXY. */
    private static final Set<String> OF_OTHERS = Set.of("HTTP_PROXY", "http_proxy");

    private final Path home;
    private final Properties values;
    private final Map<String, String> environment;
    private final UnaryOperator<String> others;
    private final boolean sandbox;

    /**
     * @param others the value of a name that is not among the values, such as an endpoint's interval; empty when not
     * set
     */
    private Settings(Path home, Properties values, Map<String, String> environment, UnaryOperator<String> others,
                     boolean sandbox) {
        this.home = home;
        this.values = values;
        this.environment = environment;
        this.others = others;
        this.sandbox = sandbox;
    }

    /**
     * @param home        the folder of application.properties, routes and data
     * @param environment the process's environment variables
     * @throws SettingsException when a value cannot work
     */
    public static Settings load(Path home, Map<String, String> environment) {
        return load(home, environment, Map.of(), false);
    }

    private static Settings load(Path home, Map<String, String> environment, Map<String, String> overrides,
                                 boolean sandbox) {
        ApplicationProperties file = ApplicationProperties.in(home);
        Properties values = defaults();
        values.putAll(file.values());
        for (String key : values.stringPropertyNames()) {
            String value = inEnvironment(environment, variables(key));
            values.setProperty(key, value.isEmpty() ? values.getProperty(key).strip() : value);
        }
        overrides.forEach(values::setProperty);
        Settings settings = new Settings(home, values, environment, key -> inEnvironment(environment, variables(key)),
                sandbox);
        file.requireKnown(settings.routesDir());
        settings.check();
        return settings;
    }

    private static List<String> variables(String key) {
        return SettingKey.of(key).map(SettingKey::variables).orElseGet(() -> List.of(environmentName(key)));
    }

    /** The first of the variables that is set and not empty; empty when none is. */
    private static String inEnvironment(Map<String, String> environment, List<String> variables) {
        return variables.stream().map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst().orElse("");
    }

    private static Properties defaults() {
        Properties values = new Properties();
        try (InputStream defaults = Settings.class.getResourceAsStream("/spotify-pipeline-defaults.properties")) {
            values.load(defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (SettingKey setting : SettingKey.values()) {
            values.setProperty(setting.key(), setting.byDefault());
        }
        return values;
    }

    /**
     * The settings of the Kamelets in another application, among whose properties each name begins with
     * {@code spotify.}: {@code mongodb.uri} is {@code spotify.mongodb.uri} there. The data folder is
     * {@code spotify-data} unless it is set. What concerns the page, the routes folder and the log has no effect.
     *
     * @param home       what the data folder is relative to
     * @param properties the application's value of a property, empty when it is not set
     * @throws SettingsException when a value cannot work
     */
    public static Settings ofApplication(Path home, UnaryOperator<String> properties) {
        UnaryOperator<String> prefixed = key -> properties.apply(key.startsWith(PREFIX) ? key : PREFIX + key).strip();
        Properties values = defaults();
        values.setProperty("data.dir", "spotify-data");
        for (String key : values.stringPropertyNames()) {
            String value = key.startsWith("camel.") ? "" : prefixed.apply(key);
            if (!value.isEmpty()) {
                values.setProperty(key, value);
            }
        }
        Settings settings = new Settings(home, values, Map.of(), prefixed, false);
        settings.check();
        return settings;
    }

    /** The setting of {@link #ofApplication} that a name probably means which is none; empty when none is near. */
    public static Optional<String> meantInApplication(String name) {
        return Spelling.nearest(name, Arrays.stream(SettingKey.values()).map(SettingKey::key)
                .map(key -> key.startsWith(PREFIX) ? key : PREFIX + key).filter(Settings::isOfApplication).toList());
    }

    /** Whether a name that begins with {@code spotify.} is one of the settings of {@link #ofApplication}. */
    public static boolean isOfApplication(String name) {
        String key = name.substring(PREFIX.length());
        return SettingKey.of(name).isPresent() || key.matches(INTERVAL)
                || SettingKey.of(key).map(SettingKey::section).filter(OF_KAMELETS::contains).isPresent()
                || Set.of("data.dir", "timezone", "token.key").contains(key);
    }

    /**
     * The settings of a run on the built-in sandbox: a client that it knows, a data folder of its own (and on a MongoDB
     * of the user's a database of its own) unless the user has set one, and plays asked for each minute, so that one
     * sees them arrive.
     *
     * @param clientId a client without a secret; the page asks for no admin token
     */
    public static Settings loadForSandbox(Path home, Map<String, String> environment, String clientId) {
        Settings settings = load(home, environment);
        if (!settings.boundToLoopback()) {
            throw new SettingsException("--sandbox serves its page to this machine only: leave http.host (HTTP_HOST) at"
                    + " 127.0.0.1.");
        }
        Map<String, String> overrides = new HashMap<>(Map.of(
                "spotify.client-id", clientId,
                "spotify.client-secret", "",
                "spotify.redirect-uri", "",
                "admin.token", ""));
        if (settings.text(SANDBOX_PACE).isEmpty()) {
            overrides.put(SANDBOX_PACE, "1m");
        }
        String database = settings.text("mongodb.database");
        // where it is named by the URI alone, real data may be in it
        if (!settings.mongodbUri().isEmpty() && (database.isEmpty() || database.equals(DATABASE))) {
            overrides.put("mongodb.database", settings.mongodbDatabase() + "_sandbox");
        }
        if (settings.text("data.dir").equals("data")) {
            overrides.put("data.dir", "data/sandbox");
        }
        return load(home, environment, overrides, true);
    }

    /** The same settings with another Spotify. */
    public Settings withSpotifyAt(URI accounts, URI api) {
        Settings copy = new Settings(home, asProperties(), environment, others, sandbox);
        copy.values.setProperty("spotify.accounts-url", accounts.toString());
        copy.values.setProperty("spotify.api-url", api.toString());
        copy.check();
        return copy;
    }

    /** The same settings with another MongoDB, or with one in place of the embedded database. */
    public Settings withMongodbAt(String uri) {
        Settings copy = new Settings(home, asProperties(), environment, others, sandbox);
        copy.values.setProperty("mongodb.uri", uri);
        return copy;
    }

    /** The environment variable of a setting. */
    public static String environmentName(String key) {
        return SettingKey.environmentName(key);
    }

    private void check() {
        values.setProperty("http.host", Loopback.inUrl(text("http.host")));
        if (text("spotify.redirect-uri").isEmpty()) {
            String host = httpHost().equals("[::1]") ? httpHost() : "127.0.0.1";
            values.setProperty("spotify.redirect-uri", "http://" + host + ":" + httpPort() + "/callback");
        }
        for (SettingKey setting : SettingKey.values()) {
            setting.check(this);
        }
        values.setProperty("spotify.accounts-url", accountsUrl().toString());
        values.setProperty("spotify.api-url", apiUrl().toString());
        if (!boundToLoopback() && adminToken().isEmpty()) {
            throw new SettingsException("http.host (HTTP_HOST) is reachable from other machines, so admin.token"
                    + " (ADMIN_TOKEN) must be set, to 16 characters or more: it is what the page and the API ask for.");
        }
    }

    /** The value of any setting, empty when it is not set. */
    public String text(String key) {
        String value = values.getProperty(key);
        return value != null ? value : others.apply(key);
    }

    /** Whether the built-in sandbox stands in Spotify's place. */
    public boolean sandbox() {
        return sandbox;
    }

    /** Where the sandbox listens on 127.0.0.1; 0: any free port. */
    public int sandboxPort() {
        return port("sandbox.port", 0);
    }

    /** The folder that holds application.properties, routes and data. */
    public Path home() {
        return home;
    }

    /** Empty when the user has not set up an app at Spotify yet. */
    public String clientId() {
        return text("spotify.client-id");
    }

    /** Empty: PKCE without a secret. */
    public String clientSecret() {
        return text("spotify.client-secret");
    }

    /** Where Spotify sends the browser after a sign-in; exactly as registered at Spotify. */
    public URI redirectUri() {
        return RedirectUri.checked(text("spotify.redirect-uri"));
    }

    /**
     * What a person opens to sign in: beside the redirect URI, also where a reverse proxy shows the page below a path.
     */
    public URI signInUrl() {
        return redirectUri().resolve("./login");
    }

    /** Where the page is on this machine, which need not be where browsers reach it. */
    public URI pageUrl() {
        // who listens on every address answers on loopback
        String host = httpHost().equals("0.0.0.0") ? "127.0.0.1" : httpHost().equals("[::]") ? "[::1]" : httpHost();
        return URI.create("http://" + host + ":" + httpPort() + "/");
    }

    /** Spotify's accounts service, without a slash at the end. */
    public URI accountsUrl() {
        return WebAddress.serviceAt("spotify.accounts-url (SPOTIFY_ACCOUNTS_URL)", text("spotify.accounts-url"));
    }

    /** Spotify's Web API with its version, without a slash at the end. */
    public URI apiUrl() {
        return WebAddress.serviceAt("spotify.api-url (SPOTIFY_API_URL)", text("spotify.api-url"));
    }

    /** The most that a call to Spotify may take as a whole. */
    public Duration callDeadline() {
        return Duration.ofMillis(number("spotify.call-deadline", 1, 600_000));
    }

    /** Empty: the embedded database. */
    public String mongodbUri() {
        return text("mongodb.uri");
    }

    /**
     * Where none is set, the one that the connection string names in its path, else {@code spotify}. MongoDB's own
     * admin, local and config only say there whose users these are.
     */
    public String mongodbDatabase() {
        String set = text("mongodb.database");
        // mongodb://user:password@host:27017,host/database?options
        Matcher path = Pattern.compile("mongodb(?:\\+srv)?://[^/?]*/(?!(?:admin|local|config)(?:[?]|$))([^/?.]+).*")
                .matcher(mongodbUri());
        return !set.isEmpty() ? set : path.matches() ? path.group(1) : DATABASE;
    }

    /** The certificates of the authorities to trust in place of Java's own, in PEM; null: Java's own. */
    public Path mongodbCaFile() {
        String file = text("mongodb.ca-file");
        if (file.isEmpty()) {
            return null;
        }
        try {
            Path path = home.resolve(file).normalize();
            if (Files.isReadable(path) && Files.isRegularFile(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // answered below, with the same words
        }
        throw new SettingsException(SettingKey.MONGODB_CA_FILE
                + " must be a file that can be read: the certificates, in PEM.");
    }

    /** Which calls go through a proxy. */
    public Proxies proxies() {
        return Proxies.of(text("spotify.proxy"), text("spotify.no-proxy"));
    }

    /** 0: any free port. */
    public int mongodbEmbeddedPort() {
        return port("mongodb.embedded-port", 0);
    }

    /** As in a URL: an IPv6 address is in brackets. */
    public String httpHost() {
        return Loopback.inUrl(text("http.host"));
    }

    public int httpPort() {
        return port("http.port", 1);
    }

    /** Whether only this machine can reach the page. */
    public boolean boundToLoopback() {
        return Loopback.isLoopback(httpHost());
    }

    /** The hosts that a request may name while bound to a loopback address, in lower case. */
    public List<String> allowedHosts() {
        List<String> hosts = Arrays.stream(text("http.allowed-hosts").split(","))
                .map(host -> host.strip().toLowerCase(Locale.ROOT)).filter(host -> !host.isEmpty()).toList();
        if (!hosts.stream().allMatch(host -> host.matches("[^\\s/@:\\[\\]]+|\\[[0-9a-f:.]+]"))) {
            throw new SettingsException(SettingKey.HTTP_ALLOWED_HOSTS + " must be names or addresses without a port,"
                    + " separated"
                    + " by commas, IPv6 in brackets.");
        }
        return hosts;
    }

    /** What callers must show; empty, which only a loopback address allows: nothing. */
    public String adminToken() {
        String token = text("admin.token");
        if (!token.isEmpty() && !token.matches("[!-~]{16,}")) {
            throw new SettingsException("admin.token (ADMIN_TOKEN) must have 16 characters or more, which are letters,"
                    + " digits"
                    + " and signs of ASCII: others do not travel in a header.");
        }
        return token;
    }

    /** {@code text}, or {@code json} for JSON lines. */
    public String logFormat() {
        String format = text("log.format");
        if (!format.equals("text") && !format.equals("json")) {
            throw new SettingsException(SettingKey.LOG_FORMAT + " must be text or json.");
        }
        return format;
    }

    /** How long a row of an export must have been heard to be a play. */
    public Duration importPlayAfter() {
        return Interval.parse(text("import.play-after")).orElseThrow(() -> new SettingsException(
                SettingKey.IMPORT_PLAY_AFTER + " must be an interval such as 30s: " + Interval.FORM + "."));
    }

    /** Where the database, the key and the log live. */
    public Path dataDir() {
        return folder("data.dir");
    }

    public Path routesDir() {
        return folder("routes.dir");
    }

    /** 32 bytes in base64, or empty: a key file in the data folder. */
    public String tokenKey() {
        return text("token.key");
    }

    /** Where the key is kept when none is set. */
    public Path tokenKeyFile() {
        return dataDir().resolve("token.key");
    }

    /** The zone of {@code played_at_local} and of the page; the system's when not set. */
    public ZoneId timezone() {
        String value = text("timezone");
        try {
            ZoneId zone = value.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(value);
            // UTC+05:30 is known neither to MongoDB nor to java.util.TimeZone, and Z not to MongoDB
            zone = zone.getId().matches("(UTC|GMT|UT)[+-].*") ? zone.normalized() : zone;
            return zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
        } catch (DateTimeException e) {
            throw new SettingsException("timezone (TIMEZONE) is not a time zone: write it like Europe/Berlin.");
        }
    }

    public boolean syncOnStart() {
        String value = text("sync.on-start").toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            throw new SettingsException("sync.on-start (SYNC_ON_START) must be true or false.");
        }
        return value.equals("true");
    }

    /** How often it is looked whose turn it is. */
    public Duration syncTick() {
        return Duration.ofMillis(number("sync.tick", 1, 999_999));
    }

    /** How many accounts sync at the same time, 1 to 64. */
    public int syncAccountsAtOnce() {
        return number("sync.accounts-at-once", 1, 64);
    }

    /** The most calls a day of each bucket of lists. */
    public int listCalls() {
        return number("limits.list-calls", 1, 100_000_000);
    }

    /** The most calls a day of each bucket of single objects. */
    public int objectCalls() {
        return number("limits.object-calls", 1, 100_000_000);
    }

    /** The most calls in any 30 seconds, over all accounts. */
    public int callsIn30s() {
        return number("limits.calls-in-30s", 1, 1_000_000);
    }

    /** The first back-off after a fault that may pass; each further one is twice as long. */
    public Duration backOff() {
        return Duration.ofMillis(number("sync.back-off", 1, 60_000));
    }

    /**
     * In words: the intervals that are set, such as {@code SYNC_RECENTLY_PLAYED_EVERY}, for none of these endpoints.
     */
    public List<String> intervalsWithoutEffect(Collection<String> endpoints) {
        Set<String> known = endpoints.stream().map(id -> "sync." + id + ".every").collect(Collectors.toSet());
        Set<String> knownVariables = known.stream().map(Settings::environmentName).collect(Collectors.toSet());
        Stream<String> written = values.stringPropertyNames().stream().filter(key -> key.matches(INTERVAL))
                .filter(key -> !known.contains(key) && !text(key).isEmpty() && !(sandbox && key.equals(SANDBOX_PACE)));
        Stream<String> variables = environment.keySet().stream().filter(name -> name.matches(INTERVALS))
                .filter(name -> !knownVariables.contains(name) && !environment.get(name).isBlank());
        return Stream.concat(written, variables).sorted().map(name -> name + " is set, but there is no such endpoint:"
                + " correct the name; there are " + String.join(", ", endpoints) + ".").toList();
    }

    /** In words: the environment variables that look like a setting's, and are none. Programs have theirs, too. */
    public List<String> strangeVariables() {
        List<String> known = Arrays.stream(SettingKey.values()).flatMap(setting -> setting.variables().stream())
                .toList();
        return environment.keySet().stream().filter(name -> !known.contains(name) && !OF_OTHERS.contains(name)
                        && !name.matches(INTERVALS) && !environment.get(name).isBlank())
                .sorted().flatMap(name -> meant(name, known).stream().map(meant -> name + " is set, which is no"
                + " setting: did"
                        + " you mean " + meant + "?")).toList();
    }

    private Optional<String> meant(String name, List<String> known) {
        return Arrays.stream(SettingKey.values()).filter(setting -> environmentName(setting.key()).equals(name))
                .findFirst()
                .map(setting -> setting.variables().get(0)).or(() -> Spelling.nearest(name, known))
                .filter(variable -> environment.getOrDefault(variable, "").isBlank());
    }

    /** Where notices are posted to, which may hold a secret, so it is never shown; null: nowhere. */
    public URI notifyUrl() {
        String value = text("notify.url");
        return value.isEmpty() ? null : WebAddress.checked("notify.url (NOTIFY_URL)", value);
    }

    /** How long what a process has claimed is its own after its last sign of life. */
    public Duration lease() {
        return Duration.ofMillis(number("sync.lease", 3_000, 3_600_000));
    }

    /** All values, for the placeholders of the routes. */
    public Properties asProperties() {
        Properties copy = new Properties();
        copy.putAll(values);
        copy.setProperty("mongodb.database", mongodbDatabase());
        return copy;
    }

    private Path folder(String key) {
        try {
            if (!text(key).isEmpty()) {
                return home.resolve(text(key)).normalize();
            }
        } catch (InvalidPathException e) {
            // answered below, with the same words
        }
        throw new SettingsException(key + " (" + environmentName(key) + ") must be a folder.");
    }

    private int port(String key, int least) {
        return number(key, least, 65_535);
    }

    private int number(String key, int least, int most) {
        try {
            int number = Integer.parseInt(text(key));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, with the same words
        }
        throw new SettingsException(key + " (" + environmentName(key) + ") must be a number from " + least + " to "
                + most
                + ".");
    }
}
