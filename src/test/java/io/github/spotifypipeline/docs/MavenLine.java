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
            "install", "dependency:copy-dependencies");
    private static final Set<String> OPTIONS = Set.of("-B", "-q", "-o", "-N");
    private static final Set<String> MAVENS_OWN = Set.of("skipTests", "skipITs", "outputDirectory");

    private final Path project;
    private final List<String> complaints = new ArrayList<>();

    private MavenLine(Path project) {
        this.project = project;
    }

    /** What is wrong with a call; empty where nothing is. @param project the folder of its pom */
    static List<String> complaints(Path project, List<String> arguments) {
        MavenLine line = new MavenLine(project);
        if (!Files.exists(project.resolve("pom.xml"))) {
            line.complaints.add("no pom.xml in " + project);
        }
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (argument.equals("-f")) {
                line.known(Files.exists(project.resolve(arguments.get(++at))), "file", arguments.get(at));
            } else {
                line.look(argument);
            }
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
        try (Stream<Path> files = Files.walk(project.resolve("src/test"))) {
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
