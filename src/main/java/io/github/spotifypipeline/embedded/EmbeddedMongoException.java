package io.github.spotifypipeline.embedded;

/**
 * The embedded database could not be started. The message is written for the person who started the pipeline: what
 * happened, to which file or port, and what to do about it.
 */
public final class EmbeddedMongoException extends RuntimeException {

    EmbeddedMongoException(String message, Throwable cause) {
        super(message, cause);
    }

    EmbeddedMongoException(String message) {
        super(message);
    }
}
