package io.github.spotifypipeline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {

    @TempDir
    Path home;

    @Test
    void waitsForACommandThatHasTheDataFolderOpenButNotForLong() {
        Settings settings = Settings.load(home, Map.of());
        EmbeddedMongo command = EmbeddedMongo.start(settings.dataDir(), 0);
        try {
            for (Duration patience : new Duration[] {Duration.ZERO, Duration.ofMillis(300)}) {
                assertThatThrownBy(() -> Storage.open(settings, 0, patience)).isInstanceOf(EmbeddedMongoException.class)
                        .hasMessageContaining("in use by another process");
            }
            CompletableFuture.runAsync(command::close, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
            try (Storage storage = Storage.open(settings, 0, Duration.ofSeconds(30))) {
                assertThat(storage.database().trouble()).isNull();
            }
        } finally {
            command.close();
        }
    }
}
