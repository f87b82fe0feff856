package io.github.spotifypipeline.imports.flow;

/** An import that is not done. The message is for a person. */
public final class ImportRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String remedy;

    ImportRefusedException(int status, String message) {
        this(status, message, null);
    }

    /** @param remedy which choice has it imported all the same: {@code short} or {@code anyway}; null for none */
    ImportRefusedException(int status, String message, String remedy) {
        super(message);
        this.status = status;
        this.remedy = remedy;
    }

    static ImportRefusedException disconnected() {
        return new ImportRefusedException(404, "The account was disconnected with its data");
    }

    /** The HTTP status: 400, 404, 409, 413, 422 or 507. */
    public int status() {
        return status;
    }

    /** Which choice has it imported all the same: {@code short} or {@code anyway}; null for none. */
    public String remedy() {
        return remedy;
    }
}
