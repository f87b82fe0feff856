package io.github.spotifypipeline.imports;

/** A time from its first to its last instant, in Unix ms. */
public record Span(long from, long to) {

    /** Whether the instant lies in it, its ends included. */
    public boolean contains(long instant) {
        return from <= instant && instant <= to;
    }

    /** Whether an instant lies in both. */
    boolean overlaps(Span other) {
        return from <= other.to && other.from <= to;
    }

    /** The span that holds this instant, too. @param span null for none yet */
    static Span including(Span span, long instant) {
        return span == null ? new Span(instant, instant)
                : new Span(Math.min(span.from, instant), Math.max(span.to, instant));
    }
}
