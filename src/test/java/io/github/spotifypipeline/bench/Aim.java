package io.github.spotifypipeline.bench;

import java.math.BigDecimal;
import java.util.Locale;

/** What a measured value should not exceed; NaN: there is no aim. */
record Aim(double atMost) {

    static final Aim NONE = new Aim(Double.NaN);

    /** Empty without an aim. */
    String verdict(double value) {
        if (Double.isNaN(atMost)) {
            return "";
        }
        String aim = BigDecimal.valueOf(atMost).stripTrailingZeros().toPlainString();
        return value <= atMost ? aim + ": met" : String.format(Locale.ROOT, "%s: missed by %.2f", aim, value - atMost);
    }
}
