package io.github.spotifypipeline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What a process has used so far. What this system does not tell is empty. */
final class ProcessUse {

    private final ProcessHandle process;

    ProcessUse(ProcessHandle process) {
        this.process = process;
    }

    /** Processor time of all its threads in milliseconds, in steps of ten on Linux. */
    OptionalLong cpuMillis() {
        return process.info().totalCpuDuration().map(Duration::toMillis).map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** The most memory that it ever had at once (peak resident set), in megabytes of 1,000,000 bytes; Linux only. */
    OptionalLong peakMegabytes() {
        return megabytes("VmHWM:");
    }

    /** The memory that it has now (resident set), in the same unit; Linux only. */
    OptionalLong residentMegabytes() {
        return megabytes("VmRSS:");
    }

    private OptionalLong megabytes(String field) {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** What is alive on the heap of a JVM, in megabytes, after a full collection that this causes. */
    OptionalLong liveHeapMegabytes() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process histogram = new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true).start();
            List<String> lines = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.startsWith("Total")).toList();
            histogram.waitFor(10, TimeUnit.SECONDS);
            return lines.isEmpty() ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(lines.get(0).trim().split("\\s+")[2]) / 1_000_000);
        } catch (IOException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The options that its JVM was started with, without those that concern only the start or a recording. */
    List<String> jvmOptions() {
        return process.info().arguments().map(List::of).orElse(List.of()).stream()
                .takeWhile(argument -> !argument.equals("-cp"))
                .filter(argument -> argument.startsWith("-X") && !argument.contains("Archive")
                        && !argument.startsWith("-Xlog") && !argument.startsWith("-Xshare")
                        && !argument.contains("FlightRecording"))
                .toList();
    }
}
