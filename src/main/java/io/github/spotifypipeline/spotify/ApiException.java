package io.github.spotifypipeline.spotify;

import java.time.Duration;

/** The Web API gave no data. The message says to a person what happened and what to do; it quotes no answer. */
public class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureKind trouble;
    private final Duration retryAfter;

    /** @param message one or two sentences for a person */
    public ApiException(FailureKind trouble, String message) {
        this(trouble, message, null);
    }

    /** @param retryAfter how long Spotify asks to wait; null when it does not say */
    public ApiException(FailureKind trouble, String message, Duration retryAfter) {
        super(message);
        this.trouble = trouble;
        this.retryAfter = retryAfter;
    }

    /** What kind of refusal or fault it is. */
    public FailureKind trouble() {
        return trouble;
    }

    /** How long Spotify asks to wait; null when it does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
