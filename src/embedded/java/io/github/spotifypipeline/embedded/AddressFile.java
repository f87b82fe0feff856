package io.github.spotifypipeline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file that says at which address a process serves the database. It lies beside the database file and is deleted
 * at the stop. A killed process leaves it behind; the next one that opens the database deletes it.
 */
final class AddressFile {

    private static final String NAME = "embedded-mongodb.uri";

    private final Path path;

    private AddressFile(Path path) {
        this.path = path;
    }

    static AddressFile in(Path folder) {
        return new AddressFile(folder.resolve(NAME));
    }

    /** Writes it as a whole, readable by its owner only. */
    void write(String address) throws IOException {
        Path folder = path.getParent();
        Path fresh = Files.createTempFile(folder, NAME, null, DataFile.ownerOnly(folder, "rw-------"));
        try {
            Files.writeString(fresh, address + "\n");
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** The address; empty when there is none. */
    Optional<String> read() {
        try {
            return Optional.of(Files.readString(path).strip()).filter(address -> !address.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // a reader gets no answer at that address
        }
    }
}
