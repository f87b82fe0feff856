package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.settings.Version;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip of the program that the build makes. */
class ZipIT {

    private static final String TOP = "spotify-pipeline-" + Version.text();
    private static final Path ZIP = PackagedProgram.HOME.resolveSibling(TOP + ".zip");

    /** What a run, and the making of the archive of classes, leave in the program's folder. */
    private static final String LEFT_BY_A_RUN = "data(/.*)?|lib/classes\\..*";

    @TempDir
    Path folder;

    private static Set<String> filesIn(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).map(file -> top.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void holdsTheProgramInOneFolderWithoutWhatARunLeaves() throws IOException {
        Set<String> program = filesIn(PackagedProgram.HOME);
        program.removeIf(file -> file.matches(LEFT_BY_A_RUN));
        try (FileSystem zip = FileSystems.newFileSystem(ZIP, Map.of("enablePosixFileAttributes", true))) {
            try (Stream<Path> top = Files.list(zip.getPath("/"))) {
                assertThat(top.map(path -> path.getFileName().toString().replace("/", ""))).containsExactly(TOP);
            }
            assertThat(filesIn(zip.getPath("/" + TOP))).isEqualTo(program);
            Path script = zip.getPath("/" + TOP, "bin/spotify-pipeline");
            assertThat(Files.getPosixFilePermissions(script)).contains(PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
            assertThat(Files.getLastModifiedTime(script).toInstant()).as("the same in each build")
                    .isBefore(Instant.parse("2026-11-24T00:00:00Z"));
        }
    }

    @Test
    void runsWhereItIsUnpacked() {
        Command unpacked = Command.shell(folder, Map.of("zip", ZIP.toString(), "jar",
                        Path.of(System.getProperty("java.home"), "bin/jar").toString(), "top", TOP),
                "mkdir 'my music' && cd 'my music' && \"$jar\" xf \"$zip\" && sh $top/bin/spotify-pipeline --version");
        assertThat(unpacked.ended(0).out()).isEqualToIgnoringNewLines("spotify-pipeline " + Version.text());
    }
}
