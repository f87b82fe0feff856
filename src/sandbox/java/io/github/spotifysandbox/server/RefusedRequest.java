package io.github.spotifysandbox.server;

/** Ends the work on a request with an error answer. */
public final class RefusedRequest extends RuntimeException {

    private final transient SandboxAnswer answer;

    /** @param answer the error answer */
    public RefusedRequest(SandboxAnswer answer) {
        super("Refused with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    /** The error answer. */
    public SandboxAnswer answer() {
        return answer;
    }
}
