package io.github.spotifypipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the four charts of a whole life cost, in a process with the JVM options of the program: counted for the first
 * time, after one new play, after a late one, after a restart. On a MongoDB, the server's own processor time is not in
 * the numbers. docs/performance.md says how to read them.
 */
class ChartsBenchmark {

    private static final List<String> OPTIONS = List.of("-Xms48m", "-Xmn32m", "-Xmx512m", "-XX:SurvivorRatio=4",
            "-XX:MinHeapFreeRatio=30", "-XX:MaxHeapFreeRatio=50", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    Path folder;

    @Test
    void theFourChartsOfALife() {
        for (int plays : Stream.of(System.getProperty("charts.plays", "100000,300000").split(","))
                .map(Integer::valueOf).toList()) {
            look("embedded", folder.resolve("data-" + plays).toString(), plays);
        }
        String mongo = System.getenv("MONGODB_TEST_URI");
        if (mongo != null) {
            look("a MongoDB", mongo, 1_000_000);
        }
    }

    private static void look(String where, String store, int plays) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChartsProcess.class.getName(), store,
                String.valueOf(plays)));
        System.out.println(String.format(Locale.ROOT, "%,d plays, %s; load %.1f", plays, where,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        try (ChildProcess process = ChildProcess.start(new ProcessBuilder(command))) {
            process.await("^" + ChartsProcess.READY, 0);
            List<String> lines = process.lines();
            assertThat(lines).anyMatch(line -> line.startsWith("after a restart"));
            lines.forEach(line -> System.out.println("  " + line));
            System.out.println("  peak " + process.use().peakMegabytes() + " MB, live heap "
                    + process.use().liveHeapMegabytes());
        }
    }
}
