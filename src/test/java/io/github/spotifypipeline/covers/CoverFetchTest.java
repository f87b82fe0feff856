package io.github.spotifypipeline.covers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.github.spotifypipeline.testing.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverFetchTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final CoverQueue queue = new CoverQueue();

    @TempDir
    private Path folder;

    @Test
    void aFolderThatCannotBeWrittenIsTriedOnceAMinute() throws IOException {
        Files.writeString(folder.resolve("covers"), "a file");
        CoverFetch fetch = new CoverFetch(queue, new CoverFiles(folder, clock), clock, () -> false);
        int tries = 0;
        for (int i = 0; i < 40; i++) {
            queue.add(URI.create("https://i.scdn.co/image/" + i));
            if (fetch.hasNext()) {
                tries++;
                URI next = fetch.next();
                fetch.failed(next, catchException(() -> fetch.answered(next, 200,
                        new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})));
            }
            clock.advance(Duration.ofSeconds(6));
        }

        assertThat(tries).isEqualTo(4);
    }
}
