package io.github.spotifypipeline.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeyTest {

    @TempDir
    Path folder;

    @Test
    void makesAKeyThatOnlyItsOwnerCanReadAndFindsItAgain() throws IOException {
        Path file = folder.resolve("data/token.key");

        byte[] made = TokenKey.fromFile(file);

        assertThat(made).hasSize(32);
        assertThat(TokenKey.fromFile(file)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void manyAtOnceGetTheSameKey() throws Exception {
        Path file = folder.resolve("token.key");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<byte[]> read = () -> TokenKey.fromFile(file);
            List<byte[]> keys = pool.invokeAll(Stream.generate(() -> read).limit(8).toList()).stream().map(future -> {
                try {
                    return future.get();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }).toList();
            assertThat(keys).allSatisfy(key -> assertThat(key).isEqualTo(keys.get(0)));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void refusesWhatIsNoKeyWithoutRepeatingIt() throws IOException {
        Path file = Files.writeString(folder.resolve("token.key"), "hunter2");

        assertThatThrownBy(() -> TokenKey.fromFile(file)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("token.key").hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> TokenKey.fromSetting("c2hvcnQ=")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("TOKEN_KEY").hasMessageNotContaining("c2hvcnQ=");
    }
}
