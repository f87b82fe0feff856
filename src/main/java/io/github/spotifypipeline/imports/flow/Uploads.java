package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.files.ReadLimits;
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
     * @throws ImportRefusedException when it is too large
     */
    Path receive(InputStream body) throws IOException {
        create();
        Path file = folder.resolve(UUID.randomUUID() + PART);
        try (OutputStream out = Files.newOutputStream(Files.createFile(file, owner("rw-------")),
                StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            long left = ReadLimits.DEFAULT.totalBytes();
            for (int read; (read = body.read(buffer)) >= 0; left -= read) {
                if (read > left) {
                    throw new ImportRefusedException(413, "An export may have 8 GiB at most");
                }
                out.write(buffer, 0, read);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void create() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder, owner("rwx------"));
        }
    }

    /** Takes a file from elsewhere on this disk. */
    Path take(Path elsewhere) throws IOException {
        create();
        Path file = Files.move(elsewhere, folder.resolve(UUID.randomUUID() + TAKEN + PART));
        if (isPosix()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
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
            return;
        }
        Path refused = Files.createDirectories(folder.resolveSibling("import").resolve(".refused"));
        Files.move(file, refused.resolve(file.getFileName().toString().substring(0, 8) + "-" + name));
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
