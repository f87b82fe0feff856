package io.github.spotifypipeline.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Never shows a token, wherever it may be printed. */
    @Override
    public String toString() {
        return "TokenGrant[expiresAt=" + expiresAt + "]";
    }

    /**
     * Reads an answer of the token endpoint.
     *
     * @param retryAfter how long it asks to wait; null when it does not say
     * @throws TokenRefusedException on any other answer than a grant
     */
    public static TokenGrant read(int status, Duration retryAfter, String body, Clock clock) {
        JsonNode answer = json(body);
        String accessToken = answer.path("access_token").asText("");
        if (status != 200 || accessToken.isEmpty()) {
            throw new TokenRefusedException(status, answer.path("error").asText(""),
                    answer.path("error_description").asText(""), retryAfter);
        }
        String scope = answer.path("scope").asText(null);
        String refreshToken = answer.path("refresh_token").asText("");
        return new TokenGrant(accessToken, refreshToken.isEmpty() ? null : refreshToken,
                clock.instant().plus(lifetime(answer.path("expires_in").asLong(3600))),
                scope == null ? null : Arrays.stream(scope.split("\\s+")).filter(name -> !name.isEmpty()).toList());
    }

    /** As Spotify says, from none to a year. */
    private static Duration lifetime(long seconds) {
        return Duration.ofSeconds(Math.max(0, Math.min(seconds, 31_536_000)));
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body == null ? "" : body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
