package io.github.spotifypipeline.endpoint;

import java.util.Arrays;
import java.util.Locale;

/** What happens to records that are already in the database. */
public enum Mode {

    /** A record is written once and stays as it is: plays. */
    APPEND,

    /**
     * The collection follows the list. A changed record is written again. A record that a complete reading no longer
     * finds gets {@code removed_at}.
     */
    MIRROR,

    /** Each day keeps the list as it was last read on that day: top lists. */
    SNAPSHOT;

    /** @throws IllegalArgumentException when there is no such mode */
    static Mode named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mode must be append, mirror or snapshot"));
    }

    /** The name in YAML, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
