package io.github.spotifypipeline.accounts;

/** A sign-in that cannot be completed. The message says to a person what to do, and holds nothing of the request. */
public class SignInException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one or two sentences: what happened, what to do */
    public SignInException(String message) {
        super(message);
    }
}
