package io.github.spotifypipeline.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one file of the embedded database, opened by this process and by no other. */
final class DataFile implements AutoCloseable {

    static final String NAME = "embedded-mongodb.mv";

    private static final Logger LOG = LoggerFactory.getLogger(DataFile.class);

    /** The key of the tokens. It is in the folder once the program has run. */
    private static final String TOKEN_KEY = "token.key";

    /**
     * The memory for pages, in megabytes, by the store's own estimate: the index pages of 30,000 documents. The pages
     * of the documents themselves are too many for any cache.
     */
    private static final int CACHE_MEGABYTES = 8;

    /** How long the pages of an older version stay readable, in milliseconds; every version is on disk long before. */
    private static final int RETENTION_MILLIS = 5_000;

    /**
     * The files open in this process. The file's lock is not enough: on POSIX systems a second attempt in this process
     * closes its own handle, which releases the lock that the first one holds against other processes.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final DurableBackend backend;

    private DataFile(Path path, DurableBackend backend) {
        this.path = path;
        this.backend = backend;
    }

    /**
     * Opens the file in a folder. Creates both if they do not exist.
     *
     * @throws EmbeddedMongoException if that is impossible; the message names the remedy
     */
    static DataFile open(Path folder) {
        return open(folder, "");
    }

    /** The same. @param scheme the name of the store's file system with a colon; empty for the usual one */
    static DataFile open(Path folder, String scheme) {
        Path path = create(folder);
        if (!OPEN.add(path)) {
            throw inUse(folder, null);
        }
        try {
            DataFile file = new DataFile(path, openBackend(folder, path, scheme + path,
                    new FileReopening(path, scheme + path, again -> openBackend(folder, path, scheme + path, again))));
            // a killed process left it behind
            file.address().delete();
            return file;
        } catch (RuntimeException | Error e) {
            OPEN.remove(path);
            throw e;
        }
    }

    private static Path create(Path folder) {
        try {
            Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
            Path path = folder.resolve(NAME);
            try {
                Files.createFile(path, ownerOnly(folder, "rw-------"));
            } catch (FileAlreadyExistsException e) {
                requireContents(folder, path);
                if (isPosix(folder)) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
                }
            }
            if (!Files.isRegularFile(path) || !Files.isWritable(path)) {
                throw new IOException(NAME + " in it is not a file that can be written to");
            }
            return path.toRealPath();
        } catch (IOException e) {
            throw new EmbeddedMongoException("The data folder " + folder + " cannot be written to (" + e + "): give"
                    + " this user write permission on it, or set data.dir (DATA_DIR) to another folder", e);
        }
    }

    /** A first start that is killed at once leaves an empty file. Where there was data, an empty file has lost it. */
    private static void requireContents(Path folder, Path path) throws IOException {
        if (Files.isRegularFile(path) && Files.size(path) == 0) {
            if (Files.exists(folder.resolve(TOKEN_KEY)) || AddressFile.in(folder).read().isPresent()) {
                throw new EmbeddedMongoException("The database file " + path + " is empty, though this folder was in"
                        + " use: put a backup in its place, or delete it to start with an empty database");
            }
            LOG.warn("The database file {} is empty: it is taken for that of a first start that did not get far", path);
        }
    }

    static FileAttribute<?>[] ownerOnly(Path folder, String permissions) {
        return isPosix(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static DurableBackend openBackend(Path folder, Path path, String file, FileReopening again) {
        MVStore store = null;
        try {
            // Both are needed: the store must never write half a command on its own
            store = new MVStore.Builder().fileName(file)
                    .autoCommitDisabled().autoCommitBufferSize(0).cacheSize(CACHE_MEGABYTES).open();
            store.setRetentionTime(RETENTION_MILLIS);
            store.setVersionsToKeep(0); // nobody reads old versions, and they would keep the file from shrinking
            return new DurableBackend(store, again);
        } catch (RuntimeException e) {
            if (store != null) {
                store.closeImmediately();
            }
            throw cannotOpen(folder, path, e);
        }
    }

    private static EmbeddedMongoException cannotOpen(Path folder, Path path, RuntimeException e) {
        int code = e instanceof MVStoreException store ? store.getErrorCode() : DataUtils.ERROR_FILE_CORRUPT;
        return switch (code) {
            case DataUtils.ERROR_FILE_LOCKED -> inUse(folder, e);
            case DataUtils.ERROR_UNSUPPORTED_FORMAT -> new EmbeddedMongoException("The database file " + path
                    + " was written by a newer version: start that version, or set data.dir (DATA_DIR) to another"
                    + " folder", e);
            default -> new EmbeddedMongoException("The database file " + path + " is damaged (" + e.getMessage()
                    + "): put a backup in its place, or move it away to start with an empty database", e);
        };
    }

    private static EmbeddedMongoException inUse(Path folder, RuntimeException cause) {
        return new EmbeddedMongoException("The data folder " + folder + " is in use by another process: stop it, or set"
                + " data.dir (DATA_DIR) to another folder", cause, true);
    }

    /** Says to other processes where this one serves the file. */
    AddressFile address() {
        return AddressFile.in(path.getParent());
    }

    /** What the server serves. */
    DurableBackend backend() {
        return backend;
    }

    /** Closes the backend if the server did not, and releases the file. */
    @Override
    public void close() {
        try {
            backend.close();
        } finally {
            OPEN.remove(path);
        }
    }
}
