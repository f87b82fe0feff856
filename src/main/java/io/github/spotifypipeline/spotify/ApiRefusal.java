package io.github.spotifypipeline.spotify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Locale;

/**
 * Puts an answer without data into words. Spotify's error bodies come in four forms: {@code {"error":{"status",
 * "message","reason"}}}, {@code {"error","error_description"}}, plain text or HTML, and empty.
 */
final class ApiRefusal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiRefusal() {
    }

    /** @param retryAfter how long Spotify asks to wait; null when it does not say */
    static ApiException inWords(int status, Duration retryAfter, String body) {
        String message = message(body);
        return switch (status) {
            case 304 -> new ApiException(FailureKind.NOT_MODIFIED, "Spotify says that nothing changed (HTTP 304).");
            case 400 -> new ApiException(FailureKind.BAD_REQUEST, "Spotify did not understand the call (HTTP 400): this is a"
                    + " fault of the endpoint's parameters.");
            case 401 -> new ApiException(FailureKind.UNAUTHORIZED,
                    "Spotify refuses the access token, also after a refresh (HTTP 401).");
            case 403 -> forbidden(message, body);
            case 404 -> new UnavailableException(FailureKind.NOT_FOUND,
                    "Spotify has nothing at this path (HTTP 404): check the endpoint's path.", true, isWebPage(body));
            case 429 -> isQuota(body) ? new ApiException(FailureKind.QUOTA,
                    "Spotify's quota of calls a day for this endpoint is used up (HTTP 429).", retryAfter)
                    : new ApiException(FailureKind.RATE_LIMIT, "Spotify asks for fewer calls (HTTP 429).", retryAfter);
            default -> status >= 500 || status == 408
                    ? new ApiException(FailureKind.SERVER_ERROR, "Spotify has trouble of its own (HTTP " + status + ").", retryAfter)
                    : new ApiException(FailureKind.UNEXPECTED,
                            "Spotify gave an answer that is not expected (HTTP " + status + ").", retryAfter);
        };
    }

    /** Whether a 429 is about the day's quota, not the rate. */
    static boolean isQuota(String body) {
        return message(body).contains("QUOTA_EXCEEDED");
    }

    private static ApiException forbidden(String message, String body) {
        if (message.contains("Insufficient client scope")) {
            return new ApiException(FailureKind.SCOPE, "This account has not granted what the endpoint needs: sign in again at"
                    + " /login and agree to all of it.");
        }
        if (message.contains("User not registered")) {
            return new ApiException(FailureKind.NOT_REGISTERED, "This account is not on the app's list of users: the app's owner"
                    + " adds it in the Developer Dashboard under User Management; then sign in again at /login.");
        }
        if (message.toLowerCase(Locale.ROOT).contains("premium subscription required")) {
            return new ApiException(FailureKind.PREMIUM, "The app's owner has no active Premium subscription, which Spotify asks"
                    + " for: renew it. Until then nobody is synced; it is tried again each hour.");
        }
        return new UnavailableException(FailureKind.FORBIDDEN, "Spotify does not give this to the app (HTTP 403).",
                isOfTheApi(body), isWebPage(body));
    }

    /** Errors of the Web API are JSON; sentences are about the account or the app, and HTML comes from something in between. */
    private static boolean isOfTheApi(String body) {
        try {
            return body == null || body.isBlank() || JSON.readTree(body).has("error");
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean isWebPage(String body) {
        return body != null && body.stripLeading().startsWith("<");
    }

    /** All texts of the body that name a reason, for recognising, never for showing. */
    private static String message(String body) {
        try {
            JsonNode error = JSON.readTree(body == null ? "" : body).path("error");
            return error.isObject() ? error.path("message").asText() + " " + error.path("reason").asText() : error.asText();
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
