package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

    @TempDir
    Path folder;

    @Test
    void aFileIsThereAsAWholeOrNotAtAll() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "before");
        try (Output broken = Output.toFile(file)) {
            broken.write(to -> to.append("half"));
        }
        assertThat(file).hasContent("before");
        try (Output whole = Output.toFile(file)) {
            whole.write(to -> to.append("caf\u00e9"));
            whole.done();
        }
        assertThat(file).hasContent("caf\u00e9");
        assertThat(folder).isDirectoryContaining("glob:**/x.csv").isDirectoryNotContaining("glob:**/*.part");
    }

    @Test
    void aLinkStaysAndWhatIsNoFileIsLeftAlone() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        try (Output through = Output.toFile(link)) {
            through.write(to -> to.append("after"));
            through.done();
        }
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("after");
        assertThatThrownBy(() -> Output.toFile(folder)).isInstanceOf(CommandException.class).hasMessageContaining("no"
                + " file");
        assertThatThrownBy(() -> Output.toFile(Path.of("/dev/null"))).hasMessageContaining("no file");
    }

    @Test
    void aFileThatIsReplacedKeepsItsPermissionsAndANewOneHasThoseOfAnyNewFile() throws IOException {
        for (String permissions : List.of("rw-r-----", "rw-------", "rw-rw-rw-")) {
            Path file = Files.writeString(folder.resolve("x.csv"), "before");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            write(file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo(permissions);
        }
        Path any = Files.writeString(folder.resolve("any"), "");
        Path fresh = folder.resolve("fresh.csv");
        write(fresh);
        assertThat(Files.getPosixFilePermissions(fresh)).isEqualTo(Files.getPosixFilePermissions(any));
    }

    private static void write(Path file) {
        try (Output output = Output.toFile(file)) {
            output.write(to -> to.append("after"));
            output.done();
        }
    }

    @Test
    void theProgressLineFitsATerminal() {
        assertThat(ProgressLine.text("plays", 45_000, 100_000, Duration.ofSeconds(72)))
                .isEqualTo("plays [==========              ] 45,000 of 100,000, 1:12");
        assertThat(ProgressLine.text("replay, by this process", 0, 0,
                Duration.ofSeconds(3))).isEqualTo("replay, by this process 0:03");
        assertThat(ProgressLine.text("x".repeat(200), 5, 4, Duration.ofHours(2))).hasSizeLessThanOrEqualTo(79)
                .endsWith("x [========================] 5 of 4, 120:00");
    }
}
