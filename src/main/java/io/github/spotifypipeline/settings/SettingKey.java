package io.github.spotifypipeline.settings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of settings: key, default, parser and description. A test writes {@code application.properties} and the
 * list in README.md from it ({@code mvn test -Dtest=SettingsFilesTest -Dsettings=write}). The table lacks
 * {@code sync.<endpoint>.every}, which every endpoint has, and the options of Apache Camel.
 */
public enum SettingKey {

    SPOTIFY_CLIENT_ID(Section.SPOTIFY, "spotify.client-id", "", SettingParser.TEXT,
            "empty: the one that is entered on the page, which says how to get one",
            "The client id of your app at developer.spotify.com/dashboard. Empty: the page says how to get one, and"
            + " takes it and the secret. What is set here wins."),
    SPOTIFY_CLIENT_SECRET(Section.SPOTIFY, "spotify.client-secret", "", SettingParser.TEXT,
            "empty: PKCE without a secret",
            "Its client secret. Empty: the sign-in uses PKCE, which needs no secret."),
    SPOTIFY_REDIRECT_URI(Section.SPOTIFY, "spotify.redirect-uri", "", SettingParser.REDIRECT,
            "empty: `http://127.0.0.1:{http.port}/callback`",
            "Where Spotify sends the browser after a sign-in. It must stand in the app's settings, character by"
            + " character. https, or http on 127.0.0.1 or [::1]; Spotify refuses localhost. Empty:"
            + " http://127.0.0.1:{http.port}/callback, with [::1] where that is http.host."),
    SPOTIFY_ACCOUNTS_URL(Section.SPOTIFY, "spotify.accounts-url", "https://accounts.spotify.com", SettingParser.SERVICE,
            "", "Spotify's accounts service."),
    SPOTIFY_API_URL(Section.SPOTIFY, "spotify.api-url", "https://api.spotify.com/v1", SettingParser.SERVICE,
            "", "Spotify's Web API."),
    SPOTIFY_PROXY(Section.SPOTIFY, "spotify.proxy", "", SettingParser.PROXY, "empty: direct",
            "The proxy for https calls, such as http://user:password@proxy.example.org:3128, with : / @ in user and"
            + " password percent-encoded. Empty: the one that the JVM's own properties name (https.proxyHost), else"
            + " none."
            + " This machine is never asked through a proxy.", List.of("HTTPS_PROXY", "https_proxy")),
    SPOTIFY_NO_PROXY(Section.SPOTIFY, "spotify.no-proxy", "", SettingParser.TEXT, "empty: none",
            "What is asked without that proxy, separated by commas: names, each with all that end in it"
            + " (example.org is music.example.org, too), addresses, either with a port, or * for everything.",
            List.of("NO_PROXY", "no_proxy")),

    MONGODB_URI(Section.MONGODB, "mongodb.uri", "", SettingParser.TEXT, "empty: the embedded database",
            "A connection string such as mongodb://user:password@host:27017/?authSource=admin. All options of the"
                    + " driver"
            + " live in it. Empty: the embedded database, good for a household's history."),
    MONGODB_DATABASE(Section.MONGODB, "mongodb.database", "", SettingParser.TEXT,
            "empty: the one in the path of `mongodb.uri`, else `spotify`",
            "The database. Empty: the one in the path of mongodb.uri, else spotify."),
    MONGODB_CA_FILE(Section.MONGODB, "mongodb.ca-file", "", SettingParser.CERTIFICATES,
            "empty: the authorities that Java knows",
            "The certificates, in PEM, of the authorities that may have signed MongoDB's own, in place of those that"
                    + " Java"
            + " knows; relative to this file."),
    MONGODB_EMBEDDED_PORT(Section.MONGODB, "mongodb.embedded-port", "0", SettingParser.port(0), "any free port",
            "The port of the embedded database on 127.0.0.1; 0: any free port, which the log names, so that mongosh or"
            + " Compass can look in."),

    HTTP_HOST(Section.PAGE, "http.host", "127.0.0.1", SettingParser.HOST, "",
            "The address of the page, such as 127.0.0.1 or ::1."),
    HTTP_PORT(Section.PAGE, "http.port", "8888", SettingParser.port(1), "", "Its port."),
    HTTP_ALLOWED_HOSTS(Section.PAGE, "http.allowed-hosts", "127.0.0.1, localhost, [::1]", SettingParser.HOSTS, "",
            "Bound to a loopback address, requests that name another host are refused."),
    ADMIN_TOKEN(Section.PAGE, "admin.token", "", SettingParser.ADMIN_TOKEN,
            "empty: none is asked for; must be set when `http.host` is no loopback address",
            "What callers must show, 16 characters or more. It must be set to bind to any other address, and should be"
            + " behind a reverse proxy."),

    DATA_DIR(Section.FILES, "data.dir", "data", SettingParser.FOLDER, "beside application.properties",
            "The embedded database, the token key and the log; relative to this file."),
    ROUTES_DIR(Section.FILES, "routes.dir", "routes", SettingParser.FOLDER, "",
            "The route files; add your own under endpoints/."),
    TOKEN_KEY(Section.FILES, "token.key", "", SettingParser.TEXT, "empty: a key file in the data folder",
            "The key that encrypts tokens at rest, 32 bytes in base64 (openssl rand -base64 32). Empty: a key file in"
                    + " the"
            + " data folder, readable by its owner only. Keep a copy of it with your backups."),

    TIMEZONE(Section.SYNCS, "timezone", "", SettingParser.ZONE, "empty: the system's",
            "The time zone of played_at_local, such as Europe/Berlin or +05:30. Empty: the system's."),
    SYNC_ON_START(Section.SYNCS, "sync.on-start", "true", SettingParser.TRUTH, "",
            "true: a new account syncs at once, and so does, at the start, all that is due. false: only after its"
                    + " interval"
            + " has passed."),
    SYNC_ACCOUNTS_AT_ONCE(Section.SYNCS, "sync.accounts-at-once", "4", SettingParser.number(1, 64),
            "how many accounts sync at the same time",
            "How many accounts sync at the same time; of one account, one endpoint at a time, and plays beside it."),
    SYNC_PAGES_AHEAD(Section.SYNCS, "sync.pages-ahead", "4", SettingParser.number(0, 16),
            "how many pages of a list are asked for before their turn",
            "How many pages of a list are asked for while those before them are stored; 0: none."),

    IMPORT_PLAY_AFTER(Section.IMPORTS, "import.play-after", "30s", SettingParser.INTERVAL,
            "a row that was heard shorter is no play",
            "A row of an export that was heard shorter than this is no play; it goes to other_streams."),

    COVERS(Section.COVERS, "covers", "on", SettingParser.oneOf("on", "off"), "or `off`: placeholders only",
            "on: the covers that the page shows are fetched once and kept in the data folder. off: none is fetched or"
            + " shown."),
    COVERS_ORIGINS(Section.COVERS, "covers.origins", "https://i.scdn.co, https://mosaic.scdn.co,"
            + " https://image-cdn-ak.spotifycdn.com, https://image-cdn-fa.spotifycdn.com", SettingParser.ORIGINS,
            "Spotify's image hosts", "The only servers that are asked for covers, separated by commas."),
    ENRICH_CALLS_A_DAY(Section.COVERS, "enrich.calls-a-day", "200", SettingParser.number(0, 100_000), "`0`: none",
            "The most calls in 24 hours for what no list shows of songs of imports; 0: none."),
    MUSICBRAINZ(Section.COVERS, "musicbrainz", "off", SettingParser.oneOf("on", "off"), "or `on`: genres of artists",
            "on: MusicBrainz is asked for genres, and so learns which artists are heard at this address."),

    LIMITS_LIST_CALLS(Section.LIMITS, "limits.list-calls", "100000", SettingParser.number(1, 100_000_000),
            "the most calls a day of each path of lists",
            "The most calls in 24 hours of each group of calls (by path) that Spotify counts together, for paths of"
                    + " lists."
            + " Plays may use all of it, everything else four fifths."),
    LIMITS_OBJECT_CALLS(Section.LIMITS, "limits.object-calls", "500", SettingParser.number(1, 100_000_000),
            "the most calls a day of each path of single objects",
            "The same for paths of single objects, of which Spotify allows about 600."),
    LIMITS_CALLS_IN_30S(Section.LIMITS, "limits.calls-in-30s", "600", SettingParser.number(1, 1_000_000),
            "the most calls in 30 seconds, over all accounts",
            "The most calls in any 30 seconds, over all accounts."),

    NOTIFY_URL(Section.NOTICES, "notify.url", "", SettingParser.ADDRESS, "empty: what needs you is in the log only",
            "Where a message is posted as JSON, besides the log, when an account or an endpoint starts to need a"
                    + " person,"
            + " and when it has recovered, such as https://example.org/hook. It is never shown."
            + " routes/notify/notify.camel.yaml"
            + " does it."),

    SANDBOX_PORT(Section.SANDBOX, "sandbox.port", "0", SettingParser.port(0), "with `--sandbox`, any free port",
            "The port on 127.0.0.1 of the made-up Spotify; 0: any free one."),
    SANDBOX_YEARS(Section.SANDBOX, "sandbox.years", "2", SettingParser.number(0, 10),
            "with `--sandbox`, how many years of plays its listener begins with; `0`: none",
            "How many years of plays the sandbox's listener begins with, imported at the first start; 0: none."),

    LOG_FORMAT(Section.LOG, "log.format", "text", SettingParser.oneOf("text", "json"), "or `json`",
            "text, or json for one JSON object a line."),

    SPOTIFY_CALL_DEADLINE(Section.TUNING, "spotify.call-deadline", "60000", SettingParser.millis(1, 600_000),
            "the most that a call of Spotify's may take as a whole, in ms",
            "The most that a call of Spotify's may take as a whole."),
    SYNC_TICK(Section.TUNING, "sync.tick", "1000", SettingParser.millis(1, 999_999),
            "how often it is looked whose turn it is, in ms",
            "How often it is looked whose turn it is, and what has become of the endpoint files."),
    SYNC_BACK_OFF(Section.TUNING, "sync.back-off", "1000", SettingParser.millis(1, 60_000),
            "the first wait before a call is tried again, in ms",
            "The first wait before a call is tried again; each further one is twice as long."),
    SYNC_LEASE(Section.TUNING, "sync.lease", "30000", SettingParser.millis(3_000, 3_600_000),
            "how long a sync is a process's own after its last sign of life, in ms",
            "How long what a process has claimed is its own after its last sign of life.");

    /** A section of application.properties. */
    public enum Section {
        SPOTIFY("Spotify"), MONGODB("MongoDB"), PAGE("The page and the API"), FILES("Files"), SYNCS("Syncs"),
        IMPORTS("Imports of Spotify's exports"), COVERS("Covers and facts"), LIMITS("Limits"),
        NOTICES("When something needs a person"), SANDBOX("The sandbox (--sandbox)"), LOG("The log"),
        TUNING("Fine tuning, each in milliseconds");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        /** The section's heading. */
        public String title() {
            return title;
        }
    }

    private final Section section;
    private final String key;
    private final String byDefault;
    private final SettingParser parser;
    private final String inShort;
    private final String comment;
    private final List<String> variables;

    SettingKey(Section section, String key, String byDefault, SettingParser parser, String inShort,
            String comment) {
        this(section, key, byDefault, parser, inShort, comment, List.of(environmentName(key)));
    }

    SettingKey(Section section, String key, String byDefault, SettingParser parser, String inShort, String comment,
            List<String> variables) {
        this.section = section;
        this.key = key;
        this.byDefault = byDefault;
        this.parser = parser;
        this.inShort = inShort;
        this.comment = comment;
        this.variables = variables;
    }

    /** The environment variable that follows from a key: {@code HTTP_PORT} from {@code http.port}. */
    public static String environmentName(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The setting of a key; empty when there is none. */
    public static Optional<SettingKey> of(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    /**
     * Checks a text and returns the value.
     *
     * @param home what paths are relative to
     * @throws SettingsException when the text cannot work
     */
    Object parse(String text, Path home) {
        return parser.parse(this, text, home);
    }

    /** Its section of application.properties. */
    public Section section() {
        return section;
    }

    /** Its name in application.properties. */
    public String key() {
        return key;
    }

    /** Its value when nothing is set. */
    public String byDefault() {
        return byDefault;
    }

    /** The environment variables that set it. The first one that is set counts. */
    public List<String> variables() {
        return variables;
    }

    /** What the default means, in a few words; empty when the default needs no explanation. */
    public String inShort() {
        return inShort;
    }

    /** The description, in sentences. */
    public String comment() {
        return comment;
    }

    /** The name in messages: {@code http.port (HTTP_PORT)}. */
    @Override
    public String toString() {
        return key + " (" + variables.get(0) + ")";
    }
}
