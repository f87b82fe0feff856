package io.github.spotifypipeline.jq;

/** An expression did not end in time. The message is for a person. */
public final class JqTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JqTimeoutException(String message) {
        super(message);
    }
}
