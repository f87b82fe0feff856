package io.github.spotifypipeline.imports.flow;

/** An import that is not done. The message is for a person. */
public final class ImportRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ImportRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status: 404, 409, 413 or 422. */
    public int status() {
        return status;
    }
}
