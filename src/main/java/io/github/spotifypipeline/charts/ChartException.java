package io.github.spotifypipeline.charts;

/** A chart whose aggregation cannot be answered. The message says why, for whoever wrote it. */
public final class ChartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ChartException(String message) {
        super(message);
    }
}
