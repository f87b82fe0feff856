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
final class FileAgain {

    private static final Logger LOG = LoggerFactory.getLogger(FileAgain.class);

    /** How often to try. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What must fit on the disk, in bytes: several commands, or it would fail again at once. */
    private static final int ROOM = 4 << 20;

    private final Path path;
    private final String file;
    private final Function<FileAgain, DurableBackend> opening;
    private long nextTry = System.nanoTime() + PAUSE_NANOS;

    /**
     * @param path    the database file
     * @param file    the same as the store knows it
     * @param opening opens it
     */
    FileAgain(Path path, String file, Function<FileAgain, DurableBackend> opening) {
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

    /** @return null when it cannot be opened, or would fail again */
    DurableBackend open() {
        FilePath data = FilePath.get(file);
        // one that was deleted meanwhile would be made anew, and empty
        if (!data.exists() || data.size() == 0 || !hasRoom()) {
            return null;
        }
        try {
            DurableBackend opened = opening.apply(new FileAgain(path, file, opening));
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
            // not zeros, which some file systems store for nothing
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

    /** Whether it failed because there was no room. The system's own words may be in another language. */
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
