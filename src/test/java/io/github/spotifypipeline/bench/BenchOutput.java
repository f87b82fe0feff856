package io.github.spotifypipeline.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a benchmark prints. */
final class BenchOutput {

    private BenchOutput() {
    }

    /** A line; format as {@link String#format}. */
    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** Java, processors and load, on which the numbers depend. */
    static String machine() {
        return String.format(Locale.ROOT, "Java %s, %d processors, load %.1f", Runtime.version(),
                Runtime.getRuntime().availableProcessors(), load());
    }

    /** How many processes compete for the processors; negative where the system does not tell. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
