package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.files.ReadLimits;
import io.github.spotifypipeline.settings.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder of what was uploaded, until it is imported: readable by its owner only. */
public final class Uploads {

    private static final int BUFFER = 64 * 1024;
    private static final String PART = ".part";
    private static final String TAKEN = ".taken";

    private final Path folder;
    private final FileTime begun = FileTime.fromMillis(System.currentTimeMillis());

    /** @param dataDir the data folder */
    public Uploads(Path dataDir) {
        this.folder = dataDir.resolve("imports");
    }

    Path folder() {
        return folder;
    }

    /** Whether an import may be waiting. */
    boolean isAnyThere() {
        String[] names = folder.toFile().list();
        return names != null && names.length > 0;
    }

    /**
     * Writes an upload.
     *
     * @throws ImportRefusedException when it is too large, breaks off, or does not fit on the disk
     */
    Path receive(InputStream body) throws IOException {
        return write(body, PART);
    }

    /** Copies a file of this machine. The file stays, so a kill before the import has begun loses nothing. */
    Path copy(Path elsewhere) throws IOException {
        try (InputStream in = Files.newInputStream(elsewhere)) {
            return write(in, TAKEN + PART);
        }
    }

    private Path write(InputStream body, String ending) throws IOException {
        Path file = folder.resolve(UUID.randomUUID() + ending);
        boolean whole = false;
        try (OutputStream out = create(file)) {
            byte[] buffer = new byte[BUFFER];
            long left = ReadLimits.DEFAULT.totalBytes();
            for (int read; (read = read(body, buffer)) >= 0; left -= read) {
                if (read > left) {
                    throw new ImportRefusedException(413, "An export may have 8 GiB at most.");
                }
                out.write(buffer, 0, read);
            }
            whole = true;
            return file;
        } catch (IOException e) {
            throw new ImportRefusedException(507, "The upload cannot be stored in the data folder ("
                    + FileTrouble.inWords(e)
                    + "): make room there, and send it once more.");
        } finally {
            if (!whole && Files.exists(file)) {
                Files.delete(file);
            }
        }
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new ImportRefusedException(400, "The upload broke off: send it once more.");
        }
    }

    private OutputStream create(Path file) throws IOException {
        Files.createDirectories(folder, owner("rwx------"));
        return Files.newOutputStream(Files.createFile(file, owner("rw-------")), StandardOpenOption.WRITE);
    }

    private FileAttribute<?>[] owner(String permissions) {
        return isPosix() ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** It is complete: it gets a name under which it is found after a restart. */
    Path keep(Path part) throws IOException {
        return Files.move(part, part.resolveSibling(part.getFileName().toString().replace(PART, ".import")),
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** An import has ended: an upload goes; what was put into the folder and was not imported is put aside there. */
    void end(Path file, String name, boolean imported) throws IOException {
        if (imported || !file.getFileName().toString().contains(TAKEN) || !Files.exists(file)) {
            Files.deleteIfExists(file);
        } else {
            putAside(file, name);
        }
    }

    /** Puts a file into {@code import/.refused}, under a name that is new there. */
    void putAside(Path file, String name) throws IOException {
        Path refused = Files.createDirectories(folder.resolveSibling("import").resolve(".refused"));
        Files.move(file, refused.resolve(UUID.randomUUID().toString().substring(0, 8) + "-" + name));
    }

    /** Deletes what no import will read: uploads of a process that was killed. @param needed files that stay */
    void tidy(Set<Path> needed) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            // what comes in meanwhile is younger
            if (!needed.contains(file) && Files.getLastModifiedTime(file).compareTo(begun) < 0) {
                Files.deleteIfExists(file);
            }
        }
    }
}
