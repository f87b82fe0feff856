package io.github.spotifysandbox;

import io.github.spotifysandbox.TokenClaims.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Issues and judges access and refresh tokens. What tests do to tokens (rotation, revocation, forced expiry) is kept in
 * memory and forgotten on a restart. Thread-safe.
 */
final class Tokens {

    /** Spotify, since 2026-07-20: refresh tokens die six months after the person agreed. */
    private static final int REFRESH_TOKEN_MONTHS = 6;
    private static final int SERIAL_BYTES = 12;

    private final TokenSeal seal;
    private final SandboxOptions options;
    private final Accounts accounts;
    private final IssuedSecrets secrets;
    private final Set<String> rotatedOut = ConcurrentHashMap.newKeySet();

    Tokens(SandboxOptions options, Accounts accounts, IssuedSecrets secrets) {
        this.seal = new TokenSeal(options.seed());
        this.options = options;
        this.accounts = accounts;
        this.secrets = secrets;
    }

    /** An access token, good for {@link SandboxOptions#accessTokenLifetime()} from now. */
    String issueAccess(String accountId, List<String> scopes, Instant authorizedAt) {
        Instant expiresAt = clock().instant().plus(options.accessTokenLifetime());
        return issue(Kind.ACCESS, accountId, scopes, authorizedAt, expiresAt);
    }

    /** A refresh token, good for six months from the moment the person agreed. */
    String issueRefresh(String accountId, List<String> scopes, Instant authorizedAt) {
        Instant expiresAt = authorizedAt.atZone(ZoneOffset.UTC).plusMonths(REFRESH_TOKEN_MONTHS).toInstant();
        return issue(Kind.REFRESH, accountId, scopes, authorizedAt, expiresAt);
    }

    /**
     * The claims of a good access token.
     *
     * @throws Refusal 401, as the Web API answers
     */
    TokenClaims requireAccess(String token) {
        TokenClaims claims = seal.open(Kind.ACCESS, token).orElseThrow(() -> unauthorized("Invalid access token"));
        SandboxAccount account = accounts.find(claims.accountId())
                .orElseThrow(() -> unauthorized("Invalid access token"));
        if (account.revoked().isBefore(claims.serial())) {
            throw unauthorized("Invalid access token");
        }
        if (account.accessExpired().isBefore(claims.serial()) || isOver(claims)) {
            throw unauthorized("The access token expired");
        }
        return claims;
    }

    /**
     * The claims of a good refresh token; with rotation, the token is spent by this call.
     *
     * @throws Refusal 400 invalid_grant, with Spotify's three reasons
     */
    TokenClaims redeemRefresh(String token) {
        TokenClaims claims = seal.open(Kind.REFRESH, token).orElseThrow(() -> invalidGrant("Invalid refresh token"));
        SandboxAccount account = accounts.find(claims.accountId())
                .orElseThrow(() -> invalidGrant("Invalid refresh token"));
        if (account.revoked().isBefore(claims.serial())) {
            throw invalidGrant("Refresh token revoked");
        }
        if (isOver(claims)) {
            throw invalidGrant("Refresh token expired");
        }
        if (options.rotateRefreshTokens() && !rotatedOut.add(claims.serial())) {
            throw invalidGrant("Invalid refresh token");
        }
        return claims;
    }

    /** Whose token this is, good or not; empty if it is no token of ours. */
    Optional<String> accountOf(Kind kind, String token) {
        return seal.open(kind, token).map(TokenClaims::accountId);
    }

    static Refusal unauthorized(String message) {
        return new Refusal(Answer.apiError(401, message).with("WWW-Authenticate", "Bearer realm=\"spotify\""));
    }

    private String issue(Kind kind, String accountId, List<String> scopes, Instant authorizedAt, Instant expiresAt) {
        String serial = secrets.randomText(SERIAL_BYTES);
        SandboxAccount account = accounts.get(accountId);
        account.revoked().issued(serial);
        account.accessExpired().issued(serial);
        return secrets.remember(seal.seal(
                new TokenClaims(kind, accountId, scopes, authorizedAt, expiresAt, serial)));
    }

    private boolean isOver(TokenClaims claims) {
        return !clock().instant().isBefore(claims.expiresAt());
    }

    private Clock clock() {
        return options.clock();
    }

    private static Refusal invalidGrant(String description) {
        return new Refusal(Answer.accountsError(400, "invalid_grant", description));
    }
}
