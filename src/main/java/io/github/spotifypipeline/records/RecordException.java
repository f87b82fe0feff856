package io.github.spotifypipeline.records;

/** What a step of a route made of the records is not what a sink takes. The message says what to change. */
public final class RecordException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public RecordException(String message) {
        super(message);
    }
}
