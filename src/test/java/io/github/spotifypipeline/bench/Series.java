package io.github.spotifypipeline.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** The same thing measured in several rounds; NaN where it could not be. */
record Series(double... values) {

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length == 0 ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Round by round, this in relation to another. */
    Series ratioTo(Series other) {
        return with(other, (one, two) -> one / two);
    }

    private Series with(Series other, DoubleBinaryOperator operator) {
        return new Series(IntStream.range(0, Math.min(values.length, other.values.length))
                .mapToDouble(i -> operator.applyAsDouble(values[i], other.values[i])).toArray());
    }

    /** The median, and in brackets the smallest and the largest. */
    String text(String format) {
        if (Double.isNaN(median())) {
            return "not available";
        }
        return String.format(Locale.ROOT, format + " (" + format + "-" + format + ")", median(),
                Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow());
    }
}
