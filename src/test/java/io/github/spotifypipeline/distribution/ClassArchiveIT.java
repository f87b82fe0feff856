package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the first start leaves for the later ones. */
class ClassArchiveIT {

    private static final String ARCHIVED = "org.apache.camel.main.Main source: shared objects file (top)";

    @TempDir
    Path folder;

    private Path home;
    private Path archive;
    private Path size;
    private Path classes;

    @BeforeEach
    void copyOfTheProgram() throws IOException {
        home = folder.resolve("program");
        archive = home.resolve("lib/classes.jsa");
        size = home.resolve("lib/classes.jsa.size");
        classes = folder.resolve("classes.log");
        try (Stream<Path> files = Files.walk(PackagedProgram.HOME)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = PackagedProgram.HOME.relativize(file);
                if (!relative.startsWith("data") && !file.getFileName().toString().startsWith("classes.jsa")) {
                    Path copy = home.resolve(relative);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private PackagedProgram start(String... arguments) {
        return PackagedProgram.start(home.resolve("bin/spotify-pipeline"), folder, folder.resolve("data"),
                Map.of("SPOTIFY_CLIENT_ID", "a-client",
                        "JAVA_OPTS", "-Xlog:class+load:file=" + classes), arguments);
    }

    private void makeArchive() {
        try (PackagedProgram first = start()) {
            first.awaitLine("Ready");
            await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(size));
            assertThat(first.stop()).isZero();
            assertThat(first.output().lines()).allMatch(line -> line.contains(" INFO "));
        }
    }

    private void versionIsPrinted() {
        try (PackagedProgram version = start("--version")) {
            assertThat(version.awaitExit()).isZero();
            assertThat(version.output().lines()).hasSize(1).first().asString().startsWith("spotify-pipeline ");
        }
    }

    /** Where the JVM had the classes from. */
    private String startAndStop() throws IOException {
        try (PackagedProgram program = start()) {
            program.awaitLine("Ready");
            assertThat(program.stop()).isZero();
            assertThat(program.output().lines()).allMatch(line -> line.contains(" INFO "));
        }
        return Files.readString(classes);
    }

    @Test
    void isMadeByTheFirstStartAndUsedByTheNext() throws IOException {
        makeArchive();
        assertThat(startAndStop()).contains(ARCHIVED);
    }

    @Test
    void damageStopsNoStartAndIsMended() throws IOException {
        makeArchive();
        byte[] good = Files.readAllBytes(archive);
        Files.delete(archive);
        for (byte[] bad : List.of(new byte[0], new byte[] {1, 2, 3}, Arrays.copyOf(good, good.length / 3),
                new byte[good.length])) {
            Files.write(archive, bad);
            versionIsPrinted();
        }
        Files.write(archive, Arrays.copyOf(good, 1_000));
        Files.delete(size);
        makeArchive();
        assertThat(startAndStop()).contains(ARCHIVED);
    }

    @Test
    void isMadeAnewForOtherJars() throws IOException {
        makeArchive();
        FileTime before = Files.getLastModifiedTime(archive);
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
            }
        }
        try (PackagedProgram other = start()) {
            other.awaitLine("Ready");
            assertThat(Files.readString(classes)).doesNotContain(ARCHIVED);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.getLastModifiedTime(archive).compareTo(before) > 0 && Files.exists(size));
            assertThat(other.stop()).isZero();
        }
        assertThat(startAndStop()).contains(ARCHIVED);
    }

    @Test
    void isNotNeededWhereTheFolderCannotBeWritten() throws IOException {
        Path lib = home.resolve("lib");
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("r-xr-xr-x"));
        try (PackagedProgram program = start()) {
            program.awaitLine("Ready");
            assertThat(program.stop()).isZero();
            // root writes everywhere
            assertThat(Files.isWritable(lib) || Files.notExists(archive)).isTrue();
        } finally {
            Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
