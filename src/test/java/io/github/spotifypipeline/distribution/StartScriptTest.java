package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With which options the start script begins Java, seen by a Java that only prints them. */
class StartScriptTest {

    private static final String ALLOWED = "--sun-misc-unsafe-memory-access=allow";

    @TempDir
    Path folder;

    private String options(String version, boolean says) throws IOException, InterruptedException {
        return started(version, says, 0);
    }

    private String started(String version, boolean says, int exitCode) throws IOException, InterruptedException {
        Path jdk = Files.createDirectories(folder.resolve("a jdk/bin")).getParent();
        Files.writeString(jdk.resolve("bin/real"), "#!/bin/sh\nif [ \"$1\" = -version ]; then\n"
                + "  echo 'openjdk version \"" + version + "\" 2026-01-20' >&2\n  exit\nfi\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(jdk.resolve("bin/real"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.deleteIfExists(jdk.resolve("bin/java"));
        Files.createSymbolicLink(jdk.resolve("bin/java"), Path.of("real"));
        Files.deleteIfExists(jdk.resolve("release"));
        if (says) {
            Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        }
        ProcessBuilder script = new ProcessBuilder("src/main/bin/spotify-pipeline", "check").redirectErrorStream(true);
        script.environment().putAll(Map.of("JAVA_HOME", jdk.toString(), "JAVA_OPTS", "-Dmine=1"));
        Process run = script.start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, false", "21, false", "22.0.2, false", "23, true", "24.0.1, true", "25.0.1, true", "26-ea,"
            + " true"})
    void newerJdksAreToldThatALibraryMayUseUnsafe(String version, boolean allowed) throws Exception {
        for (boolean says : new boolean[] {true, false}) {
            assertThat(options(version, says).lines().anyMatch(ALLOWED::equals)).isEqualTo(allowed);
        }
    }

    @Test
    void theUsersOwnOptionsAndTheCommandAreHandedOn() throws Exception {
        assertThat(options("25", true).lines()).contains("-Dmine=1").endsWith("io.github.spotifypipeline.cli.App",
                "check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_432", "11.0.25", "16"})
    void aJavaThatIsTooOldIsRefusedInOneLine(String version) throws Exception {
        for (boolean says : new boolean[] {true, false}) {
            assertThat(started(version, says, 2).lines()).hasSize(1).first().asString()
                    .startsWith("spotify-pipeline: the Java at ").contains("too old", "Java 17 or newer");
        }
    }

    @Test
    void theJavaInItsOwnFolderIsUsedBeforeAnyOther() throws Exception {
        Path script = Files.createDirectories(folder.resolve("my \\black music/bin")).resolve("spotify-pipeline");
        Files.copy(Path.of("src/main/bin/spotify-pipeline"), script);
        Path java = Files.createDirectories(folder.resolve("my \\black music/runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho own \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("my \\black music/runtime/release"), "JAVA_VERSION=\"21\"\n");
        ProcessBuilder start = new ProcessBuilder("sh", script.toString(), "--version").redirectErrorStream(true);
        start.environment().put("JAVA_HOME", "/nowhere");

        Process run = start.start();

        assertThat(new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("own -Xms64m ");
        assertThat(run.waitFor()).isZero();
    }
}
