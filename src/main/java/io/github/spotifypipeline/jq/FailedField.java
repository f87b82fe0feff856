package io.github.spotifypipeline.jq;

/** The field of an object in which the last error of this thread was thrown. */
final class FailedField {

    private static final ThreadLocal<FailedField> LAST = new ThreadLocal<>();

    private final Throwable error;
    private String names;

    private FailedField(Throwable error, String name) {
        this.error = error;
        this.names = name;
    }

    /** Remembers that the value of a field threw an error. */
    static void of(Throwable error, String name) {
        FailedField last = LAST.get();
        if (last != null && last.error == error) {
            last.names = name + "." + last.names;
        } else {
            LAST.set(new FailedField(error, name));
        }
    }

    /** The path of the field that threw an error, with dots; empty when none did. The answer is given once. */
    static String take(Throwable error) {
        FailedField last = LAST.get();
        LAST.remove();
        return last != null && last.error == error ? last.names : "";
    }
}
