package io.github.spotifypipeline.distribution;

import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as {@code mvn package} leaves it, run as a process of its own. */
final class PackagedProgram implements AutoCloseable {

    static final Path HOME = Path.of("target/spotify-pipeline").toAbsolutePath();

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private PackagedProgram(ProcessBuilder builder) {
        try {
            process = builder.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(this::read, "program-output");
        reader.start();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(the output broke off)");
        }
    }

    /**
     * Starts it on free ports.
     *
     * @param directory   the working directory
     * @param data        the data folder
     * @param environment further variables; the test's own are not passed on
     */
    static PackagedProgram start(Path directory, Path data, Map<String, String> environment, String... arguments) {
        return start(HOME.resolve("bin/spotify-pipeline"), directory, data, environment, arguments);
    }

    /** Starts it by another path to its script. */
    static PackagedProgram start(Path script, Path directory, Path data, Map<String, String> environment,
                                 String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> variables = new HashMap<>(Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home"),
                "LANG", "C.UTF-8",
                "DATA_DIR", data.toString(),
                "HTTP_PORT", String.valueOf(FreePort.find()),
                "TIMEZONE", "Etc/GMT-3"));
        variables.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(variables);
        return new PackagedProgram(builder);
    }

    /** Waits for a line and gives what the pattern's group 1 matched in it. */
    String awaitLine(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        await().atMost(Duration.ofMinutes(2)).until(() -> !process.isAlive() || find(wanted) != null);
        String found = find(wanted);
        if (found == null) {
            throw new AssertionError("The program ended without a line like " + pattern + ": " + lines);
        }
        return found;
    }

    /** How many lines match a pattern so far. */
    int count(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return (int) lines.stream().filter(line -> wanted.matcher(line).find()).count();
    }

    private String find(Pattern wanted) {
        for (String line : lines) {
            Matcher matcher = wanted.matcher(line);
            if (matcher.find()) {
                return matcher.groupCount() > 0 ? matcher.group(1) : line;
            }
        }
        return null;
    }

    /** The connection string of the embedded database. */
    String databaseUri() {
        return awaitLine("(mongodb://127\\.0\\.0\\.1:\\d+/)");
    }

    String output() {
        return String.join("\n", lines);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to stop (SIGTERM). @return its exit code */
    int stop() {
        // not Process.destroy, which also closes its output
        process.toHandle().destroy();
        return awaitExit();
    }

    /** Ends it where it is (SIGKILL), and waits until it has ended. */
    void kill() {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Waits until it has ended by itself. @return its exit code */
    int awaitExit() {
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new AssertionError("The program does not end: " + lines);
            }
            reader.join(10_000);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills what is left of it. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit();
    }
}
