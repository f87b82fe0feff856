package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;
import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenLifeTest extends SandboxTest {

    @Test
    void rotationGivesANewRefreshTokenAndEndsTheOldOne() {
        String first = client.signIn("demo", PLAYS_SCOPE).get("refresh_token").asText();

        JsonNode refreshed = json(client.token(client.refreshForm(first)));
        String second = refreshed.get("refresh_token").asText();

        assertThat(second).isNotEqualTo(first);
        assertThat(refreshed.get("scope").asText()).isEqualTo(PLAYS_SCOPE);
        assertThat(client.call("/v1/me", refreshed.get("access_token").asText()).statusCode()).isEqualTo(200);
        assertRefused(client.token(client.refreshForm(first)), "invalid_grant", "Invalid refresh token");
        assertThat(client.token(client.refreshForm(second)).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutRotationTheRefreshTokenStaysAndIsNotRepeated() {
        restart(options.withRotateRefreshTokens(false));
        String refresh = client.signIn("demo", PLAYS_SCOPE).get("refresh_token").asText();

        assertThat(json(client.token(client.refreshForm(refresh))).has("refresh_token")).isFalse();
        assertThat(client.token(client.refreshForm(refresh)).statusCode()).isEqualTo(200);
    }

    @Test
    void refreshTokenDiesSixMonthsAfterTheSignInHoweverOftenItWasRefreshed() {
        String refresh = client.signIn("demo", PLAYS_SCOPE).get("refresh_token").asText();
        clock.advance(Duration.ofDays(180));
        String rotated = json(client.token(client.refreshForm(refresh))).get("refresh_token").asText();
        clock.advance(Duration.ofDays(1));

        assertRefused(client.token(client.refreshForm(rotated)), "invalid_grant", "Refresh token expired");
    }

    @Test
    void revokedAccountMustSignInAgain() {
        JsonNode tokens = client.signIn("demo", PLAYS_SCOPE);
        sandbox.account("demo").revoke();

        assertRefused(client.token(client.refreshForm(tokens.get("refresh_token").asText())),
                "invalid_grant", "Refresh token revoked");
        assertThat(client.call("/v1/me", tokens.get("access_token").asText()).statusCode()).isEqualTo(401);

        JsonNode again = client.signIn("demo", PLAYS_SCOPE);
        assertThat(client.call("/v1/me", again.get("access_token").asText()).statusCode()).isEqualTo(200);
        assertThat(client.token(client.refreshForm(again.get("refresh_token").asText())).statusCode()).isEqualTo(200);
    }

    @Test
    void revokingOneAccountLeavesOthersAlone() {
        sandbox.addAccount("second", "Second Listener");
        String token = client.accessToken("second", PLAYS_SCOPE);
        sandbox.account("demo").revoke();

        assertThat(client.call("/v1/me", token).statusCode()).isEqualTo(200);
    }

    @Test
    void expiredByTestMeansRefreshWorks() {
        JsonNode tokens = client.signIn("demo", PLAYS_SCOPE);
        sandbox.account("demo").expireAccessTokens();

        assertUnauthorized(client.call("/v1/me", tokens.get("access_token").asText()), "The access token expired");
        JsonNode refreshed = json(client.token(client.refreshForm(tokens.get("refresh_token").asText())));
        assertThat(client.call("/v1/me", refreshed.get("access_token").asText()).statusCode()).isEqualTo(200);
    }

    @Test
    void accessTokenExpiresWithTheClock() {
        String token = client.accessToken("demo", PLAYS_SCOPE);
        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(client.call("/v1/me", token).statusCode()).isEqualTo(200);

        clock.advance(Duration.ofMillis(1));
        assertUnauthorized(client.call("/v1/me", token), "The access token expired");
    }

    @Test
    void lifetimeOfAccessTokensIsAnOption() {
        restart(options.withAccessTokenLifetime(Duration.ofSeconds(5)));

        assertThat(client.signIn("demo", PLAYS_SCOPE).get("expires_in").asInt()).isEqualTo(5);
    }

    @Test
    void tokensOutliveTheProcessWithTheSameSeed() {
        JsonNode tokens = client.signIn("demo", PLAYS_SCOPE);
        restart(options);

        assertThat(client.call("/v1/me", tokens.get("access_token").asText()).statusCode()).isEqualTo(200);
        assertThat(client.token(client.refreshForm(tokens.get("refresh_token").asText())).statusCode()).isEqualTo(200);
    }

    @Test
    void tokensOfAnEarlierProcessCanBeRevoked() {
        JsonNode tokens = client.signIn("demo", PLAYS_SCOPE);
        restart(options);
        sandbox.account("demo").revoke();

        assertThat(client.call("/v1/me", tokens.get("access_token").asText()).statusCode()).isEqualTo(401);
    }

    @Test
    void tokensOfAnotherSeedAreInvalid() {
        JsonNode tokens = client.signIn("demo", PLAYS_SCOPE);
        restart(options.withSeed(8));

        assertUnauthorized(client.call("/v1/me", tokens.get("access_token").asText()), "Invalid access token");
        assertRefused(client.token(client.refreshForm(tokens.get("refresh_token").asText())),
                "invalid_grant", "Invalid refresh token");
    }

    @Test
    void tokenOfAnAccountThatIsNotThereIsInvalid() {
        sandbox.addAccount("second", "Second Listener");
        String token = client.accessToken("second", PLAYS_SCOPE);
        restart(options);

        assertUnauthorized(client.call("/v1/me", token), "Invalid access token");
    }
}
