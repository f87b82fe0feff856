package io.github.spotifypipeline.imports;

import java.util.Locale;

/** Where the document of a row belongs: {@code plays}, or {@code other_streams} for a reason. */
public enum Place {
    PLAY, SHORT, EPISODE, CHAPTER;

    /** Why it is no play, as {@code reason} says it; null for a play. */
    public String reason() {
        return this == PLAY ? null : name().toLowerCase(Locale.ROOT);
    }
}
