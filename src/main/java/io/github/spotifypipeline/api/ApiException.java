package io.github.spotifypipeline.api;

import java.time.Duration;

/** The Web API gave no data. The message says to a person what happened and what to do; it quotes no answer. */
public class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** @param message one or two sentences for a person */
    public ApiException(String message) {
        this(message, null);
    }

    /** @param retryAfter how long Spotify asks to wait; null when it does not say */
    public ApiException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** How long Spotify asks to wait; null when it does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
