package io.github.spotifypipeline.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path home;

    private Settings load(String... environment) {
        return Settings.load(home, environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]));
    }

    @Test
    void hasTheDefaultsOfTheContract() {
        Settings settings = load();

        assertThat(settings.clientId()).isEmpty();
        assertThat(settings.clientSecret()).isEmpty();
        assertThat(settings.redirectUri()).hasToString("http://127.0.0.1:8888/callback");
        assertThat(settings.accountsUrl()).hasToString("https://accounts.spotify.com");
        assertThat(settings.apiUrl()).hasToString("https://api.spotify.com/v1");
        assertThat(settings.mongodbUri()).isEmpty();
        assertThat(settings.mongodbDatabase()).isEqualTo("spotify");
        assertThat(settings.mongodbEmbeddedPort()).isZero();
        assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
        assertThat(settings.httpPort()).isEqualTo(8888);
        assertThat(settings.allowedHosts()).containsExactly("127.0.0.1", "localhost", "[::1]");
        assertThat(settings.dataDir()).isEqualTo(home.resolve("data"));
        assertThat(settings.routesDir()).isEqualTo(home.resolve("routes"));
        assertThat(settings.timezone()).isEqualTo(ZoneId.systemDefault());
        assertThat(settings.syncOnStart()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8888/callback,             http://127.0.0.1:8888/login",
        "https://music.example.org:8443/callback,    https://music.example.org:8443/login",
        "https://music.example.org/spotify/callback, https://music.example.org/spotify/login"})
    void theSignInIsBesideTheRedirectUri(String redirectUri, String signInUrl) {
        assertThat(load("SPOTIFY_REDIRECT_URI", redirectUri).signInUrl()).hasToString(signInUrl);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, http://127.0.0.1:8888/", "::1, http://[::1]:8888/", "[::1], http://[::1]:8888/",
        "0.0.0.0, http://127.0.0.1:8888/", "::, http://[::1]:8888/"})
    void whoServesOnEveryAddressAnswersOnLoopback(String host, String page) {
        Settings settings = Settings.load(home, Map.of("HTTP_HOST", host, "ADMIN_TOKEN", "0123456789abcdef"));
        assertThat(settings.pageUrl()).hasToString(page);
    }

    @Test
    void ofAnotherApplicationAllNamesBeginWithSpotify() {
        Map<String, String> properties = Map.of("spotify.client-id", "abc", "spotify.timezone", "Europe/Berlin",
                "spotify.mongodb.uri", "mongodb://127.0.0.1:27018", "spotify.sync.my-shows.every", "2h",
                "timezone", "Asia/Tokyo", "mongodb.database", "theirs", "http.port", "no port");

        Settings settings = Settings.ofApplication(home, name -> properties.getOrDefault(name, ""));

        assertThat(settings.clientId()).isEqualTo("abc");
        assertThat(settings.timezone()).hasToString("Europe/Berlin");
        assertThat(settings.mongodbUri()).isEqualTo("mongodb://127.0.0.1:27018");
        assertThat(settings.mongodbDatabase()).isEqualTo("spotify");
        assertThat(settings.text("sync.my-shows.every")).isEqualTo("2h");
        assertThat(settings.dataDir()).isEqualTo(home.resolve("spotify-data"));
        assertThat(properties.keySet().stream().filter(name -> name.startsWith("spotify.")))
                .allMatch(Settings::isOfApplication);
        assertThat(Settings.isOfApplication("spotify.http.port")).isFalse();
        assertThat(Settings.isOfApplication("spotify.mongodb.url")).isFalse();
    }

    @Test
    void noticesGoNowhereUnlessSetAndTheirAddressIsInNoMessage() {
        assertThat(load().notifyUrl()).isNull();
        assertThat(load("NOTIFY_URL", "https://example.org/hook/abc?key=x%2Fy").notifyUrl())
                .hasToString("https://example.org/hook/abc?key=x%2Fy");
        assertThatThrownBy(() -> load("NOTIFY_URL", "example.org/s3cret")).hasNoCause().message().doesNotContain("s3cret");
    }

    @Test
    void environmentWinsOverTheFileAndAnEmptyVariableDoesNot() throws IOException {
        Files.writeString(home.resolve("application.properties"), "mongodb.database = mine\nhttp.port = 9000\n");

        Settings settings = Settings.load(home, Map.of("HTTP_PORT", "9001", "MONGODB_DATABASE", " "));

        assertThat(settings.httpPort()).isEqualTo(9001);
        assertThat(settings.redirectUri()).hasToString("http://127.0.0.1:9001/callback");
        assertThat(settings.mongodbDatabase()).isEqualTo("mine");
    }

    @Test
    void refusesAMisspeltSettingButNotOneOfTheUsersOwn() throws IOException {
        Path file = home.resolve("application.properties");
        Files.writeString(file, "sync.recently-played.every = 5m\nmine.url = x\ncamel.main.tracing = true\n");
        assertThat(load().text("mine.url")).isEqualTo("x");

        Files.writeString(file, "spotify.client_id = x\n");
        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessageContaining("spotify.client_id");
    }

    @Test
    void readsASettingThatHasNoDefaultFromTheEnvironment() {
        assertThat(load("SYNC_RECENTLY_PLAYED_EVERY", "5m").text("sync.recently-played.every")).isEqualTo("5m");
    }

    @Test
    void theShippedApplicationPropertiesChangesNoDefault() throws IOException {
        Settings defaults = load();
        Files.copy(Path.of("application.properties"), home.resolve("application.properties"));

        assertThat(load().asProperties()).isEqualTo(defaults.asProperties());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http://localhost:8888/callback            | localhost",
        "https://localhost/callback                | localhost",
        "http://app.localhost:8888/callback        | localhost",
        "http://192.168.1.5:8888/callback          | must use https",
        "http://example.org/callback               | must use https",
        "ftp://127.0.0.1/callback                  | not an http or https URL",
        "127.0.0.1:8888/callback                   | is not a",
        "https://example.org/callback?x=1          | no query",
        "https://user:hunter2@example.org/callback | user name or password"})
    void refusesARedirectUriThatSpotifyWouldRefuse(String uri, String reason) {
        assertThatThrownBy(() -> load("SPOTIFY_REDIRECT_URI", uri)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("SPOTIFY_REDIRECT_URI").hasMessageContaining(reason)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8888/callback", "http://[::1]:8888/callback",
        "https://music.example.org/callback"})
    void acceptsARedirectUriThatSpotifyAccepts(String uri) {
        assertThat(load("SPOTIFY_REDIRECT_URI", uri).redirectUri()).hasToString(uri);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HTTP_PORT             | 0                  | http.port",
        "HTTP_PORT             | 65536              | http.port",
        "HTTP_PORT             | eighty             | http.port",
        "MONGODB_EMBEDDED_PORT | -1                 | mongodb.embedded-port",
        "TIMEZONE              | Mars/Olympus       | timezone",
        "SYNC_ON_START         | perhaps            | sync.on-start",
        "LOG_FORMAT            | xml                | log.format",
        "SPOTIFY_API_URL       | http://example.org | https",
        "SPOTIFY_CALL_DEADLINE | 0                  | spotify.call-deadline",
        "SPOTIFY_API_URL       | nonsense           | SPOTIFY_API_URL",
        "SPOTIFY_ACCOUNTS_URL  | https://a.b/?x=y   | no query",
        "SPOTIFY_API_URL       | https://a b.example/v1 | SPOTIFY_API_URL",
        "SPOTIFY_ACCOUNTS_URL  | https://a.b/ c     | SPOTIFY_ACCOUNTS_URL",
        "SPOTIFY_REDIRECT_URI  | http://127.0.0.1:8888/call back | SPOTIFY_REDIRECT_URI",
        "HTTP_PORT             | -1                 | http.port",
        "HTTP_HOST             | http://127.0.0.1   | alone",
        "HTTP_HOST             | 127.0.0.1 x        | alone",
        "HTTP_ALLOWED_HOSTS    | localhost:8888     | without a port",
        "HTTP_ALLOWED_HOSTS    | http://music.lan   | without a port",
        "HTTP_ALLOWED_HOSTS    | ::1                | in brackets",
        "SYNC_TICK             | soon               | sync.tick",
        "SYNC_TICK             | 0                  | sync.tick",
        "SYNC_ACCOUNTS_AT_ONCE | -3                 | sync.accounts-at-once",
        "ADMIN_TOKEN           | with spaces between it | admin.token",
        "ADMIN_TOKEN           | pässwörter-mit-umlauten | admin.token",
        "NOTIFY_URL            | example.org/hook   | NOTIFY_URL",
        "NOTIFY_URL            | ftp://example.org  | NOTIFY_URL",
        "ADMIN_TOKEN           | short              | admin.token",
        "HTTP_HOST             | 0.0.0.0            | admin.token"})
    void refusesWhatCannotWorkAndSaysWhatToChange(String variable, String value, String named) {
        assertThatThrownBy(() -> load(variable, value)).isInstanceOf(SettingsException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "data.dir =             | data.dir (DATA_DIR) must be a folder",
        "data.dir = a\\u0000b    | data.dir (DATA_DIR) must be a folder",
        "routes.dir =           | routes.dir (ROUTES_DIR) must be a folder",
        "http.host =            | http.host (HTTP_HOST)",
        "timezone = \\uzzzz      | four hexadecimal digits"})
    void refusesALineOfTheFileThatCannotWork(String line, String words) throws IOException {
        Files.writeString(home.resolve("application.properties"), line + "\n");

        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessageContaining(words);
    }

    @Test
    void refusesAFileThatIsNotUtf8OrNoFile() throws IOException {
        Path file = home.resolve("application.properties");
        Files.write(file, new byte[] {'a', '=', (byte) 0xe9, '\n'});
        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessageContaining("save it as UTF-8");

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void namesIntervalsThatAreSetForNoEndpoint() throws IOException {
        Files.writeString(home.resolve("application.properties"),
                "sync.saved-trakcs.every = 1h\nsync.saved-shows.every = 1h\nsync.none.every =\n");
        Settings settings = Settings.load(home, Map.of("SYNC_TOP_TRACKS_EVERY", "1d", "SYNC_SAVED_SHOWS_EVERY", "2h",
                "SYNC_TOPTRACKS_EVERY", "1d", "SYNC_EMPTY_EVERY", " "));

        assertThat(settings.intervalsWithoutEffect(List.of("saved-shows", "top-tracks"))).containsExactly(
                "SYNC_TOPTRACKS_EVERY is set, but there is no such endpoint: correct the name; there are saved-shows,"
                        + " top-tracks.",
                "sync.saved-trakcs.every is set, but there is no such endpoint: correct the name; there are saved-shows,"
                        + " top-tracks.");
        assertThat(Settings.loadForSandbox(home, Map.of(), "client").intervalsWithoutEffect(List.of("saved-shows",
                "saved-trakcs"))).isEmpty();
    }

    @Test
    void reachableFromOtherMachinesItNeedsAnAdminToken() {
        Settings settings = Settings.load(home, Map.of("HTTP_HOST", "0.0.0.0", "ADMIN_TOKEN", "0123456789abcdef"));

        assertThat(settings.boundToLoopback()).isFalse();
    }

    @Test
    void sandboxHasADataFolderOfItsOwnUnlessOneIsSet() {
        Settings byDefault = Settings.loadForSandbox(home, Map.of("SPOTIFY_CLIENT_SECRET", "mine"), "client");
        Settings chosen = Settings.loadForSandbox(home, Map.of("DATA_DIR", "elsewhere"), "client");
        URI url = URI.create("http://127.0.0.1:5000");

        assertThat(byDefault.dataDir()).isEqualTo(home.resolve("data/sandbox"));
        assertThat(chosen.dataDir()).isEqualTo(home.resolve("elsewhere"));
        assertThat(byDefault.sandbox()).isTrue();
        assertThat(byDefault.clientSecret()).isEmpty();
        assertThat(byDefault.withSpotifyAt(url, url).apiUrl()).isEqualTo(url);
        assertThat(byDefault.withSpotifyAt(url, url).sandbox()).isTrue();
        assertThatThrownBy(() -> Settings.loadForSandbox(home, Map.of("HTTP_HOST", "0.0.0.0", "ADMIN_TOKEN",
                "0123456789abcdef"), "client")).hasMessageContaining("this machine only");
    }
}
