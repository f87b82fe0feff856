package io.github.spotifysandbox.oauth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.oauth.AuthorizationCodes.Consent;
import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.RefusedRequest;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxEndpoint;
import io.github.spotifysandbox.server.SandboxRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** {@code POST /api/token}: trades a grant (a code or a refresh token) for an access token. */
public final class GrantEndpoint implements SandboxEndpoint {

    /** Its path. */
    public static final String PATH = "/api/token";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ClientRules client;
    private final ClientCheck check;
    private final AuthorizationCodes codes;
    private final Tokens tokens;

    /** @param client the one application */
    public GrantEndpoint(ClientRules client, AuthorizationCodes codes, Tokens tokens) {
        this.client = client;
        this.check = new ClientCheck(client);
        this.codes = codes;
        this.tokens = tokens;
    }

    @Override
    public SandboxAnswer answer(SandboxRequest http) {
        Parameters form = form(http);
        check.require(http, form);
        ObjectNode body = switch (form.get("grant_type")) {
            case "authorization_code" -> tradeCode(form);
            case "refresh_token" -> refresh(form);
            case "" -> throw refuse("unsupported_grant_type", "grant_type parameter is missing");
            default -> throw refuse("unsupported_grant_type",
                    "grant_type must be authorization_code or refresh_token");
        };
        return SandboxAnswer.json(200, body).with("Cache-Control", "no-store");
    }

    private static Parameters form(SandboxRequest http) {
        String type = http.header("Content-Type").orElse("").split(";")[0].trim().toLowerCase(Locale.ROOT);
        if (!type.equals(FORM)) {
            throw new RefusedRequest(
                    SandboxAnswer.accountsError(415, "invalid_request", "Content-Type must be " + FORM));
        }
        try {
            return Parameters.parse(http.body());
        } catch (IllegalArgumentException e) {
            throw refuse("invalid_request", e.getMessage());
        }
    }

    /** Uses the code up even if the rest of the call is wrong (RFC 6749, 10.5, read strictly). */
    private ObjectNode tradeCode(Parameters form) {
        Consent consent = codes.redeem(form.get("code"))
                .orElseThrow(() -> refuse("invalid_grant", "Invalid authorization code"));
        if (!form.get("redirect_uri").equals(consent.redirectUri())) {
            throw refuse("invalid_grant", "Invalid redirect URI");
        }
        requireVerifier(form.get("code_verifier"), consent.challenge());
        return issued(consent.accountId(), consent.scopes(), consent.agreedAt(), true);
    }

    private ObjectNode refresh(Parameters form) {
        if (form.get("refresh_token").isEmpty()) {
            throw refuse("invalid_request", "refresh_token must be supplied");
        }
        TokenClaims claims = tokens.redeemRefresh(form.get("refresh_token"));
        return issued(claims.accountId(), claims.scopes(), claims.authorizedAt(), client.rotateRefreshTokens());
    }

    private ObjectNode issued(String accountId, List<String> scopes, Instant authorizedAt, boolean withRefreshToken) {
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("access_token", tokens.issueAccess(accountId, scopes, authorizedAt))
                .put("token_type", "Bearer")
                .put("scope", String.join(" ", scopes))
                .put("expires_in", client.accessTokenLifetime().toSeconds());
        if (withRefreshToken) {
            body.put("refresh_token", tokens.issueRefresh(accountId, scopes, authorizedAt));
        }
        return body;
    }

    /** Refuses a verifier without a challenge too: somebody may have taken the challenge away (RFC 9700, 2.1.1). */
    private static void requireVerifier(String verifier, String challenge) {
        if (verifier.isEmpty() && challenge.isEmpty()) {
            return;
        }
        if (verifier.isEmpty()) {
            throw refuse("invalid_request", "code_verifier required");
        }
        if (!Pkce.proves(verifier, challenge)) {
            throw refuse("invalid_grant", "code_verifier was incorrect");
        }
    }

    private static RefusedRequest refuse(String error, String description) {
        return new RefusedRequest(SandboxAnswer.accountsError(400, error, description));
    }
}
