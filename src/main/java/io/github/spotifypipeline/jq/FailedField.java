package io.github.spotifypipeline.jq;

/** The field of the object whose value could not be made, by thread: that of the error that was thrown last. */
final class FailedField {

    private static final ThreadLocal<FailedField> LAST = new ThreadLocal<>();

    private final Throwable error;
    private String names;

    private FailedField(Throwable error, String name) {
        this.error = error;
        this.names = name;
    }

    /** The error has come out of the value of a field. */
    static void of(Throwable error, String name) {
        FailedField last = LAST.get();
        if (last != null && last.error == error) {
            last.names = name + "." + last.names;
        } else {
            LAST.set(new FailedField(error, name));
        }
    }

    /** The names of the field of an error, by dots; empty when it was in none. Asking forgets it. */
    static String take(Throwable error) {
        FailedField last = LAST.get();
        LAST.remove();
        return last != null && last.error == error ? last.names : "";
    }
}
