package io.github.spotifypipeline.records;

/** Records could not be sent on before they are stored. The cause is what the steps that they were sent to have met. */
public final class CopyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause null when the message says all */
    public CopyException(String message, Throwable cause) {
        super(message, cause);
    }
}
