package io.github.spotifypipeline.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One line on the terminal that says how far long work has come, and how long it has taken. It is erased at the end.
 * There is none without a terminal, which the start script looks for.
 */
final class ProgressLine implements AutoCloseable {

    private static final int BAR = 24;
    private static final int WIDTH = 79;
    private static final long EVERY_MILLIS = 200;

    private final PrintStream terminal;
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService drawing;
    private String what;
    private long total;
    private long done;

    /** @param terminal null: there is none */
    ProgressLine(PrintStream terminal, String what, long total) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
        this.drawing = terminal == null ? null : Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "progress-line");
            thread.setDaemon(true);
            return thread;
        });
        if (drawing != null) {
            drawing.scheduleAtFixedRate(this::draw, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** No line, with or without a terminal. */
    static ProgressLine none() {
        return new ProgressLine(null, "", 0);
    }

    /** A line that shows only the time. */
    static ProgressLine of(String what) {
        return of(what, 0);
    }

    /** @param total how much there is to do; 0: unknown */
    static ProgressLine of(String what, long total) {
        boolean attached = Boolean.getBoolean("spotify-pipeline.terminal");
        return new ProgressLine(attached ? new PrintStream(System.err, true, StandardCharsets.UTF_8)
                : null, what, total);
    }

    /** Other work begins. */
    synchronized void begin(String next, long newTotal) {
        what = next;
        total = newTotal;
        done = 0;
    }

    synchronized void add(long more) {
        done += more;
    }

    synchronized void reached(long now, String next) {
        done = now;
        what = next;
    }

    private synchronized void draw() {
        String text = text(what, done, total, Duration.ofNanos(System.nanoTime() - begun));
        terminal.print("\r" + text + "\033[K");
        terminal.flush();
    }

    /** The line. */
    static String text(String what, long done, long total, Duration elapsed) {
        String time = String.format(Locale.ROOT, "%d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
        String far = time;
        if (total > 0) {
            int full = (int) (BAR * Math.min(done, total) / total);
            far = String.format(Locale.ROOT, "[%s%s] %,d of %,d, %s", "=".repeat(full), " ".repeat(BAR - full), done,
                    total, time);
        }
        int room = WIDTH - far.length() - 1;
        return (what.length() > room ? what.substring(0, Math.max(0, room)) : what) + " " + far;
    }

    /** Erases the line, to make room for a line of the result; it is drawn again soon. */
    synchronized void hide() {
        if (terminal != null) {
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }

    @Override
    public void close() {
        if (drawing != null) {
            drawing.shutdown();
            hide();
        }
    }
}
