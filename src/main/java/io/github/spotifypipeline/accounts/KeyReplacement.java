package io.github.spotifypipeline.accounts;

import io.github.spotifypipeline.settings.FileTrouble;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The key file while its key is replaced: the old key lies beside it, with {@code .old} at the end of its name, until
 * nothing is encrypted with it any more. Each step is on the disk before the next, so whatever ends the process, one of
 * the two keys opens each token.
 */
public final class KeyReplacement {

    private final Path file;
    private final Path old;

    /** @param file the key file */
    public KeyReplacement(Path file) {
        this.file = file;
        this.old = file.resolveSibling(file.getFileName() + ".old");
    }

    /** Whether one was begun and did not end. */
    public boolean isBegun() {
        return Files.exists(old) && !Arrays.equals(TokenKey.fromFile(old), TokenKey.fromFile(file));
    }

    /** The key of before; only while one {@link #isBegun}. */
    public byte[] oldKey() {
        return TokenKey.fromFile(old);
    }

    /** Puts another key in place of the one in the file. */
    public void begin(byte[] fresh) {
        try {
            SecretFile.write(old, TokenKey.fromFile(file));
            sync();
            SecretFile.write(file, fresh);
            sync();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Puts a key that is not going to be in the file beside it, so that it is on the disk before it is used.
     *
     * @return where: the file's name with {@code .new} at its end
     */
    public Path keep(byte[] fresh) {
        Path kept = file.resolveSibling(file.getFileName() + ".new");
        try {
            SecretFile.write(kept, fresh);
            sync();
            return kept;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Nothing needs the old key any more. */
    public void end() {
        try {
            Files.deleteIfExists(old);
            sync();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Names are on the disk when their folder is; where a folder cannot be opened, as on Windows, the system sees to
     * it.
     */
    private void sync() {
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // the files themselves are on the disk
        }
    }

    private SettingsException unwritable(IOException e) {
        return new SettingsException("The token key beside " + file + " cannot be written ("
                + FileTrouble.inWords(e)
                + "): give this user access to its folder, then try again.");
    }
}
