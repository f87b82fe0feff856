package io.github.spotifypipeline.spotify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.json.WholeNumbers;
import io.github.spotifypipeline.spotify.Failure.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Says what an answer of the Web API means, status by status; the words are in {@link FailureKind}. Spotify's error
 * bodies come in four forms: {@code {"error":{"status","message","reason"}}}, {@code {"error","error_description"}},
 * plain text or HTML, and empty.
 */
final class AnswerPolicy {

    /** Tries of one call; what still fails then is for the next sync. */
    static final int TRIES = 4;

    /** A call that got no answer in time has held its account long enough. */
    static final int TRIES_AFTER_TIMEOUT = 2;

    private static final ObjectMapper JSON =
            WholeNumbers.reader().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Backoff backoff;

    AnswerPolicy(Backoff backoff) {
        this.backoff = backoff;
    }

    /**
     * What an answer means.
     *
     * @param asked how long Spotify asks to wait; null when it does not say
     * @param tried how often the call was tried before
     */
    Verdict of(int status, Duration asked, byte[] body, Attempt tried, Instant now) {
        if (status == 204) {
            return Verdict.data(SentJson.of(NullNode.getInstance()));
        }
        if (status == 200) {
            SentJson json = json(body);
            return json == null ? of(FailureKind.BAD_ANSWER.failure(), tried, now)
                    : !json.outline().hasNonNull("error") ? Verdict.data(json) : of(new Failure(FailureKind.BAD_ANSWER,
                            "Spotify's answer is an error, though its status is 200."), tried, now);
        }
        if (status == 401 && !tried.refreshed()) {
            return Verdict.newToken();
        }
        Failure failure = refusal(status, text(body)).asks(asked == null ? null : now.plus(asked));
        return status == 429 ? Verdict.hold(failure) : of(failure, tried, now);
    }

    /** What a failure means: a call that got no answer, or no access token. */
    Verdict of(Failure failure, Attempt tried, Instant now) {
        int faults = tried.faults() + 1;
        boolean more = failure.kind().isTransient()
                && faults < (failure.is(FailureKind.TIMEOUT) ? TRIES_AFTER_TIMEOUT : TRIES);
        Duration asked = failure.until() == null ? Duration.ZERO : Duration.between(now, failure.until());
        if (!more || asked.compareTo(WaitLimits.LONGEST_WAIT) > 0) {
            return Verdict.fail(failure);
        }
        Duration own = backoff.after(faults);
        return Verdict.again(own.compareTo(asked) > 0 ? own : asked);
    }

    private static Failure refusal(int status, String body) {
        return switch (status) {
            case 304 -> FailureKind.NOT_MODIFIED.failure();
            case 400 -> FailureKind.BAD_REQUEST.failure();
            case 401 -> FailureKind.UNAUTHORIZED.failure();
            case 403 -> forbidden(body);
            case 404 -> ofResource(FailureKind.NOT_FOUND, body);
            case 429 -> (message(body).contains("QUOTA_EXCEEDED") ? FailureKind.QUOTA
                    : FailureKind.RATE_LIMIT).failure();
            default -> (status >= 500 || status == 408 ? FailureKind.SERVER_ERROR
                    : FailureKind.UNEXPECTED).failure(status);
        };
    }

    private static Failure forbidden(String body) {
        String message = message(body);
        if (message.contains("Insufficient client scope")) {
            return FailureKind.SCOPE.failure();
        }
        if (message.contains("User not registered") || message.contains("user may not be registered")) {
            return FailureKind.NOT_REGISTERED.failure();
        }
        return message.toLowerCase(Locale.ROOT).contains("premium subscription required")
                ? FailureKind.PREMIUM.failure() : ofResource(FailureKind.FORBIDDEN, body);
    }

    private static Failure ofResource(FailureKind kind, String body) {
        Form form = body.stripLeading().startsWith("<") ? Form.WEB_PAGE
                : body.isBlank() || error(body) != null ? Form.JSON : Form.TEXT;
        return new Failure(kind, kind.failure().words(), null, form);
    }

    /** All texts of the body that name a reason, for recognising, never for showing. */
    private static String message(String body) {
        JsonNode error = error(body);
        return error == null ? body : error.isObject()
                ? error.path("message").asText() + " " + error.path("reason").asText() : error.asText();
    }

    /** The error of a body; null when it is not JSON with one. */
    private static JsonNode error(String body) {
        try {
            return JSON.readTree(body).get("error");
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String text(byte[] body) {
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    /** The object or array of a body; null when it is none. What is wrong with a body is not shown. */
    private static SentJson json(byte[] body) {
        if (body == null) {
            return null;
        }
        SentJson json = container(body);
        // the parser refuses a byte that is no UTF-8; one in a title must not cost the list, so it becomes U+FFFD
        return json != null ? json : container(text(body).getBytes(StandardCharsets.UTF_8));
    }

    private static SentJson container(byte[] body) {
        try {
            SentJson json = SentJson.read(body);
            return json.outline().isContainerNode() ? json : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
