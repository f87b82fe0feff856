package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the build makes. */
class ClassArchiveIT {

    private static final String ARCHIVED = "org.apache.camel.main.Main source: shared objects file (top)";

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void log() {
        classes = folder.resolve("classes.log");
    }

    private PackagedProgram run(Path home, String... arguments) {
        return PackagedProgram.start(home.resolve("bin/spotify-pipeline"), folder, folder.resolve("data"),
                Map.of("SPOTIFY_CLIENT_ID", "a-client",
                        "JAVA_OPTS", "-Xlog:class+load:file=" + classes), arguments);
    }

    /** Where the JVM had the classes from. */
    private String startAndStop(Path home) throws IOException {
        try (PackagedProgram program = run(home)) {
            program.awaitLine("Ready");
            assertThat(program.stop()).isZero();
            assertThat(program.output().lines()).allMatch(line -> line.contains(" INFO "));
        }
        return Files.readString(classes);
    }

    private Path copy() throws IOException {
        Path home = folder.resolve("program");
        try (Stream<Path> files = Files.walk(PackagedProgram.HOME)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = PackagedProgram.HOME.relativize(file);
                if (!relative.startsWith("data")) {
                    Files.createDirectories(home.resolve(relative).getParent());
                    Files.copy(file, home.resolve(relative));
                }
            }
        }
        return home;
    }

    @Test
    void isUsedFromTheFirstStartOn() throws IOException {
        // picocli's classes are too old for it
        assertThat(startAndStop(PackagedProgram.HOME)).contains(ARCHIVED).doesNotContain("picocli.");
    }

    @Test
    void isIgnoredInACopyUntilItIsMadeThere() throws IOException {
        Path home = copy();
        assertThat(startAndStop(home)).doesNotContain(ARCHIVED);

        try (PackagedProgram archiving = run(home, "archive-classes")) {
            assertThat(archiving.awaitExit()).isZero();
            assertThat(archiving.output()).isEmpty();
        }
        assertThat(startAndStop(home)).contains(ARCHIVED);
        assertThat(home.resolve("data")).as("of the run on the sandbox").doesNotExist();
    }

    @Test
    void keepsNoProgramFromStartingWhenItIsDamaged() throws IOException {
        Path home = copy();
        Path archive = home.resolve("lib/classes.jsa");
        byte[] good = Files.readAllBytes(archive);
        for (byte[] bad : List.of(new byte[0], Arrays.copyOf(good, good.length / 3), new byte[good.length])) {
            Files.write(archive, bad);
            try (PackagedProgram version = run(home, "--version")) {
                assertThat(version.awaitExit()).as("%s bytes", bad.length).isZero();
                assertThat(version.output().lines()).hasSize(1).first().asString().startsWith("spotify-pipeline ");
            }
        }
    }
}
