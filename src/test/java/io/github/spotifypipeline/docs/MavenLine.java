package io.github.spotifypipeline.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A call of Maven, held against what the project has: profiles, tests and properties. */
final class MavenLine {

    private static final Set<String> PHASES = Set.of("clean", "compile", "test", "package", "verify",
            "install", "dependency:copy-dependencies", "dependency:copy");
    private static final Set<String> OPTIONS = Set.of("-B", "-q", "-o", "-N");
    private static final Set<String> MAVENS_OWN = Set.of("skipTests", "skipITs", "outputDirectory", "artifact");

    /** What the program is built with is there as in the repository. */
    private static final String PROGRAM = "target/spotify-pipeline/";

    private final List<String> complaints = new ArrayList<>();
    private Path project;

    private MavenLine(Path project) {
        this.project = project;
    }

    /** What is wrong with a call; empty where nothing is. @param project the folder of its pom */
    static List<String> complaints(Path project, List<String> arguments) {
        MavenLine line = new MavenLine(project);
        List<String> others = new ArrayList<>(arguments);
        int file = others.indexOf("-f");
        if (file >= 0) {
            line.project = project.resolve(others.get(file + 1).replace(PROGRAM, "")).getParent();
            others.subList(file, file + 2).clear();
        }
        line.known(Files.exists(line.project.resolve("pom.xml")), "project", line.project.toString());
        if (line.complaints.isEmpty()) {
            others.forEach(line::look);
        }
        return line.complaints;
    }

    private void look(String argument) {
        if (argument.startsWith("-P")) {
            known(text(project.resolve("pom.xml")).contains("<id>" + argument.substring(2) + "</id>"), "profile",
                    argument);
        } else if (argument.startsWith("-D")) {
            String[] property = argument.substring(2).split("=", 2);
            if (property[0].matches("(it\\.)?test")) {
                Stream.of(property[1].split(",")).forEach(this::test);
            } else {
                known(MAVENS_OWN.contains(property[0]) || isRead(property[0]), "property", argument);
            }
        } else {
            known(PHASES.contains(argument) || OPTIONS.contains(argument), "phase or option", argument);
        }
    }

    private void test(String name) {
        String[] parts = name.split("#", 2);
        List<Path> files = sources().filter(file -> file.endsWith(parts[0] + ".java")).toList();
        known(files.size() == 1, "test", name);
        if (parts.length == 2 && files.size() == 1) {
            known(text(files.get(0)).contains(" " + parts[1] + "("), "method of a test", name);
        }
    }

    /** Whether the pom or a test asks for it. */
    private boolean isRead(String property) {
        return text(project.resolve("pom.xml")).contains("<" + property + ">")
                || sources().anyMatch(file -> text(file).contains("\"" + property + "\""));
    }

    private Stream<Path> sources() {
        Path tests = project.resolve("src/test");
        if (!Files.exists(tests)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(tests)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void known(boolean known, String what, String name) {
        if (!known) {
            complaints.add("no such " + what + ": " + name);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
