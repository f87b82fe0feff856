package io.github.spotifypipeline.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.testing.MutableClock;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInFlowTest {

    private static final String HOST = "127.0.0.1:8888";

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));

    private SignInFlow signIns(String... environment) {
        Map<String, String> variables = new HashMap<>(Map.of("SPOTIFY_CLIENT_ID", "the-client"));
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        Settings settings = Settings.load(home, variables);
        return new SignInFlow(settings, SpotifyClient.of(settings), new TokenCipher(new byte[32]), clock,
                () -> "one two");
    }

    private static Map<String, String> query(Answer answer) {
        Map<String, String> query = new HashMap<>();
        Arrays.stream(URI.create(answer.headers().get("Location")).getRawQuery().split("&")).forEach(pair ->
                query.put(pair.split("=")[0], URLDecoder.decode(pair.split("=")[1], StandardCharsets.UTF_8)));
        return query;
    }

    private static String cookie(Answer answer) {
        return answer.headers().get("Set-Cookie").split(";")[0];
    }

    @Test
    void sendsTheBrowserToSpotifyWithPkceWhenThereIsNoSecret() {
        Answer answer = signIns().begin(HOST);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers().get("Location")).startsWith("https://accounts.spotify.com/authorize?");
        assertThat(query(answer)).containsEntry("response_type", "code").containsEntry("client_id", "the-client")
                .containsEntry("redirect_uri", "http://127.0.0.1:8888/callback").containsEntry("scope", "one two")
                .containsEntry("code_challenge_method", "S256").containsKeys("state", "code_challenge");
        assertThat(query(answer).get("state")).hasSizeGreaterThanOrEqualTo(22);
    }

    @Test
    void endsAtThePageAlsoWhereAProxyShowsItBelowAPath() {
        PendingSignIn pending = PendingSignIn.begin("one", clock.instant());

        assertThat(signIns().finished(pending).headers()).containsEntry("Location", "/");
        assertThat(signIns("SPOTIFY_REDIRECT_URI", "https://a.example/spotify/callback").finished(pending).headers())
                .containsEntry("Location", "/spotify/");
    }

    @Test
    void usesNoPkceWhenThereIsASecret() {
        Answer answer = signIns("SPOTIFY_CLIENT_SECRET", "hunter2").begin(HOST);

        assertThat(query(answer)).doesNotContainKeys("code_challenge", "code_challenge_method");
        assertThat(answer.toString()).doesNotContain("hunter2");
    }

    @Test
    void bindsTheStateToTheBrowserByACookieThatDoesNotShowIt() {
        Answer answer = signIns().begin(HOST);

        assertThat(answer.headers().get("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Max-Age=600",
                "Path=/callback").doesNotContain(query(answer).get("state")).doesNotContain("Secure");
        assertThat(signIns("SPOTIFY_REDIRECT_URI", "https://a.example/callback").begin(HOST).headers()
                .get("Set-Cookie")).contains("Secure");
    }

    @Test
    void neverBeginsTwoSignInsAlike() {
        SignInFlow signIns = signIns();

        assertThat(query(signIns.begin(HOST)).get("state")).isNotEqualTo(query(signIns.begin(HOST)).get("state"));
    }

    @Test
    void sendsABrowserThatSaysLocalhostToTheRedirectUrisAddressFirst() {
        assertThat(signIns().begin("localhost:8888").headers()).containsEntry("Location", "http://127.0.0.1:8888/login")
                .doesNotContainKey("Set-Cookie");
        assertThat(signIns().begin("proxy.internal").headers().get("Location")).startsWith("https://accounts");
    }

    @Test
    void recognisesTheBrowserThatComesBack() {
        SignInFlow signIns = signIns();
        Answer first = signIns.begin(HOST);
        Answer second = signIns.begin(HOST);
        String cookies = "other=1; " + cookie(first) + "; " + cookie(second);

        PendingSignIn pending = signIns.returning(query(first).get("state"), cookies);

        assertThat(pending.state()).isEqualTo(query(first).get("state"));
        assertThat(pending.challenge()).isEqualTo(query(first).get("code_challenge"));
        assertThat(pending.scopes()).isEqualTo("one two");
        assertThat(signIns.exchangeForm(pending, "the-code", null, null)).containsEntry("code", "the-code")
                .containsEntry("grant_type", "authorization_code").containsEntry("code_verifier", pending.verifier())
                .containsEntry("redirect_uri", "http://127.0.0.1:8888/callback");
    }

    @Test
    void refusesAnotherBrowserAWrongStateAndNone() {
        SignInFlow signIns = signIns();
        Answer mine = signIns.begin(HOST);
        Answer other = signIns.begin(HOST);
        String state = query(mine).get("state");
        String forged = cookie(other).replaceFirst("_[0-9a-f]{16}=", "_" + PendingSignIn.fingerprintOf(state) + "=");

        assertThatThrownBy(() -> signIns.returning(state, cookie(other))).isInstanceOf(SignInException.class);
        assertThatThrownBy(() -> signIns.returning(state, forged)).isInstanceOf(SignInException.class);
        assertThatThrownBy(() -> signIns.returning(state, null)).isInstanceOf(SignInException.class);
        assertThatThrownBy(() -> signIns.returning(state + "x", cookie(mine))).isInstanceOf(SignInException.class);
        assertThatThrownBy(() -> signIns.returning(null, cookie(mine))).isInstanceOf(SignInException.class);
        assertThatThrownBy(() -> signIns.returning(state, cookie(mine) + "%%%")).isInstanceOf(SignInException.class)
                .hasMessageContaining("/login");
    }

    @Test
    void takesAnAnswerForTenMinutesAndNoLonger() {
        SignInFlow signIns = signIns();
        Answer answer = signIns.begin(HOST);
        String state = query(answer).get("state");

        clock.advance(Duration.ofMinutes(10));
        assertThat(signIns.returning(state, cookie(answer))).isNotNull();

        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> signIns.returning(state, cookie(answer))).isInstanceOf(SignInException.class)
                .hasMessageContaining("ten minutes");
    }

    @Test
    void saysWhatToDoWhenSpotifyRefusesAndNeverRepeatsTheRequest() {
        SignInFlow signIns = signIns();
        PendingSignIn pending = PendingSignIn.begin("one", clock.instant());

        assertThatThrownBy(() -> signIns.exchangeForm(pending, null, "access_denied", null))
                .hasMessageContaining("Agree");
        assertThatThrownBy(() -> signIns.exchangeForm(pending, null, "<script>", null))
                .hasMessageContaining("/login").hasMessageNotContaining("script");
        assertThatThrownBy(() -> signIns.exchangeForm(pending, " ", null, null)).hasMessageContaining("no code");
        assertThatThrownBy(() -> signIns.exchangeForm(pending, "code", null, true))
                .hasMessageContaining("used already");
    }

    @Test
    void saysHowToGetAClientIdWhenThereIsNone() {
        assertThatThrownBy(() -> signIns("SPOTIFY_CLIENT_ID", "").begin(HOST)).isInstanceOf(SignInException.class)
                .hasMessageContaining("SPOTIFY_CLIENT_ID");
    }
}
