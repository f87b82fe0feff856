package io.github.spotifysandbox.oauth;

import java.time.Duration;
import java.util.Objects;

/**
 * The one application that may sign accounts in, and what its tokens are like.
 *
 * @param id                  its client id
 * @param secret              empty: none is needed, and PKCE is required; otherwise token calls must carry it
 * @param rotateRefreshTokens whether each refresh gives a new refresh token and ends the old one
 * @param accessTokenLifetime how long an access token is good, at least one second
 */
public record ClientRules(String id, String secret, boolean rotateRefreshTokens, Duration accessTokenLifetime) {

    /** @throws IllegalArgumentException if a value cannot work; the message says which and why */
    public ClientRules {
        Objects.requireNonNull(secret, "clientSecret");
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("clientId must not be blank");
        }
        if (accessTokenLifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("accessTokenLifetime must be at least one second");
        }
    }

    /** Whether token calls must carry a secret. */
    public boolean hasSecret() {
        return !secret.isEmpty();
    }

    /** Leaves the secret out, so that it may be logged. */
    @Override
    public String toString() {
        return "ClientRules[id=" + id + "]";
    }
}
