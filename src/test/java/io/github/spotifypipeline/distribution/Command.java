package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command of the packaged program that has ended.
 *
 * @param exitCode with what it ended
 * @param out      its standard output
 * @param err      its standard error
 */
record Command(int exitCode, String out, String err) {

    /** Runs it without a terminal. @param environment all its variables, besides those that a JVM needs */
    static Command run(Path folder, Map<String, String> environment, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(PackagedProgram.HOME.resolve("bin/spotify-pipeline").toString()));
        command.addAll(List.of(arguments));
        return run(folder, environment, command);
    }

    /** Runs a line of a shell, in which {@code $sp} is the program. */
    static Command shell(Path folder, Map<String, String> environment, String line) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("sp", PackagedProgram.HOME.resolve("bin/spotify-pipeline").toString());
        return run(folder, variables, List.of("bash", "-c", line));
    }

    private static Command run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile(folder, "out", null);
            Path err = Files.createTempFile(folder, "err", null);
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(Map.of("PATH", System.getenv("PATH"), "JAVA_HOME",
                    System.getProperty("java.home"), "LANG", "C.UTF-8", "TIMEZONE", "Etc/GMT-3"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Command(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** It ended as it should. */
    Command ended(int expected) {
        assertThat(exitCode).as("%s%s", out, err).isEqualTo(expected);
        assertThat(err).doesNotContain("\tat ", "Exception");
        return this;
    }

    /** It did not do what it was asked: nothing on standard output, one line on standard error. */
    void refused(int expected, String... words) {
        ended(expected);
        assertThat(out).isEmpty();
        assertThat(err.lines()).hasSize(1).first().asString().startsWith("spotify-pipeline: ").contains(words);
    }
}
