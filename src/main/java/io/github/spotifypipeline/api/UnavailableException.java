package io.github.spotifypipeline.api;

/** Spotify refuses this one thing, for a reason that is not the account's or the app's: 403 "Forbidden", or 404. */
public final class UnavailableException extends ApiException {

    private static final long serialVersionUID = 1L;

    private final boolean gone;

    /** @param gone whether there is nothing at the path (404) */
    UnavailableException(String message, boolean gone) {
        super(message);
        this.gone = gone;
    }

    /** Whether there is nothing at the path (404). */
    public boolean isGone() {
        return gone;
    }
}
