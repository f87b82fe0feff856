package io.github.spotifysandbox.oauth;

import io.github.spotifysandbox.accounts.AccountDirectory;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.oauth.TokenClaims.Kind;
import io.github.spotifysandbox.server.RefusedRequest;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Issues and judges access and refresh tokens. Which refresh tokens were replaced is kept in memory and forgotten on a
 * restart. Safe for several threads.
 */
public final class Tokens {

    /** Spotify, since 2026-07-20: refresh tokens die six months after the person agreed. */
    private static final int REFRESH_TOKEN_MONTHS = 6;
    private static final int SERIAL_BYTES = 12;
    private static final String BEARER = "Bearer ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TokenSeal seal;
    private final ClientRules client;
    private final Clock clock;
    private final AccountDirectory accounts;
    private final Set<String> replaced = ConcurrentHashMap.newKeySet();

    /** @param seed sandboxes with the same seed accept each other's tokens */
    public Tokens(long seed, ClientRules client, Clock clock, AccountDirectory accounts) {
        this.seal = new TokenSeal(seed);
        this.client = client;
        this.clock = clock;
        this.accounts = accounts;
    }

    /** An access token, good for {@link ClientRules#accessTokenLifetime()} from now. */
    String issueAccess(String accountId, List<String> scopes, Instant authorizedAt) {
        return issue(Kind.ACCESS, accountId, scopes, authorizedAt,
                clock.instant().plus(client.accessTokenLifetime()));
    }

    /** A refresh token, good for six months from the moment the person agreed. */
    String issueRefresh(String accountId, List<String> scopes, Instant authorizedAt) {
        return issue(Kind.REFRESH, accountId, scopes, authorizedAt,
                authorizedAt.atZone(ZoneOffset.UTC).plusMonths(REFRESH_TOKEN_MONTHS).toInstant());
    }

    /**
     * The account that a call of the Web API speaks for.
     *
     * @throws RefusedRequest 401 without a good access token, 403 if a scope is missing
     */
    public SandboxAccount account(SandboxRequest request, String... scopes) {
        String token = bearer(request).orElseThrow(() -> unauthorized("No token provided"));
        TokenClaims claims = seal.open(Kind.ACCESS, token).orElseThrow(() -> unauthorized("Invalid access token"));
        SandboxAccount account = accounts.find(claims.accountId())
                .orElseThrow(() -> unauthorized("Invalid access token"));
        if (isOver(claims)) {
            throw unauthorized("The access token expired");
        }
        if (!claims.scopes().containsAll(List.of(scopes))) {
            throw new RefusedRequest(SandboxAnswer.apiError(403, "Insufficient client scope"));
        }
        return account;
    }

    /**
     * The claims of a good refresh token; with rotation, the token is spent by this call.
     *
     * @throws RefusedRequest 400 invalid_grant, with Spotify's reasons
     */
    TokenClaims redeemRefresh(String token) {
        TokenClaims claims = seal.open(Kind.REFRESH, token)
                .filter(opened -> accounts.find(opened.accountId()).isPresent())
                .orElseThrow(() -> invalidGrant("Invalid refresh token"));
        if (isOver(claims)) {
            throw invalidGrant("Refresh token expired");
        }
        if (client.rotateRefreshTokens() && !replaced.add(claims.serial())) {
            throw invalidGrant("Invalid refresh token");
        }
        return claims;
    }

    /** The access token of a request. */
    static Optional<String> bearer(SandboxRequest request) {
        return request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).trim());
    }

    static RefusedRequest unauthorized(String message) {
        return new RefusedRequest(
                SandboxAnswer.apiError(401, message).with("WWW-Authenticate", "Bearer realm=\"spotify\""));
    }

    static RefusedRequest invalidGrant(String description) {
        return new RefusedRequest(SandboxAnswer.accountsError(400, "invalid_grant", description));
    }

    /** Random base64url text. */
    static String randomText(int bytes) {
        byte[] fresh = new byte[bytes];
        RANDOM.nextBytes(fresh);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fresh);
    }

    private String issue(Kind kind, String accountId, List<String> scopes, Instant authorizedAt, Instant expiresAt) {
        return seal.seal(new TokenClaims(kind, accountId, scopes, authorizedAt, expiresAt,
                randomText(SERIAL_BYTES)));
    }

    private boolean isOver(TokenClaims claims) {
        return !clock.instant().isBefore(claims.expiresAt());
    }
}
