package io.github.spotifypipeline.accounts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** Files that only their owner may read, each of one line of base64, which are there as a whole or not at all. */
final class SecretFile {

    private SecretFile() {
    }

    /** Replaces the file at one stroke, and only once the new one is on the disk. */
    static void write(Path file, byte[] content) throws IOException {
        Path fresh = writeBeside(file, content);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Writes the content to a file with another name in the same folder. @return that file */
    static Path writeBeside(Path file, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "token", ".new", ownerOnly(file));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.US_ASCII.encode(Base64.getEncoder().encodeToString(content) + "\n"));
            channel.force(true);
        } catch (IOException e) {
            // of a full disk
            Files.deleteIfExists(fresh);
            throw e;
        }
        return fresh;
    }

    /** What a file holds. @throws IllegalArgumentException when it is not base64 */
    static byte[] read(Path file) throws IOException {
        return Base64.getDecoder().decode(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
    }

    private static FileAttribute<?>[] ownerOnly(Path file) throws IOException {
        boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }
}
