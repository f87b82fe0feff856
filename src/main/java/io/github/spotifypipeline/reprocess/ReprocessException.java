package io.github.spotifypipeline.reprocess;

/** What was asked for cannot be done. The message is for a person. */
public final class ReprocessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean notFound;

    private ReprocessException(String message, boolean notFound) {
        super(message);
        this.notFound = notFound;
    }

    static ReprocessException notFound(String message) {
        return new ReprocessException(message, true);
    }

    static ReprocessException refused(String message) {
        return new ReprocessException(message, false);
    }

    /** Whether it is about something that is not there. */
    public boolean isNotFound() {
        return notFound;
    }
}
