package io.github.spotifypipeline.service;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A tool of the system, such as {@code systemctl}. */
final class SystemTool {

    private final String name;
    private final Map<String, String> environment;

    SystemTool(String name, Map<String, String> environment) {
        this.name = name;
        this.environment = environment;
    }

    /**
     * What a tool has said.
     *
     * @param exitCode with what it ended
     * @param text     both outputs
     */
    record Answer(int exitCode, String text) {

        boolean succeeded() {
            return exitCode == 0;
        }

        /** What stands behind {@code name=} or {@code name = } in a line of its own; empty when nothing does. */
        String value(String name) {
            return text.lines().map(String::strip).filter(line -> line.matches(Pattern.quote(name) + " ?=.*"))
                    .map(line -> line.substring(line.indexOf('=') + 1).strip()).findFirst().orElse("");
        }

        /** Its last line that says anything. */
        String lastLine() {
            return text.lines().filter(line -> !line.isBlank()).reduce((first, second) -> second).orElse("").strip();
        }
    }

    /** Where it is; null: nowhere on the PATH. */
    private Path file() {
        return Stream.of(environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, name)).filter(Files::isExecutable)
                .findFirst().orElse(null);
    }

    boolean isThere() {
        return file() != null;
    }

    /** Runs it to its end. @throws ServiceException when it is not there */
    Answer run(List<String> arguments) {
        Path file = file();
        if (file == null) {
            throw new ServiceException("There is no " + name + " on the PATH.");
        }
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new ServiceException(file + " cannot be run.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException("Interrupted while " + name + " was under way.");
        }
    }
}
