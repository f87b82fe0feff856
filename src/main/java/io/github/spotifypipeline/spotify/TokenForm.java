package io.github.spotifypipeline.spotify;

import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.accounts.TokenRefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How this client speaks to the token endpoint: with a secret it authenticates by HTTP Basic, without one it names
 * itself in the form (RFC 6749, section 2.3.1 and 3.2.1). Secrets stand in the header or the form, never in a URL.
 */
public final class TokenForm {

    private final String clientId;
    private final String clientSecret;
    private final Clock clock;

    /** @param clientSecret empty: PKCE without a secret */
    public TokenForm(String clientId, String clientSecret, Clock clock) {
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.clock = clock;
    }

    /** The value of the Authorization header; null without a secret. */
    public String authorization() {
        return clientSecret.isEmpty() ? null : "Basic " + Base64.getEncoder()
                .encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
    }

    /** The fields as application/x-www-form-urlencoded, percent-encoded UTF-8. */
    public String encode(Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        if (clientSecret.isEmpty()) {
            all.put("client_id", clientId);
        }
        return all.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    /**
     * Reads an answer.
     *
     * @param date       its Date header, null when there is none
     * @param retryAfter its Retry-After header, a list where it came more than once, null when there is none
     * @throws TokenRefusedException on any other answer than a grant
     */
    public TokenGrant read(int status, String date, Object retryAfter, String body) {
        Instant theirs = HttpDate.parse(date, clock.instant());
        return TokenGrant.read(status, RetryAfter.of(retryAfter, theirs == null ? clock.instant() : theirs), body, clock);
    }
}
