package io.github.spotifypipeline.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * The settings. The environment wins over {@code application.properties} in the home folder, and that over the built-in
 * defaults. The variable of {@code mongodb.uri} is {@code MONGODB_URI}; an empty variable counts as not set. All values
 * are checked when the settings are loaded. {@link SettingKey} explains each setting and what an empty value means.
 */
public final class Settings {

    static final String DEFAULT_DATABASE = "spotify";

    private final SettingValues values;
    private final boolean sandbox;

    Settings(SettingValues values, boolean sandbox) {
        values.complete();
        this.values = values;
        this.sandbox = sandbox;
    }

    /**
     * @param home        the folder of application.properties, routes and data
     * @param environment the process's environment variables
     * @throws SettingsException when a value cannot work
     */
    public static Settings load(Path home, Map<String, String> environment) {
        return new Settings(SettingValues.load(home, environment, Map.of()), false);
    }

    /**
     * The settings of the Kamelets in another application. Its properties have the prefix {@code spotify.}:
     * {@code mongodb.uri} is {@code spotify.mongodb.uri} there. The default of the data folder is {@code spotify-data}.
     * Settings of the page, the routes folder and the log have no effect.
     *
     * @param home       the folder that the data folder is relative to
     * @param properties the application's value of a property, empty when it is not set
     * @throws SettingsException when a value cannot work
     */
    public static Settings ofApplication(Path home, UnaryOperator<String> properties) {
        return new Settings(SettingValues.ofApplication(home, properties), false);
    }

    /** The same settings with another Spotify, whose images are where its accounts service is. */
    public Settings withSpotifyAt(URI accounts, URI api) {
        return with(Map.of(SettingKey.SPOTIFY_ACCOUNTS_URL, accounts.toString(),
                SettingKey.SPOTIFY_API_URL, api.toString(), SettingKey.COVERS_ORIGINS, accounts.toString()));
    }

    /** The same settings with this MongoDB. The name of the database stays. */
    public Settings withMongodbAt(String uri) {
        return with(Map.of(SettingKey.MONGODB_DATABASE, mongodbDatabase(), SettingKey.MONGODB_URI, uri));
    }

    private Settings with(Map<SettingKey, String> texts) {
        SettingValues copy = values.copy();
        texts.forEach(copy::set);
        return new Settings(copy, sandbox);
    }

    /** The value of any setting, empty when it is not set. */
    public String text(String key) {
        return values.text(key);
    }

    /** Where the value of any setting comes from. */
    public SettingOrigin origin(String key) {
        return values.origin(key);
    }

    /** All values, for the placeholders of the routes. */
    public Properties asProperties() {
        return with(Map.of(SettingKey.MONGODB_DATABASE, mongodbDatabase())).values.texts();
    }

    public SettingNames names() {
        return new SettingNames(values, sandbox);
    }

    /** The value that the setting's parser has returned. */
    @SuppressWarnings("unchecked")
    private <T> T value(SettingKey setting) {
        return (T) values.value(setting);
    }

    /** Whether the built-in sandbox stands in Spotify's place. */
    public boolean sandbox() {
        return sandbox;
    }

    /** The folder that holds application.properties, routes and data. */
    public Path home() {
        return values.home();
    }

    public int sandboxPort() {
        return value(SettingKey.SANDBOX_PORT);
    }

    public int sandboxYears() {
        return value(SettingKey.SANDBOX_YEARS);
    }

    public String clientId() {
        return value(SettingKey.SPOTIFY_CLIENT_ID);
    }

    public String clientSecret() {
        return value(SettingKey.SPOTIFY_CLIENT_SECRET);
    }

    public URI redirectUri() {
        return value(SettingKey.SPOTIFY_REDIRECT_URI);
    }

    public URI accountsUrl() {
        return value(SettingKey.SPOTIFY_ACCOUNTS_URL);
    }

    public URI apiUrl() {
        return value(SettingKey.SPOTIFY_API_URL);
    }

    public Duration callDeadline() {
        return value(SettingKey.SPOTIFY_CALL_DEADLINE);
    }

    public String mongodbUri() {
        return value(SettingKey.MONGODB_URI);
    }

    /** A PEM file of certificates to trust instead of Java's; null: Java's. */
    public Path mongodbCaFile() {
        return value(SettingKey.MONGODB_CA_FILE);
    }

    public int mongodbEmbeddedPort() {
        return value(SettingKey.MONGODB_EMBEDDED_PORT);
    }

    /** The host as in a URL: an IPv6 address is in brackets. */
    public String httpHost() {
        return value(SettingKey.HTTP_HOST);
    }

    public int httpPort() {
        return value(SettingKey.HTTP_PORT);
    }

    public List<String> allowedHosts() {
        return value(SettingKey.HTTP_ALLOWED_HOSTS);
    }

    public String adminToken() {
        return value(SettingKey.ADMIN_TOKEN);
    }

    public String logFormat() {
        return value(SettingKey.LOG_FORMAT);
    }

    public Path dataDir() {
        return value(SettingKey.DATA_DIR);
    }

    public Path routesDir() {
        return value(SettingKey.ROUTES_DIR);
    }

    public String tokenKey() {
        return value(SettingKey.TOKEN_KEY);
    }

    public ZoneId timezone() {
        return value(SettingKey.TIMEZONE);
    }

    public boolean syncOnStart() {
        return value(SettingKey.SYNC_ON_START);
    }

    public int syncPagesAhead() {
        return value(SettingKey.SYNC_PAGES_AHEAD);
    }

    public int syncAccountsAtOnce() {
        return value(SettingKey.SYNC_ACCOUNTS_AT_ONCE);
    }

    /** A limit of calls. @param setting one of the section LIMITS */
    public int limit(SettingKey setting) {
        return value(setting);
    }

    public Duration backOff() {
        return value(SettingKey.SYNC_BACK_OFF);
    }

    public Duration lease() {
        return value(SettingKey.SYNC_LEASE);
    }

    /** The URL that alerts are posted to; null: none. It may hold a secret and must not be shown. */
    public URI notifyUrl() {
        return value(SettingKey.NOTIFY_URL);
    }

    /** The URL where a person signs in. It follows from the redirect URI, because a reverse proxy may add a path. */
    public URI signInUrl() {
        return redirectUri().resolve("./login");
    }

    /** The page's URL on this machine. Browsers may need another one. */
    public URI pageUrl() {
        // a server that listens on every address answers on loopback
        String host = httpHost().equals("0.0.0.0") ? "127.0.0.1" : httpHost().equals("[::]") ? "[::1]" : httpHost();
        return URI.create("http://" + host + ":" + httpPort() + "/");
    }

    /**
     * The name of the database: the one that is set, or the one in the path of the connection string, or
     * {@code spotify}. In the path, admin, local and config do not count: they only say where the user is defined.
     */
    public String mongodbDatabase() {
        return values.database();
    }

    /** Which calls go through a proxy. */
    public Proxies proxies() {
        return Proxies.of(text("spotify.proxy"), text("spotify.no-proxy"));
    }

    /** Whether only this machine can reach the page. */
    public boolean boundToLoopback() {
        return Loopback.isLoopback(httpHost());
    }

    /** The file that holds the token key when none is set. */
    public Path tokenKeyFile() {
        return dataDir().resolve("token.key");
    }
}
