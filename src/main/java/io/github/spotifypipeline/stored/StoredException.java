package io.github.spotifypipeline.stored;

/** What was asked for cannot be done. The message is for a person. */
public final class StoredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean notFound;

    private StoredException(String message, boolean notFound) {
        super(message);
        this.notFound = notFound;
    }

    static StoredException notFound(String message) {
        return new StoredException(message, true);
    }

    static StoredException refused(String message) {
        return new StoredException(message, false);
    }

    /** Whether it is about something that is not there. */
    public boolean isNotFound() {
        return notFound;
    }
}
