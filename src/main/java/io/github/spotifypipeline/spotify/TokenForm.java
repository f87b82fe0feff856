package io.github.spotifypipeline.spotify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.accounts.ClientCredentials;
import io.github.spotifypipeline.accounts.TokenGrant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How this client speaks to the token endpoint: with a secret it authenticates by HTTP Basic, without one it names
 * itself in the form (RFC 6749, section 2.3.1 and 3.2.1). Secrets stand in the header or the form, never in a URL.
 */
public final class TokenForm {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<ClientCredentials> client;
    private final Clock clock;

    /** @param client gives the app that counts now */
    public TokenForm(Supplier<ClientCredentials> client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The value of the Authorization header; null without a secret. */
    public String authorization() {
        ClientCredentials app = client.get();
        return app.secret().isEmpty() ? null : "Basic " + Base64.getEncoder()
                .encodeToString((app.id() + ":" + app.secret()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The fields as application/x-www-form-urlencoded, percent-encoded UTF-8.
     *
     * @throws SpotifyException when no app is set: it must not look as if Spotify refused one
     */
    public String encode(Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        ClientCredentials app = client.get();
        if (!app.isSet()) {
            throw new SpotifyException(FailureKind.UNAUTHORIZED, "No app at Spotify is set here: enter its client id on"
                    + " the settings page, or set SPOTIFY_CLIENT_ID.");
        }
        if (app.secret().isEmpty()) {
            all.put("client_id", app.id());
        }
        return all.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    /**
     * Reads an answer (RFC 6749, sections 5.1 and 5.2).
     *
     * @param date       its Date header, null when there is none
     * @param retryAfter its Retry-After header, a list where it came more than once, null when there is none
     * @throws SpotifyException on any other answer than a grant
     */
    public TokenGrant read(int status, String date, Object retryAfter, String body) {
        JsonNode answer = json(body);
        String accessToken = answer.path("access_token").asText("");
        Instant now = clock.instant();
        if (status != 200 || accessToken.isEmpty()) {
            Instant theirs = HttpDate.parse(date, now);
            Duration asked = RetryAfter.of(retryAfter, theirs == null ? now : theirs);
            throw new SpotifyException(refusal(status, answer).asks(asked == null ? null : now.plus(asked)));
        }
        String scope = answer.path("scope").asText(null);
        String refreshToken = answer.path("refresh_token").asText("");
        // from none to a year
        long seconds = Math.max(0, Math.min(answer.path("expires_in").asLong(3600), 31_536_000));
        return new TokenGrant(accessToken, refreshToken.isEmpty() ? null : refreshToken, now.plusSeconds(seconds),
                scope == null ? null : Arrays.stream(scope.split("\\s+")).filter(name -> !name.isEmpty()).toList());
    }

    private static Failure refusal(int status, JsonNode answer) {
        return switch (answer.path("error").asText("")) {
            case "invalid_grant" -> switch (answer.path("error_description").asText("")) {
                case "Refresh token expired" -> new Failure(FailureKind.SIGN_IN,
                        "Spotify ends every sign-in six months after it was given.");
                case "Refresh token revoked" -> new Failure(FailureKind.SIGN_IN, "Access was taken back at Spotify.");
                case "Invalid redirect URI" -> new Failure(FailureKind.SIGN_IN, "The redirect URI is not the one that"
                        + " the sign-in began with: spotify.redirect-uri (SPOTIFY_REDIRECT_URI), or the app, was"
                        + " changed meanwhile.");
                case "Invalid authorization code", "Authorization code expired" -> new Failure(FailureKind.SIGN_IN,
                        "Spotify's answer was too old, had been used already, or belongs to another app.");
                default -> FailureKind.SIGN_IN.failure();
            };
            case "invalid_client" -> FailureKind.CLIENT.failure();
            default -> new Failure(status >= 500 || status == 429 || status == 408 || status == 200
                    ? FailureKind.SERVER_ERROR : FailureKind.UNAUTHORIZED,
                    "Spotify's accounts service gave no tokens (HTTP " + status + ").");
        };
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body == null ? "" : body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
