package io.github.spotifysandbox;

/** Ends the work on a request with an error answer. */
public final class RefusedRequest extends RuntimeException {

    private final transient SandboxAnswer answer;

    /** @param answer the error answer */
    public RefusedRequest(SandboxAnswer answer) {
        super("Refused with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    SandboxAnswer answer() {
        return answer;
    }
}
