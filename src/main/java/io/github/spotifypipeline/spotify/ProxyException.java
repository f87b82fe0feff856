package io.github.spotifypipeline.spotify;

import java.io.IOException;

/** A call that did not get past the proxy: whatever came back is not the answer of whom it was for. */
public final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;

    ProxyException(String message, Throwable cause) {
        super(message, cause);
    }
}
