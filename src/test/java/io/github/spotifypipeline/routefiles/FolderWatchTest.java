package io.github.spotifypipeline.routefiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {

    @TempDir
    Path folder;
    private FolderWatch watch;
    private Path file;

    @BeforeEach
    void begin() throws IOException {
        file = folder.resolve("below/new.camel.yaml");
        Files.createDirectories(file.getParent());
        watch = new FolderWatch(folder);
        assertThat(watch.begin()).isEmpty();
    }

    @Test
    void tellsOfAFileOnceItHasStoppedGrowing() throws IOException {
        Files.writeString(file, "a");
        assertThat(watch.look()).isEmpty();
        Files.writeString(file, "ab");
        assertThat(watch.look()).isEmpty();

        assertThat(watch.look()).containsExactly(file);
        assertThat(watch.look()).isEmpty();
    }

    @Test
    void doesNotMindAFileThatIsAwayForAMoment() throws IOException {
        Files.writeString(file, "a");
        watch.look();
        watch.look();
        Path aside = Files.move(file, folder.resolve("aside"));
        assertThat(watch.look()).isEmpty();
        Files.move(aside, file);

        assertThat(watch.look()).isEmpty();
        assertThat(watch.look()).isEmpty();
    }

    @Test
    void tellsOfWhatIsGoneBeforeWhatIsNew() throws IOException {
        Files.writeString(file, "a");
        watch.look();
        watch.look();
        Path renamed = Files.move(file, folder.resolve("a.camel.yaml"));
        watch.look();

        assertThat(watch.look()).containsExactly(file, renamed);
    }

    @Test
    void tellsAgainOfAFileThatCouldNotBeFollowed() throws IOException {
        Files.writeString(file, "a");
        watch.look();
        watch.look();

        watch.forget(file);

        assertThat(watch.look()).containsExactly(file);
    }

    @Test
    void looksAtVisibleRouteFilesOnly() throws IOException {
        Files.writeString(folder.resolve(".#new.camel.yaml"), "a");
        Files.createDirectories(folder.resolve("..data"));
        Files.writeString(folder.resolve("..data/new.camel.yaml"), "a");
        Files.writeString(folder.resolve("README.md"), "a");
        watch.look();

        assertThat(watch.look()).isEmpty();
    }

    @Test
    void aFolderMayBeMissingOrGo() throws IOException {
        assertThat(new FolderWatch(folder.resolve("nowhere")).begin()).isEmpty();
        Files.writeString(file, "a");
        watch.look();
        watch.look();
        Files.delete(file);
        Files.delete(file.getParent());
        Files.delete(folder);
        watch.look();

        assertThat(watch.look()).containsExactly(file);
        Files.createDirectory(folder);
    }
}
