package io.github.spotifypipeline.web;

/** A request that cannot be answered as it was asked. */
final class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private RequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** What was asked for is not there. @param message one sentence for a person */
    static RequestException notFound(String message) {
        return new RequestException(404, message);
    }

    /** The request cannot be understood. @param message for a person: what is wrong and what to send instead */
    static RequestException bad(String message) {
        return new RequestException(400, message);
    }

    /** Another status. @param message for a person: what is wrong and what to do instead */
    static RequestException of(int status, String message) {
        return new RequestException(status, message);
    }

    /** The HTTP status of the answer. */
    int status() {
        return status;
    }
}
