package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.TemporaryFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of one of the projects in the folder examples, built by its own pom with the jar of this build. */
final class ExampleProject {

    private static final Path EXAMPLES = Path.of("examples");
    private static final Path BUILDS = Path.of("target/examples").toAbsolutePath();

    private final String name;
    private final Path copy;
    private final Path output;

    ExampleProject(String name) {
        this.name = name;
        this.copy = BUILDS.resolve(name);
        this.output = BUILDS.resolve(name + ".txt");
    }

    /** Those that have a pom. */
    static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    /**
     * Runs a phase of its build, such as verify, in a JVM of Maven. Its tests find the packaged program in the folder
     * that the property {@code pipeline} names.
     */
    void build(String phase) throws IOException, InterruptedException {
        Path repository = BUILDS.resolve(name + "-repository");
        for (Path old : List.of(copy, repository)) {
            if (Files.exists(old)) {
                TemporaryFolders.delete(old);
            }
        }
        TemporaryFolders.copy(EXAMPLES.resolve(name), copy, file -> !file.startsWith("target"));
        LocalRepository.make(repository, Path.of(System.getProperty("localRepository")));
        Process process = start(System.getProperty("maven.home") + "/bin/mvn", "-B", "-q",
                "-Dmaven.repo.local=" + repository, "-Dpipeline=" + PackagedProgram.HOME, phase);
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).describedAs(this::said).isTrue();
            assertThat(process.exitValue()).describedAs(this::said).isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(copy.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"),
                "MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
        return builder.start();
    }

    private String said() {
        try {
            return "examples/" + name + ":\n" + Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A file or folder of the built copy. */
    Path file(String path) {
        return copy.resolve(path);
    }
}
