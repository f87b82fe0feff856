package io.github.spotifypipeline.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPolicyTest {

    private static final String TOKEN = "a-long-admin-token";
    private static final AccessPolicy.Credentials NOTHING = new AccessPolicy.Credentials(null, "");

    @TempDir
    Path home;

    private AccessPolicy local(String... environment) {
        return new AccessPolicy(Settings.load(home,
                environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1])));
    }

    private AccessPolicy remote() {
        return new AccessPolicy(Settings.load(home, Map.of("HTTP_HOST", "0.0.0.0", "ADMIN_TOKEN", TOKEN)));
    }

    private static AccessPolicy.Request request(String method, String path, String host) {
        return new AccessPolicy.Request(method, path, host, null, null, null, NOTHING);
    }

    private static AccessPolicy.Request signedIn(String path, String authorization, String session) {
        return new AccessPolicy.Request("GET", path, "music.lan", null, null, null,
                new AccessPolicy.Credentials(authorization, session));
    }

    private static int status(Answer refusal) {
        return refusal == null ? 200 : refusal.status();
    }

    @ParameterizedTest
    @CsvSource(value = {"127.0.0.1:8888, 200", "127.0.0.1, 200", "LOCALHOST:8888, 200", "[::1]:8888, 200",
        "evil.example:8888, 421", "127.0.0.1.evil.example, 421", "NULL, 421", "'', 421", "192.168.1.5, 421"},
        nullValues = "NULL")
    void boundToLoopbackItAnswersToAllowedHostsOnly(String host, int status) {
        assertThat(status(local().refusal(request("GET", "/api/status", host)))).isEqualTo(status);
    }

    @Test
    void anotherHostCanBeAllowed() {
        assertThat(local("HTTP_ALLOWED_HOSTS", "music.lan").refusal(request("GET", "/", "Music.lan:80"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(value = {
        "POST,   NULL,                   NULL,        200",
        "POST,   http://127.0.0.1:8888,  same-origin, 200",
        "POST,   https://evil.example,   NULL,        403",
        "POST,   http://127.0.0.1:9999,  NULL,        403",
        "POST,   null,                   NULL,        403",
        "POST,   'not a url',            NULL,        403",
        "POST,   NULL,                   cross-site,  403",
        "POST,   NULL,                   same-site,   403",
        "DELETE, https://evil.example,   NULL,        403",
        "PATCH,  https://evil.example,   NULL,        403",
        "GET,    https://evil.example,   cross-site,  200"}, nullValues = "NULL")
    void aChangingRequestMustNotComeFromAnotherSite(String method, String origin, String site, int status) {
        assertThat(status(local().refusal(new AccessPolicy.Request(method, "/api/sync", "127.0.0.1:8888", origin, site,
                null, NOTHING)))).isEqualTo(status);
    }

    @Test
    void anotherSiteMayNotHaveChartsMade() {
        assertThat(status(local().refusal(new AccessPolicy.Request("GET", "/api/music/times-played", "127.0.0.1:8888",
                null, "cross-site", null, NOTHING)))).isEqualTo(403);
        assertThat(status(local().refusal(new AccessPolicy.Request("GET", "/api/music/times-played", "127.0.0.1:8888",
                null, "same-origin", null, NOTHING)))).isEqualTo(200);
    }

    @Test
    void behindAProxyTheBrowsersOriginIsThatOfTheRedirectUri() {
        AccessPolicy gatekeeper = local("SPOTIFY_REDIRECT_URI", "https://music.example.org/callback");

        assertThat(gatekeeper.refusal(new AccessPolicy.Request("POST", "/api/sync", "127.0.0.1:8888",
                "https://music.example.org", "same-origin", null, NOTHING))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "Multipart/Form-Data; boundary=x"})
    void takesNoForms(String type) {
        assertThat(status(local().refusal(new AccessPolicy.Request("POST", "/api/sync", "127.0.0.1", null, null, type,
                NOTHING)))).isEqualTo(415);
    }

    @Test
    void reachableFromOtherMachinesItWantsTheAdminToken() {
        AccessPolicy remote = remote();

        assertThat(status(remote.refusal(request("GET", "/api/status", "music.lan")))).isEqualTo(401);
        assertThat(status(remote.refusal(request("GET", "/login", "music.lan")))).isEqualTo(401);
        assertThat(status(remote.refusal(request("POST", "/session", "music.lan")))).isEqualTo(401);
        for (String page : List.of("/", "/thing.html", "/year.html", "/library.html")) {
            assertThat(remote.refusal(request("GET", page, "music.lan")).headers())
                    .containsEntry("Location", "unlock.html");
        }
        assertThat(remote.refusal(signedIn("/api/status", "Bearer " + TOKEN, null))).isNull();
        assertThat(status(remote.refusal(signedIn("/api/status", "Bearer wrong", null)))).isEqualTo(401);
    }

    @Test
    void boundToLoopbackItWantsTheAdminTokenTooWhereOneIsSet() {
        AccessPolicy behindProxy = local("ADMIN_TOKEN", TOKEN);

        assertThat(status(behindProxy.refusal(request("GET", "/api/status", "127.0.0.1")))).isEqualTo(401);
        assertThat(status(behindProxy.refusal(request("GET", "/api/status", "evil.example")))).isEqualTo(421);
        assertThat(behindProxy.refusal(request("GET", "/health/live", "127.0.0.1"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/callback", "/health/live", "/health/ready", "/unlock.html"})
    void theCallbackAndHealthAreOpenToAll(String path) {
        assertThat(remote().refusal(request("GET", path, "music.lan"))).isNull();
    }

    @Test
    void thePagesSignInGivesACookieThatProvesTheTokenWithoutHoldingIt() {
        AccessPolicy remote = remote();

        String cookie = new SessionAnswer(remote).open().headers().get("Set-Cookie");
        String session = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));

        assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
        assertThat(remote.refusal(signedIn("/", null, session))).isNull();
        assertThat(status(remote.refusal(signedIn("/api/status", null, session + "0")))).isEqualTo(401);
    }
}
