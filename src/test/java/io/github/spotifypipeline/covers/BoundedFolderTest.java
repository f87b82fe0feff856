package io.github.spotifypipeline.covers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.testing.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedFolderTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));

    @TempDir
    private Path folder;

    private static String name(int number) {
        return "%064x".formatted(number);
    }

    private BoundedFolder open(int files, long bytes) {
        return new BoundedFolder(folder, files, bytes, clock);
    }

    @Test
    void theLeastRecentlyUsedGoesAlsoAfterARestart() throws IOException {
        BoundedFolder files = open(3, 1_000);
        for (int i = 1; i <= 3; i++) {
            files.write(name(i), new byte[i]);
            clock.advance(Duration.ofDays(2));
        }
        assertThat(files.read(name(1))).hasSize(1);
        Files.write(folder.resolve(name(9) + ".part"), new byte[7]);
        Files.write(folder.resolve("notes.txt"), new byte[7]);

        BoundedFolder opened = open(3, 1_000);
        opened.write(name(4), new byte[4]);

        assertThat(opened.read(name(1))).hasSize(1);
        assertThat(opened.read(name(2))).as("used before all others").isNull();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(name(1), name(3), name(4), "notes.txt");
    }

    @Test
    void keepsNoMoreBytesThanItMay() {
        BoundedFolder files = open(100, 10);
        files.write(name(1), new byte[6]);
        files.write(name(1), new byte[4]);
        files.write(name(2), new byte[6]);
        assertThat(files.read(name(1))).as("its first content does not count any more").hasSize(4);
        files.write(name(3), new byte[6]);

        assertThat(files.read(name(1))).hasSize(4);
        assertThat(files.read(name(2))).isNull();
    }

    @Test
    void aFileThatSomebodyHasDeletedIsNotThere() throws IOException {
        BoundedFolder files = open(100, 10);
        files.write(name(1), new byte[10]);
        Files.delete(folder.resolve(name(1)));

        assertThat(files.read(name(1))).isNull();
        files.write(name(2), new byte[10]);
        assertThat(files.read(name(2))).hasSize(10);
        assertThatThrownBy(() -> files.write("../" + name(1), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAddressThatGivesNothingIsAskedLessAndLess() {
        CoverFiles files = new CoverFiles(folder, clock);
        URI address = URI.create("https://i.scdn.co/image/1");
        for (long minutes : new long[] {10, 20, 40, 80}) {
            files.refused(address, false);
            clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThat(files.mayAsk(address)).isFalse();
            clock.advance(Duration.ofSeconds(1));
            assertThat(files.mayAsk(address)).isTrue();
        }
        for (int i = 0; i < 100; i++) {
            files.refused(address, false);
        }
        clock.advance(Duration.ofDays(7));
        assertThat(files.mayAsk(address)).as("a week at most").isTrue();
    }

    @Test
    void tenThousandAddressesAreNotRememberedAll() {
        CoverQueue queue = new CoverQueue();
        for (int i = 0; i < 10_000; i++) {
            queue.add(URI.create("https://i.scdn.co/image/" + i));
            queue.add(URI.create("https://i.scdn.co/image/" + i));
        }

        assertThat(queue.size()).isEqualTo(CoverQueue.MOST);
        assertThat(queue.take()).hasToString("https://i.scdn.co/image/9000");
    }
}
