package io.github.spotifypipeline.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process whose lines are kept with the moment at which they came, and what it had used by then. */
final class ChildProcess implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 600_000;

    private final Process process;
    private final ProcessUse use;
    private final Instant startedAt;
    private final List<Line> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    /** A line of its output, the processor time in milliseconds that it had used until then. */
    record Line(String text, Instant at, OptionalLong cpuMillis) {
    }

    private ChildProcess(ProcessBuilder builder) throws IOException {
        startedAt = Instant.now();
        process = builder.redirectErrorStream(true).start();
        use = new ProcessUse(process.toHandle());
        reader = new Thread(this::read, "bench-output");
        reader.start();
    }

    static ChildProcess start(ProcessBuilder builder) {
        try {
            return new ChildProcess(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                add(new Line(text, Instant.now(), use.cpuMillis()));
            }
        } catch (IOException e) {
            add(new Line("(the output broke off)", Instant.now(), OptionalLong.empty()));
        }
        end();
    }

    private synchronized void add(Line line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    ProcessUse use() {
        return use;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** The lines so far. */
    synchronized List<String> lines() {
        return lines.stream().map(Line::text).toList();
    }

    /** How many lines there have been. */
    synchronized int mark() {
        return lines.size();
    }

    /** Waits for a line in which the pattern is found, after so many lines. */
    Line await(String pattern, int after) {
        return await(pattern, after, 1);
    }

    /** Waits for the n-th such line. */
    synchronized Line await(String pattern, int after, int n) {
        Pattern wanted = Pattern.compile(pattern);
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        int next = after;
        int missing = n;
        while (true) {
            for (; next < lines.size(); next++) {
                if (wanted.matcher(lines.get(next).text()).find() && --missing == 0) {
                    return lines.get(next);
                }
            }
            long left = deadline - System.currentTimeMillis();
            if (ended || left <= 0) {
                throw new AssertionError("There is no line like " + pattern + ":\n" + String.join("\n",
                        lines.stream().map(Line::text).toList()));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Writes a line to its standard input. */
    void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop and waits until it has. */
    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
