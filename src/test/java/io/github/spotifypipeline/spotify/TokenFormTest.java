package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotifypipeline.accounts.ClientCredentials;
import io.github.spotifypipeline.accounts.TokenGrant;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFormTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static TokenForm form(String secret) {
        return new TokenForm(() -> new ClientCredentials("id", secret), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static TokenGrant read(int status, String body) {
        return form("").read(status, null, null, body);
    }

    @Test
    void percentEncodesUtf8() {
        TokenForm form = form("secret");

        assertThat(form.encode(Map.of("code", "a+b/c=ü&d"))).isEqualTo("code=a%2Bb%2Fc%3D%C3%BC%26d");
    }

    @Test
    void withASecretAuthenticatesByHeaderOnly() {
        TokenForm form = form("secret");

        assertThat(form.authorization()).isEqualTo("Basic aWQ6c2VjcmV0");
        assertThat(form.encode(Map.of("code", "x"))).isEqualTo("code=x");
    }

    @Test
    void withoutASecretNamesTheClientInTheForm() {
        TokenForm form = form("");

        assertThat(form.authorization()).isNull();
        assertThat(form.encode(Map.of("code", "x"))).isEqualTo("code=x&client_id=id");
    }

    @Test
    void readsAGrant() {
        TokenGrant grant = read(200, """
                {"access_token":"a","token_type":"Bearer","scope":"one two","expires_in":3600,"refresh_token":"r"}
                """);

        assertThat(grant.accessToken()).isEqualTo("a");
        assertThat(grant.refreshToken()).isEqualTo("r");
        assertThat(grant.scopes()).containsExactly("one", "two");
        assertThat(grant.expiresAt()).isEqualTo("2026-11-22T13:00:00Z");
        assertThat(grant.toString()).doesNotContain("=a").doesNotContain("=r");
    }

    @Test
    void hasNoRefreshTokenAndNoScopesWhenTheAnswerHasNone() {
        TokenGrant grant = read(200, "{\"access_token\":\"a\",\"refresh_token\":null}");

        assertThat(grant.refreshToken()).isNull();
        assertThat(grant.scopes()).isNull();
    }

    @Test
    void takesOddValuesForWhatTheyCanOnlyMean() {
        TokenGrant grant = read(200,
                "{\"access_token\":\"a\",\"refresh_token\":\"\",\"scope\":\"\",\"expires_in\":1e300}");

        assertThat(grant.refreshToken()).isNull();
        assertThat(grant.scopes()).isEmpty();
        assertThat(grant.expiresAt()).isEqualTo("2027-11-22T12:00:00Z");
        assertThat(read(200, "{\"access_token\":\"a\",\"expires_in\":-5}").expiresAt())
                .isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | {\"error\":\"invalid_grant\",\"error_description\":\"Refresh token expired\"} | SIGN_IN | six months",
        "400 | {\"error\":\"invalid_grant\",\"error_description\":\"Refresh token revoked\"} | SIGN_IN | taken back",
        "400 | {\"error\":\"invalid_grant\"} | SIGN_IN | no longer accepts",
        "400 | {\"error\":\"invalid_client\"} | CLIENT | SPOTIFY_CLIENT_ID",
        "400 | {\"error\":\"invalid_request\"}                                               | UNAUTHORIZED | HTTP 400",
        "408 | ''                                                                            | SERVER_ERROR | HTTP 408",
        "429 | ''                                                                            | SERVER_ERROR | HTTP 429",
        "503 | <html>down</html>                                                             | SERVER_ERROR | HTTP 503",
        "200 | {\"nothing\":1}                                                               | SERVER_ERROR | HTTP 200",
        "200 | [] | SERVER_ERROR | HTTP 200"})
    void saysWhyThereAreNoTokens(int status, String body, FailureKind kind, String words) {
        Failure refusal = catchThrowableOfType(SpotifyException.class, () -> read(status, body)).failure();

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.words()).contains(words);
    }

    @Test
    void keepsHowLongTheEndpointAsksToWait() {
        Failure refusal = catchThrowableOfType(SpotifyException.class,
                () -> form("").read(429, "Sun, 22 Nov 2026 11:00:00 GMT", "Sun, 22 Nov 2026 11:00:30 GMT", ""))
                .failure();

        assertThat(refusal.until()).as("by Spotify's clock").isEqualTo(NOW.plusSeconds(30));
    }

    /** Or only the sync that met it would wait, and each of the others would ask once more. */
    @Test
    void aRefusalOfTheClientIsNoBlockOfOnePath() {
        Failure refusal = catchThrowableOfType(SpotifyException.class,
                () -> form("").read(400, null, "30", "{\"error\":\"invalid_client\"}")).failure();

        assertThat(refusal.kind()).isEqualTo(FailureKind.CLIENT);
        assertThat(refusal.blockedUntil()).isNull();
    }
}
