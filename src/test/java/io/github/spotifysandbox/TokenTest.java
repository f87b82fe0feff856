package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;
import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest extends SandboxTest {

    @Test
    void codeIsTradedForTokens() {
        HttpResponse<String> answer = client.token(client.codeForm(client.code("demo", PLAYS_SCOPE)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode tokens = json(answer);
        assertThat(tokens.fieldNames()).toIterable().containsExactlyInAnyOrder(
                "access_token", "token_type", "scope", "expires_in", "refresh_token");
        assertThat(tokens.get("token_type").asText()).isEqualTo("Bearer");
        assertThat(tokens.get("scope").asText()).isEqualTo(PLAYS_SCOPE);
        assertThat(tokens.get("expires_in").asInt()).isEqualTo(3600);
        assertThat(sandbox.issuedSecrets()).contains(
                tokens.get("access_token").asText(), tokens.get("refresh_token").asText());
    }

    @Test
    void tokensAreLongAndHideTheAccount() {
        String token = client.accessToken("demo", PLAYS_SCOPE);

        assertThat(token).hasSizeGreaterThan(100).matches("BQ[A-Za-z0-9_-]+");
        String decoded = new String(Base64.getUrlDecoder().decode(token.substring(2)), StandardCharsets.ISO_8859_1);
        assertThat(decoded).doesNotContain("demo", "user-read");
    }

    @Test
    void codeIsGoodOnce() {
        Map<String, String> form = client.codeForm(client.code("demo", PLAYS_SCOPE));
        client.token(form);

        assertRefused(client.token(form), "invalid_grant", "Invalid authorization code");
    }

    @Test
    void codeIsGoodForTenMinutes() {
        String early = client.code("demo", PLAYS_SCOPE);
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(client.token(client.codeForm(early)).statusCode()).isEqualTo(200);

        String late = client.code("demo", PLAYS_SCOPE);
        clock.advance(Duration.ofMinutes(10));
        assertRefused(client.token(client.codeForm(late)), "invalid_grant", "Invalid authorization code");
    }

    @ParameterizedTest
    @CsvSource({
            "redirect_uri,http://127.0.0.1:8888/callback/,invalid_grant,Invalid redirect URI",
            "code_verifier,another-verifier-that-is-long-enough-for-the-rfc,invalid_grant,code_verifier was incorrect",
            "code_verifier,'',invalid_request,code_verifier required",
            "code,made-up,invalid_grant,Invalid authorization code",
            "client_id,another,invalid_client,Invalid client",
            "grant_type,password,unsupported_grant_type,"
                    + "grant_type must be authorization_code or refresh_token"})
    void wrongTradeIsRefused(String name, String value, String error, String description) {
        Map<String, String> form = client.codeForm(client.code("demo", PLAYS_SCOPE));
        form.put(name, value);

        assertRefused(client.token(form), error, description);
    }

    @Test
    void verifierWithoutChallengeIsRefused() {
        restart(options.withClient("sandbox-client", "secret"));
        Map<String, String> form = client.codeForm(client.code("demo", PLAYS_SCOPE));
        form.put("code_verifier", SandboxClient.VERIFIER);

        assertRefused(client.token(form), "invalid_grant", "code_verifier was incorrect");
    }

    @Test
    void secretMustComeByBasicHeader() {
        restart(options.withClient("sandbox-client", "the secret"));
        Map<String, String> form = client.codeForm(client.code("demo", PLAYS_SCOPE));
        form.put("client_id", "sandbox-client");
        form.put("client_secret", "the secret");

        assertRefused(client.token(form, "Accept", "*/*"), "invalid_client", "Invalid client secret");
        assertRefused(client.token(form, "Authorization", SandboxClient.basic("sandbox-client", "wrong")),
                "invalid_client", "Invalid client secret");
        assertRefused(client.token(form, "Authorization", "Basic ***"), "invalid_client", "Invalid client secret");
        assertThat(client.token(form).statusCode()).isEqualTo(200);
    }

    @Test
    void secretWhereNoneIsSetIsRefused() {
        Map<String, String> form = client.codeForm(client.code("demo", PLAYS_SCOPE));

        assertRefused(client.token(form, "Authorization", SandboxClient.basic("sandbox-client", "any")),
                "invalid_client", "Invalid client secret");
    }

    @Test
    void bodyMustBeAForm() {
        HttpResponse<String> answer = client.send("POST", "/api/token", "{\"grant_type\":\"refresh_token\"}",
                "Content-Type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(json(answer).get("error").asText()).isEqualTo("invalid_request");
    }

    @Test
    void madeUpRefreshTokenIsInvalid() {
        String access = client.accessToken("demo", PLAYS_SCOPE);

        assertRefused(client.token(client.refreshForm("AQ-nonsense")), "invalid_grant", "Invalid refresh token");
        assertRefused(client.token(client.refreshForm("AQ" + access.substring(2))),
                "invalid_grant", "Invalid refresh token");
        assertRefused(client.token(client.refreshForm("")), "invalid_request", "refresh_token must be supplied");
    }

    @Test
    void tamperedTokenIsInvalid() {
        String token = client.accessToken("demo", PLAYS_SCOPE);
        int middle = token.length() / 2;
        String tampered = token.substring(0, middle) + (token.charAt(middle) == 'A' ? 'B' : 'A')
                + token.substring(middle + 1);

        assertUnauthorized(client.call("/v1/me", tampered), "Invalid access token");
    }

    @Test
    void grantMayBeSmallerThanAskedFor() {
        sandbox.account("demo").grantedScopes(Set.of("user-top-read"));
        JsonNode tokens = client.signIn("demo", PLAYS_SCOPE + " user-top-read");
        assertThat(tokens.get("scope").asText()).isEqualTo("user-top-read");

        sandbox.account("demo").grantAllScopes();
        assertThat(client.signIn("demo", PLAYS_SCOPE + " user-top-read").get("scope").asText())
                .isEqualTo(PLAYS_SCOPE + " user-top-read");
    }
}
