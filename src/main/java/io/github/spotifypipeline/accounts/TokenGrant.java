package io.github.spotifypipeline.accounts;

import java.time.Instant;
import java.util.List;

/**
 * What Spotify's token endpoint granted (RFC 6749, section 5.1).
 *
 * @param accessToken  the bearer token
 * @param refreshToken null when the answer has none: the old one stays good (section 6)
 * @param expiresAt    when the access token dies
 * @param scopes       the scopes granted, which may be fewer than asked for; null when the answer does not say
 */
public record TokenGrant(String accessToken, String refreshToken, Instant expiresAt, List<String> scopes) {

    /** Never shows a token, wherever it may be printed. */
    @Override
    public String toString() {
        return "TokenGrant[expiresAt=" + expiresAt + "]";
    }
}
