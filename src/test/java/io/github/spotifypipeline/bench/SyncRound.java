package io.github.spotifypipeline.bench;

import java.util.OptionalLong;

/**
 * One process's round: a first sync, one without changes, and a first one again when the JVM is warm.
 *
 * @param warm that of nothing, {@link Contender.Sync#NONE}, where it is left out
 * @param peak the most memory of the process, in MB
 */
record SyncRound(Contender.Sync cold, Contender.Sync unchanged, Contender.Sync warm, OptionalLong peak) {

    /** Has it sync, then closes it. */
    static SyncRound of(Contender contender, boolean withWarm) {
        try (contender) {
            Contender.Sync cold = contender.sync();
            Contender.Sync unchanged = contender.sync();
            Contender.Sync warm = Contender.Sync.NONE;
            if (withWarm) {
                contender.forget();
                warm = contender.sync();
            }
            return new SyncRound(cold, unchanged, warm, contender.use().peakMegabytes());
        }
    }

    double peakMegabytes() {
        return peak.isPresent() ? peak.getAsLong() : Double.NaN;
    }
}
