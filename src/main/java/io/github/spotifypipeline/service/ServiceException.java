package io.github.spotifypipeline.service;

/** The service cannot be installed, asked or removed. The message says why and what to do, in one line. */
public final class ServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServiceException(String message) {
        super(message);
    }
}
