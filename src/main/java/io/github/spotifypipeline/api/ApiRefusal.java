package io.github.spotifypipeline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;

/**
 * Puts an answer without data into words. Spotify's error bodies come in four forms: {@code {"error":{"status",
 * "message","reason"}}}, {@code {"error","error_description"}}, plain text or HTML, and empty.
 */
final class ApiRefusal {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A day in seconds: the most that Spotify's rolling quota can mean. */
    private static final long LONGEST_WAIT = 86_400;

    private ApiRefusal() {
    }

    /** @param retryAfter the Retry-After header in seconds; null or not a number when there is none */
    static ApiException inWords(int status, String retryAfter, String body) {
        String message = message(body);
        return switch (status) {
            case 400 -> new ApiException("Spotify did not understand the call (HTTP 400): this is a fault of the"
                    + " endpoint's parameters.");
            case 401 -> new ApiException("Spotify refuses the access token, also after a refresh (HTTP 401).");
            case 403 -> forbidden(message, isOfTheApi(body));
            case 404 -> new UnavailableException("Spotify has nothing at this path (HTTP 404): check the endpoint's path.",
                    true, true);
            case 429 -> new ApiException(message.contains("QUOTA_EXCEEDED")
                    ? "Spotify's daily quota for this endpoint is used up (HTTP 429)."
                    : "Spotify asks for fewer calls (HTTP 429).", seconds(retryAfter));
            default -> new ApiException(status >= 500
                    ? "Spotify has trouble of its own (HTTP " + status + ")."
                    : "Spotify gave an answer that is not expected (HTTP " + status + ").", seconds(retryAfter));
        };
    }

    private static ApiException forbidden(String message, boolean ofTheApi) {
        if (message.contains("Insufficient client scope")) {
            return new ApiException("This account has not granted the scope that the endpoint needs: sign in again at /login.");
        }
        if (message.contains("User not registered")) {
            return new ApiException("This account is not on the app's list of users: its owner adds it in the Developer Dashboard"
                    + " under User Management.");
        }
        if (message.contains("premium subscription required")) {
            return new ApiException("The app's owner has no active Premium subscription, which Spotify asks for.");
        }
        return new UnavailableException("Spotify does not give this to the app (HTTP 403).", false, ofTheApi);
    }

    /** Errors of the Web API are JSON; sentences are about the account or the app, and HTML comes from something in between. */
    private static boolean isOfTheApi(String body) {
        try {
            return body == null || body.isBlank() || JSON.readTree(body).has("error");
        } catch (JsonProcessingException e) {
            return false;
        }
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

    private static Duration seconds(String retryAfter) {
        if (retryAfter == null || !retryAfter.strip().matches("\\d{1,18}")) {
            return null;
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(retryAfter.strip()), LONGEST_WAIT));
    }
}
