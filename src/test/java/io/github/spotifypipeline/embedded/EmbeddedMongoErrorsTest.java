package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What someone is told who cannot have an embedded database. */
class EmbeddedMongoErrorsTest {

    @TempDir
    private Path folder;

    @Test
    void refusesAFolderThatThisProcessUses() throws IOException {
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0)) {
            assertThat(server.connectionString()).startsWith("mongodb://127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedMongo.start(folder, 0)).isInstanceOf(EmbeddedMongoException.class)
                    .hasMessage(inUse());

            // the attempt must not have released the lock that holds other processes off
            assertThat(openInAnotherProcess()).isEqualTo(FolderHolder.REFUSED + inUse());
        }
        assertThat(openInAnotherProcess()).startsWith(FolderHolder.OPENED);
    }

    @Test
    void refusesAFolderThatAnotherProcessUses() throws IOException {
        Process other = OtherProcess.start(FolderHolder.class, folder);
        try (BufferedReader output = other.inputReader()) {
            OtherProcess.awaitLine(output, FolderHolder.OPENED);

            assertThatThrownBy(() -> EmbeddedMongo.start(folder, 0)).isInstanceOf(EmbeddedMongoException.class)
                    .hasMessage(inUse());
        } finally {
            other.destroyForcibly().onExit().join();
        }
    }

    @Test
    void refusesAFolderItCannotWriteTo() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> EmbeddedMongo.start(notAFolder, 0)).isInstanceOf(EmbeddedMongoException.class)
                .hasMessageStartingWith("The data folder " + notAFolder + " cannot be written to")
                .hasMessageContaining("DATA_DIR");
    }

    @Test
    void refusesAFileItCannotWriteTo() throws IOException {
        Files.createDirectory(folder.resolve(DataFile.NAME));

        assertThatThrownBy(() -> EmbeddedMongo.start(folder, 0)).isInstanceOf(EmbeddedMongoException.class)
                .hasMessageStartingWith("The data folder " + folder + " cannot be written to");
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedMongo.start(folder, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedMongoException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("mongodb.embedded-port (MONGODB_EMBEDDED_PORT)");
        }
        EmbeddedMongo.start(folder, 0).close();
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThatThrownBy(() -> EmbeddedMongo.start(folder, 70_000)).isInstanceOf(EmbeddedMongoException.class)
                .hasMessageContaining("MONGODB_EMBEDDED_PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token.key", "embedded-mongodb.uri"})
    void doesNotTakeAFileThatLostEverythingForANewOne(String whatWasThere) throws IOException {
        Path file = Files.createFile(folder.resolve(DataFile.NAME));
        Files.writeString(folder.resolve(whatWasThere), "mongodb://127.0.0.1:1/");

        assertThatThrownBy(() -> EmbeddedMongo.start(folder, 0)).isInstanceOf(EmbeddedMongoException.class)
                .hasMessageStartingWith("The database file " + file + " is empty, though this folder was in use")
                .hasMessageContaining("put a backup in its place");
        assertThat(file).isEmptyFile();
    }

    @Test
    void takesAnEmptyFileForThatOfAFirstStartWhereNothingElseIs() throws IOException {
        Files.createFile(folder.resolve(DataFile.NAME));

        EmbeddedMongo.start(folder, 0).close();
        assertThat(folder.resolve(DataFile.NAME)).isNotEmptyFile();
    }

    @Test
    void saysWhatToDoAboutADamagedFile() throws IOException {
        EmbeddedMongo.start(folder, 0).close();
        Path file = folder.resolve(DataFile.NAME);
        try (RandomAccessFile damage = new RandomAccessFile(file.toFile(), "rw")) {
            damage.write(new byte[(int) damage.length()]);
        }

        assertThatThrownBy(() -> EmbeddedMongo.start(folder, 0)).isInstanceOf(EmbeddedMongoException.class)
                .hasMessageStartingWith("The database file " + file.toRealPath() + " is damaged")
                .hasMessageContaining("put a backup in its place");
        Files.delete(file);
        EmbeddedMongo.start(folder, 0).close();
    }

    private String openInAnotherProcess() throws IOException {
        Process other = OtherProcess.start(FolderHolder.class, folder);
        try (BufferedReader output = other.inputReader()) {
            other.getOutputStream().close();
            return output.lines().filter(line -> line.startsWith(FolderHolder.OPENED)
                    || line.startsWith(FolderHolder.REFUSED)).findFirst().orElse("nothing");
        } finally {
            other.destroyForcibly().onExit().join();
        }
    }

    private String inUse() {
        return "The data folder " + folder + " is in use by another process: stop it, or set data.dir (DATA_DIR) to"
                + " another folder";
    }
}
