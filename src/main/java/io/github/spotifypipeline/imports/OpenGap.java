package io.github.spotifypipeline.imports;

import java.util.List;

/**
 * A time in which plays may be missing.
 *
 * @param id   {@code _id} of its document
 * @param time from the newest play before to the oldest after
 */
public record OpenGap(String id, Span time) {

    /**
     * What an import leaves of a gap.
     *
     * @param gap  as it was
     * @param left what is still not known, in order; empty when the gap is closed
     */
    public record Change(OpenGap gap, List<Span> left) {
    }
}
