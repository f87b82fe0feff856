package io.github.spotifypipeline.embedded;

/**
 * The embedded database could not be started. The message is written for the person who started the pipeline: what
 * happened, to which file or port, and what to do about it.
 */
public final class EmbeddedMongoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean inUse;

    EmbeddedMongoException(String message, Throwable cause) {
        this(message, cause, false);
    }

    EmbeddedMongoException(String message, Throwable cause, boolean inUse) {
        super(message, cause);
        this.inUse = inUse;
    }

    EmbeddedMongoException(String message) {
        this(message, null);
    }

    /** Whether the folder is in use, by another process or by another server in this one. */
    public boolean isInUse() {
        return inUse;
    }

    /** The same with one more sentence. @param words without a full stop */
    public EmbeddedMongoException saying(String words) {
        return new EmbeddedMongoException(getMessage() + ". " + words, getCause(), inUse);
    }
}
