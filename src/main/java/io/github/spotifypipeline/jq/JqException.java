package io.github.spotifypipeline.jq;

/** A jq expression cannot work. The message says why, for a person. */
public final class JqException extends IllegalArgumentException {

    static final String NO_JQ = "it cannot be read as jq";

    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line of the expression, from 1 */
    JqException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Where in the expression, counted from 1. */
    public int line() {
        return line;
    }

    /** The same, with a subject before the message. */
    public JqException of(String what) {
        return new JqException(line, what + ": " + getMessage());
    }
}
