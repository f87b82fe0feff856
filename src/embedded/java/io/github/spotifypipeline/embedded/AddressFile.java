package io.github.spotifypipeline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file beside the database's in which the process that has it open says where it serves it. It is deleted at the
 * stop; of a process that was killed it is left over until the next one opens the database.
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
            // who reads it asks nobody at that address
        }
    }
}
