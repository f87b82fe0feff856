package io.github.spotifypipeline.endpoint;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of the records of an endpoint that are in the database already. */
public enum Mode {

    /** A record is written once and stays as it is: plays. */
    APPEND,

    /**
     * The collection follows the list: a record that changed is written again, and what a complete reading no
     * longer finds gets {@code removed_at}.
     */
    MIRROR,

    /** Each day keeps the list as it was last read on that day: top lists. */
    SNAPSHOT;

    /** @throws IllegalArgumentException when there is no such mode */
    static Mode named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mode must be append, mirror or snapshot"));
    }

    /** As it stands in YAML, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
