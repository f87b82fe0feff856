package io.github.spotifypipeline.spotify;

import java.time.Instant;

/** A call must not be made now. The message says to a person why and until when. */
public final class LimitedException extends ApiException {

    private static final long serialVersionUID = 1L;

    private final transient Instant until;

    public LimitedException(FailureKind trouble, String message, Instant until) {
        super(trouble, message);
        this.until = until;
    }

    /** Not before this time. */
    public Instant until() {
        return until;
    }
}
