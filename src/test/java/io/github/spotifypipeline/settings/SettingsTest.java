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
import java.util.stream.Collectors;
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
                .allMatch(SettingNames::isOfApplication);
        assertThat(SettingNames.isOfApplication("spotify.http.port")).isFalse();
        assertThat(SettingNames.isOfApplication("spotify.mongodb.url")).isFalse();
    }

    @Test
    void noticesGoNowhereUnlessSetAndTheirAddressIsInNoMessage() {
        assertThat(load().notifyUrl()).isNull();
        assertThat(load("NOTIFY_URL", "https://example.org/hook/abc?key=x%2Fy").notifyUrl())
                .hasToString("https://example.org/hook/abc?key=x%2Fy");
        assertThatThrownBy(() -> load("NOTIFY_URL", "example.org/s3cret")).hasNoCause().message()
                .doesNotContain("s3cret");
    }

    @Test
    void environmentWinsOverTheFileAndAnEmptyVariableDoesNot() throws IOException {
        Files.writeString(home.resolve("application.properties"), "mongodb.database = mine\nhttp.port = 9000\n");

        Settings settings = Settings.load(home, Map.of("HTTP_PORT", "9001", "MONGODB_DATABASE", " "));

        assertThat(settings.httpPort()).isEqualTo(9001);
        assertThat(settings.redirectUri()).hasToString("http://127.0.0.1:9001/callback");
        assertThat(settings.mongodbDatabase()).isEqualTo("mine");
    }

    private void write(String... lines) throws IOException {
        Files.writeString(home.resolve("application.properties"), String.join("\n", lines) + "\n");
    }

    @ParameterizedTest
    @CsvSource({"http.prot, http.port", "data.dri, data.dir", "dat.dir, data.dir", "token.kye, token.key",
        "tokn.key, token.key", "htp.port, http.port", "HTTP.Port, http.port", "HTTP_PORT, http.port",
        "http_port, http.port", "http-port, http.port", "httpport, http.port", "routs.dir, routes.dir",
        "time.zone, timezone", "timezome, timezone", "TIMEZONE, timezone", "spotify.client_id, spotify.client-id",
        "spotify.clientId, spotify.client-id", "spotify.clientsecret, spotify.client-secret", "mongo.uri, mongodb.uri",
        "mongodb.url, mongodb.uri", "mongodb.databse, mongodb.database", "sync.onstart, sync.on-start",
        "sync.tik, sync.tick", "admin.tokens, admin.token", "notify.urls, notify.url", "log.fromat, log.format",
        "limits.list-cals, limits.list-calls", "spotify.prxy, spotify.proxy", "import.play-afetr, import.play-after",
        "sandbox.prot, sandbox.port", "camel.mian.tracing, camel.main.tracing",
        "camel.componet.kamelet.location, camel.component.kamelet.location"})
    void refusesAMisspeltSettingAndSaysWhatWasMeant(String written, String meant) throws IOException {
        write("# settings", "http.port = 8888", written + " = 1");

        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessage(
                home.resolve("application.properties") + ":3: there is no setting " + written + ": did you mean "
                        + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"spotify.shoe-size, there is no setting spotify.shoe-size", "mine.url, there is no setting mine.url",
        "camel.nothing.x, there is no setting camel.nothing.x", "my.own.thing, there is no setting my.own.thing",
        "c2VjcmV0bGluZXNlY3JldA, this line sets something that is no setting",
        "sync.every, there is no setting sync.every", "port, this line sets something that is no setting"})
    void refusesASettingThatNobodyAsksFor(String written, String words) throws IOException {
        Files.createDirectories(home.resolve("routes/endpoints"));
        Files.writeString(home.resolve("routes/endpoints/x.camel.yaml"), "uri: file:{{my.owner}}/{{not.mine.url}}");
        write(written + " 1");

        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessage(
                home.resolve("application.properties") + ":1: " + words + ", and no route file asks for it: correct"
                        + " its name,"
                        + " or remove the line.");
    }

    @Test
    void leavesTheUsersOwnSettingsThatARouteOrAnotherSettingAsksFor() throws IOException {
        Files.createDirectories(home.resolve("routes/endpoints"));
        Files.writeString(home.resolve("routes/endpoints/x.camel.yaml"),
                "uri: kafka:{{mine.topic}}?brokers={{?data.dirs}}\nsimple: ${properties:mongodb.archive}");
        write("mine.topic = x", "data.dirs = y", "mongodb.archive = z", "camel.main.tracing = true", "zone ="
                + " Asia/Tokyo",
                "camel.beans.mine = #class:a.B", "timezone = {{zone}}".replace("{{zone}}", "Asia/Tokyo"),
                "mine.topic.suffix = -{{mine.topic}}", "camel.component.log.x = {{mine.topic.suffix}}{{zone}}");

        assertThat(load().text("mine.topic")).isEqualTo("x");
    }

    @Test
    void readsAFileThatBeginsWithAByteOrderMarkAndRefusesNoneOfItsLines() throws IOException {
        write("\uFEFFhttp.port = 9001", "\thttp.host: 127.0.0.1");

        assertThat(load().httpPort()).isEqualTo(9001);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sync.saved-trakcs.every | there is no endpoint saved-trakcs: did you mean sync.saved-tracks.every?",
        "sync.nothing.every      | there is no endpoint nothing: correct its name, or remove the line."})
    void refusesAnIntervalOfTheFileForAnEndpointThatIsNotThere(String key, String words) throws IOException {
        Files.createDirectories(home.resolve("routes/endpoints"));
        Files.writeString(home.resolve("routes/endpoints/saved-tracks.camel.yaml"), "id: saved-tracks");
        write("sync.saved-tracks.every = 1h");
        assertThat(load().text("sync.saved-tracks.every")).isEqualTo("1h");

        write(key + " = 1h");
        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessageEndingWith(":1: " + words);
    }

    @Test
    void asksWhetherAVariableThatIsNearlyASettingsWasMeantToBeOne() {
        assertThat(Settings.load(home, Map.of("HTTP_PROT", "1", "MONGODB_URL", "x", "SPOTIFY_PROXY", "y", "TOKEN_KYE",
                "z",
                "SPOTIPY_CLIENT_ID", "theirs", "SPOTIFY_CLIENT_ID", "ours", "HTTP_PROXY", "http://p:1", "PATH", "/bin",
                "NTFY_URL", "http://n:1", "DATA_DRI", " ")).names().strangeVariables()).containsExactly(
                        "HTTP_PROT is set, which is no setting: did you mean HTTP_PORT?",
                        "MONGODB_URL is set, which is no setting: did you mean MONGODB_URI?",
                        "SPOTIFY_PROXY is set, which is no setting: did you mean HTTPS_PROXY?",
                        "TOKEN_KYE is set, which is no setting: did you mean TOKEN_KEY?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1d | 86400", "36h | 129600", "1h30m | 5400", "20m | 1200", "90s | 90", "1d12h30m5s | 131405", "0s | 0",
                "007m | 420"})
    void readsIntervals(String text, long seconds) {
        assertThat(Interval.parse(text)).hasValueSatisfying(interval -> assertThat(interval).hasSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "3600", "30", "1m30", "1h1h", "1s500", "1d 12h", "1 d", "1w", "1.5h", "PT1H",
            "1h30", "0x1h", "5M", "P1D",
        "30m1h", "1D", "-5m", "+5m", "5ms", "m", "1hh", "1h,5m", "٣h", "9999999999s", "soon"})
    void refusesWhatIsNoInterval(String text) {
        assertThat(Interval.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"::1, [::1], true", "[::1], [::1], true", "0:0:0:0:0:0:0:1, [::1], true", "127.0.0.1, 127.0.0.1, true",
        "::ffff:127.0.0.1, 127.0.0.1, true", "fd00::5, [fd00::5], false", "localhost, localhost, true"})
    void takesAnAddressWithAndWithoutBrackets(String written, String host, boolean loopback) {
        Settings settings = Settings.load(home, Map.of("HTTP_HOST", written, "ADMIN_TOKEN", "0123456789abcdef"));

        assertThat(settings.httpHost()).isEqualTo(host).isEqualTo(settings.asProperties().getProperty("http.host"));
        assertThat(settings.boundToLoopback()).isEqualTo(loopback);
        assertThat(settings.redirectUri().getHost()).isEqualTo(host.equals("[::1]") ? host : "127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mongodb://h:27017/mine                        |       | mine",
        "mongodb://u:p@h1:27017,h2:27018/mine?w=1      |       | mine",
        "mongodb+srv://u:p@cluster.example.org/mine    |       | mine",
        "mongodb://u:p@127.0.0.1:27017/admin           |       | spotify",
        "mongodb://u:p@127.0.0.1/admin?tls=true        |       | spotify",
        "mongodb://u:p@127.0.0.1:27017/administration  |       | administration",
        "mongodb://h/mine                              | other | other",
        "mongodb://h                                   |       | spotify",
        "mongodb://h/                                  |       | spotify",
        "mongodb://h/?authSource=admin                 |       | spotify",
        "mongodb://h?tlsCAFile=/a/b                    |       | spotify",
        "                                              |       | spotify"})
    void theDatabaseIsTheOneThatIsSetOrThatTheUriNames(String uri, String set, String database) {
        Settings settings = Settings.load(home, Map.of("MONGODB_URI", uri == null ? "" : uri, "MONGODB_DATABASE",
                set == null ? "" : set));

        assertThat(settings.mongodbDatabase()).isEqualTo(database);
        assertThat(settings.withMongodbAt("mongodb://127.0.0.1:1").mongodbDatabase()).isEqualTo(database);
        Settings sandbox = SandboxSettings.load(home, Map.of("MONGODB_URI", uri == null ? "" : uri,
                "MONGODB_DATABASE",
                set == null ? "" : set), "client");
        assertThat(sandbox.mongodbDatabase()).isEqualTo(
                set == null && uri != null ? database + "_sandbox" : database);
    }

    @ParameterizedTest
    @CsvSource({"UTC+05:30, +05:30", "GMT-3, -03:00", "+05:30, +05:30", "UTC, UTC", "Z, UTC", "Europe/Berlin,"
            + " Europe/Berlin"})
    void aZoneIsOneThatEveryoneKnows(String written, String zone) {
        assertThat(load("TIMEZONE", written).timezone()).hasToString(zone);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "https://accounts.spotify.com      | proxy.test:3128",
        "https://api.spotify.com/v1        | DIRECT",
        "https://spotify.com.evil.test     | proxy.test:3128",
        "https://notspotify.com            | proxy.test:3128",
        "https://music.lan                 | DIRECT",
        "https://a.music.lan               | DIRECT",
        "https://xmusic.lan                | proxy.test:3128",
        "https://10.0.0.7                  | DIRECT",
        "https://10.0.0.77                 | proxy.test:3128",
        "https://[fd00::5]                 | DIRECT",
        "https://hook.test:8443            | DIRECT",
        "https://hook.test                 | proxy.test:3128",
        "http://hook.test                  | DIRECT",
        "https://localhost:8443            | DIRECT",
        "http://127.0.0.1:8080             | DIRECT",
        "https://[::1]:8443                | DIRECT"})
    void asksByTheProxyWhatIsNotExcepted(String url, String way) {
        Settings settings = Settings.load(home, Map.of("HTTPS_PROXY", "http://me:p%40ss+1@proxy.test:3128/", "NO_PROXY",
                "api.spotify.com, .music.lan 10.0.0.7,fd00::5,hook.test:8443"));

        assertThat(settings.proxies().select(URI.create(url))).singleElement().satisfies(proxy ->
                assertThat(proxy.address() == null ? "DIRECT" : settings.proxies().address().getHostString() + ":"
                        + settings.proxies().address().getPort()).isEqualTo(way));
        assertThat(settings.proxies().credentials().getUserName()).isEqualTo("me");
        assertThat(settings.proxies().credentials().getPassword()).containsExactly("p@ss+1".toCharArray());
        assertThat(Settings.load(home, Map.of("https_proxy", "proxy.test:3128", "no_proxy", "*")).proxies()
                .select(URI.create(url))).containsExactly(java.net.Proxy.NO_PROXY);
        assertThat(Settings.load(home, Map.of()).proxies().select(URI.create(url)))
                .containsExactly(java.net.Proxy.NO_PROXY);
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
        "HTTP_HOST             | 127.0.0.1:8888     | alone",
        "HTTP_HOST             | [::1]:8888         | alone",
        "HTTP_HOST             | [::1               | alone",
        "HTTP_HOST             | ::1::2             | alone",
        "HTTP_HOST             | fe80::1%eth0       | alone",
        "IMPORT_PLAY_AFTER     | 30                 | import.play-after",
        "HTTPS_PROXY           | socks5://hunter2@p:1080 | spotify.proxy (HTTPS_PROXY)",
        "HTTPS_PROXY           | http://u:hunter2@p:99999 | spotify.proxy (HTTPS_PROXY)",
        "HTTPS_PROXY           | http://u:hunter2#@p:1 | spotify.proxy (HTTPS_PROXY)",
        "HTTPS_PROXY           | https://p:443      | spotify.proxy (HTTPS_PROXY)",
        "HTTPS_PROXY           | http://u:%zz@p:1   | spotify.proxy (HTTPS_PROXY)",
        "MONGODB_CA_FILE       | no/such.pem        | mongodb.ca-file (MONGODB_CA_FILE)",
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
                .hasMessageContaining(named).hasMessageNotContaining("hunter2");
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

        assertThat(settings.names().intervalsWithoutEffect(List.of("saved-shows", "top-tracks"))).containsExactly(
                "SYNC_TOPTRACKS_EVERY is set, but there is no such endpoint: correct the name; there are saved-shows,"
                        + " top-tracks.",
                "sync.saved-trakcs.every is set, but there is no such endpoint: correct the name; there are"
                + " saved-shows, top-tracks.");
        assertThat(SandboxSettings.load(home, Map.of(), "client").names()
                .intervalsWithoutEffect(List.of("saved-shows", "saved-trakcs"))).isEmpty();
    }

    @Test
    void saysWhereEachValueComesFromAndCoversWhatIsSecret() throws IOException {
        write("# mine\nlog.format = text\nhttp.port = 9001\nspotify.client-secret = hunter2\ntimezone =\n"
                + "mongodb.uri = mongodb://me:hunter2@db.example/x?tlsCertificateKeyFilePassword=hunter2&a=b");
        Map<String, String> environment = Map.of("https_proxy", "http://u:hunter2%40p@proxy.example:3128",
                "NOTIFY_URL", "https://hook.example/hunter2", "ADMIN_TOKEN", "hunter2hunter2hunter2", "LOG_FORMAT", "");

        Map<String, ShownSetting> shown = ShownSetting.all(Settings.load(home, environment)).stream()
                .collect(Collectors.toMap(one -> one.setting().key(), one -> one));

        assertThat(shown.values()).extracting(ShownSetting::value).noneMatch(value -> String.valueOf(value)
                .contains("hunter2"));
        assertThat(shown.get("http.port")).returns("9001", ShownSetting::value).returns(true, ShownSetting::set)
                .returns("line 3 of application.properties", one -> one.origin().inWords());
        assertThat(shown.get("spotify.proxy")).returns("http://u:••••@proxy.example:3128", ShownSetting::value)
                .returns("the environment variable https_proxy", one -> one.origin().inWords());
        assertThat(shown.get("mongodb.uri").value())
                .isEqualTo("mongodb://me:••••@db.example/x?tlsCertificateKeyFilePassword=••••&a=b");
        assertThat(shown.get("mongodb.database")).returns("x", ShownSetting::value).returns(false, ShownSetting::set);
        assertThat(shown.get("admin.token")).returns(null, ShownSetting::value).returns(true, ShownSetting::set);
        assertThat(shown.get("timezone")).returns(false, ShownSetting::set)
                .returns(SettingOrigin.Kind.DEFAULT, one -> one.origin().kind());
        assertThat(shown.get("log.format")).as("what the program comes with says all defaults")
                .returns(new SettingOrigin(SettingOrigin.Kind.DEFAULT, null, 2), ShownSetting::origin);
        assertThat(shown.get("spotify.redirect-uri").value()).isEqualTo("http://127.0.0.1:9001/callback");
        assertThat(ShownSetting.covered("https://token@p.example:1")).isEqualTo("https://••••@p.example:1");
        assertThat(ShownSetting.all(SandboxSettings.load(home, environment, "client")))
                .filteredOn(one -> one.setting() == SettingKey.SPOTIFY_CLIENT_SECRET).singleElement()
                .returns(false, ShownSetting::set)
                .returns(SettingOrigin.Kind.SANDBOX, one -> one.origin().kind());
        assertThat(ShownSetting.all(SandboxSettings.load(home, environment, "client")))
                .filteredOn(one -> one.setting() == SettingKey.COVERS_ORIGINS).singleElement()
                .returns(SettingOrigin.Kind.SANDBOX, one -> one.origin().kind());
        assertThat(SettingKey.values()).filteredOn(key -> key.key().matches(".*(secret|token|password|\\bkey).*"))
                .allMatch(ShownSetting::isSecret);
    }

    @Test
    void reachableFromOtherMachinesItNeedsAnAdminToken() {
        Settings settings = Settings.load(home, Map.of("HTTP_HOST", "0.0.0.0", "ADMIN_TOKEN", "0123456789abcdef"));

        assertThat(settings.boundToLoopback()).isFalse();
    }

    @Test
    void sandboxHasADataFolderOfItsOwnUnlessOneIsSet() {
        Settings byDefault = SandboxSettings.load(home, Map.of("SPOTIFY_CLIENT_SECRET", "mine"), "client");
        Settings chosen = SandboxSettings.load(home, Map.of("DATA_DIR", "elsewhere"), "client");
        URI url = URI.create("http://127.0.0.1:5000");

        assertThat(byDefault.dataDir()).isEqualTo(home.resolve("data/sandbox"));
        assertThat(chosen.dataDir()).isEqualTo(home.resolve("elsewhere"));
        assertThat(byDefault.sandbox()).isTrue();
        assertThat(byDefault.clientSecret()).isEmpty();
        assertThat(byDefault.withSpotifyAt(url, url).apiUrl()).isEqualTo(url);
        assertThat(byDefault.withSpotifyAt(url, url).sandbox()).isTrue();
        assertThatThrownBy(() -> SandboxSettings.load(home, Map.of("HTTP_HOST", "0.0.0.0", "ADMIN_TOKEN",
                "0123456789abcdef"), "client")).hasMessageContaining("this machine only");
    }
}
