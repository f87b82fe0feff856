package io.github.spotifypipeline.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenGrantTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void readsAGrant() {
        TokenGrant grant = TokenGrant.read(200, null, """
                {"access_token":"a","token_type":"Bearer","scope":"one two","expires_in":3600,"refresh_token":"r"}
                """, CLOCK);

        assertThat(grant.accessToken()).isEqualTo("a");
        assertThat(grant.refreshToken()).isEqualTo("r");
        assertThat(grant.scopes()).containsExactly("one", "two");
        assertThat(grant.expiresAt()).isEqualTo("2026-11-22T13:00:00Z");
        assertThat(grant.toString()).doesNotContain("=a").doesNotContain("=r");
    }

    @Test
    void hasNoRefreshTokenAndNoScopesWhenTheAnswerHasNone() {
        TokenGrant grant = TokenGrant.read(200, null, "{\"access_token\":\"a\",\"refresh_token\":null}", CLOCK);

        assertThat(grant.refreshToken()).isNull();
        assertThat(grant.scopes()).isNull();
    }

    @Test
    void takesOddValuesForWhatTheyCanOnlyMean() {
        TokenGrant grant = TokenGrant.read(200, null,
                "{\"access_token\":\"a\",\"refresh_token\":\"\",\"scope\":\"\",\"expires_in\":1e300}", CLOCK);

        assertThat(grant.refreshToken()).isNull();
        assertThat(grant.scopes()).isEmpty();
        assertThat(grant.expiresAt()).isEqualTo("2027-11-22T12:00:00Z");
        assertThat(TokenGrant.read(200, null, "{\"access_token\":\"a\",\"expires_in\":-5}", CLOCK).expiresAt())
                .isEqualTo(CLOCK.instant());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | {\"error\":\"invalid_grant\",\"error_description\":\"Refresh token expired\"} | true  | six months",
        "400 | {\"error\":\"invalid_grant\",\"error_description\":\"Refresh token revoked\"} | true  | taken back",
        "400 | {\"error\":\"invalid_grant\"}                                                 | true  | no longer accepts",
        "400 | {\"error\":\"invalid_client\"}                                                | false | SPOTIFY_CLIENT_ID",
        "503 | <html>down</html>                                                             | false | HTTP 503",
        "200 | {\"nothing\":1}                                                               | false | HTTP 200",
        "200 | []                                                                            | false | HTTP 200"})
    void saysWhyThereAreNoTokens(int status, String body, boolean invalidGrant, String words) {
        TokenRefusedException refused = catchThrowableOfType(TokenRefusedException.class,
                () -> TokenGrant.read(status, null, body, CLOCK));

        assertThat(refused).hasMessageContaining(words);
        assertThat(refused.isInvalidGrant()).isEqualTo(invalidGrant);
    }
}
