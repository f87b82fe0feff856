package io.github.spotifypipeline.spotify;

/** Spotify refuses this one thing, for a reason that is not the account's or the app's: 403 "Forbidden", or 404. */
public final class UnavailableException extends ApiException {

    private static final long serialVersionUID = 1L;

    private final boolean ofTheThing;
    private final boolean webPage;

    /**
     * @param trouble    {@code FORBIDDEN} or {@code NOT_FOUND}
     * @param ofTheThing whether it is the Web API's own word on this one thing; a page of HTML or a sentence is not
     * @param webPage    whether it is a page of HTML
     */
    UnavailableException(FailureKind trouble, String message, boolean ofTheThing, boolean webPage) {
        super(trouble, message);
        this.ofTheThing = ofTheThing;
        this.webPage = webPage;
    }

    /** Whether it is the Web API's own word on this one thing, so that there is no use in asking again. */
    public boolean isOfTheThing() {
        return ofTheThing;
    }

    /** Whether it is a page of HTML: Spotify does not send such, but something in between does. */
    public boolean isWebPage() {
        return webPage;
    }

    /** Whether there is nothing at the path (404). */
    public boolean isGone() {
        return trouble() == FailureKind.NOT_FOUND;
    }
}
