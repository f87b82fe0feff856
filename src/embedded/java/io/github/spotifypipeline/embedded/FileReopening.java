package io.github.spotifypipeline.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the database file again after a write to it failed, as soon as its disk has room. */
final class FileReopening {

    private static final Logger LOG = LoggerFactory.getLogger(FileReopening.class);

    /** How often to try. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What must fit on the disk, in bytes: several commands, or it would fail again at once. */
    private static final int ROOM = 4 << 20;

    private final Path path;
    private final String file;
    private final Function<FileReopening, DurableBackend> opening;
    private long nextTry = System.nanoTime() + PAUSE_NANOS;

    /**
     * @param path    the database file
     * @param file    the same as the store knows it
     * @param opening opens it
     */
    FileReopening(Path path, String file, Function<FileReopening, DurableBackend> opening) {
        this.path = path;
        this.file = file;
        this.opening = opening;
    }

    Path folder() {
        return path.getParent();
    }

    /** Whether the last try was long enough ago. */
    boolean isTime() {
        if (System.nanoTime() - nextTry < 0) {
            return false;
        }
        nextTry = System.nanoTime() + PAUSE_NANOS;
        return true;
    }

    /** Opens it. @return null when it cannot be opened, or would fail again */
    DurableBackend open() {
        FilePath data = FilePath.get(file);
        // the store would replace a deleted file by an empty one
        if (!data.exists() || data.size() == 0 || !hasRoom()) {
            return null;
        }
        try {
            DurableBackend opened = opening.apply(new FileReopening(path, file, opening));
            LOG.info("The embedded database can use its file again");
            return opened;
        } catch (RuntimeException e) {
            LOG.debug("The file cannot be opened yet", e);
            return null;
        }
    }

    private boolean hasRoom() {
        FilePath probe = FilePath.get(file + ".room");
        try (OutputStream out = probe.newOutputStream(false)) {
            byte[] block = new byte[1 << 16];
            // no zeros, because some file systems store them without using space
            for (int i = 0; i < block.length; i++) {
                block[i] = (byte) (i * 31 + (i >> 8));
            }
            for (int written = 0; written < ROOM; written += block.length) {
                out.write(block);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        } finally {
            delete(probe);
        }
    }

    private static void delete(FilePath probe) {
        try {
            probe.delete();
        } catch (RuntimeException e) {
            LOG.debug("The probe cannot be deleted", e);
        }
    }

    /** Whether it failed because the disk is full. The system's message may be in another language. */
    boolean isFull(MVStoreException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return true;
            }
        }
        return path.toFile().getUsableSpace() < ROOM;
    }
}
