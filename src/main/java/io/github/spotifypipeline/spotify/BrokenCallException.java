package io.github.spotifypipeline.spotify;

import java.io.IOException;

/** An HTTP call that was ended, or did not get past the proxy. */
final class BrokenCallException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** @param failure what it means where Spotify was called */
    BrokenCallException(Failure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
