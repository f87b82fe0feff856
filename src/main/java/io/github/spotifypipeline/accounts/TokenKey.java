package io.github.spotifypipeline.accounts;

import io.github.spotifypipeline.settings.FileTrouble;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The key that encrypts tokens at rest: 32 bytes, in base64. */
public final class TokenKey {

    private static final int LENGTH = 32;

    private TokenKey() {
    }

    /**
     * The key that is set or, where none is, that of the key file in the data folder.
     *
     * @throws SettingsException when it cannot be had
     */
    public static byte[] of(Settings settings) {
        return settings.tokenKey().isEmpty() ? fromFile(settings.tokenKeyFile())
                : fromSetting(settings.tokenKey());
    }

    /** @throws SettingsException when the text is not 32 bytes in base64 */
    public static byte[] fromSetting(String base64) {
        return decode(base64,
                "token.key (TOKEN_KEY) must be 32 bytes in base64: make one with openssl rand -base64 32.");
    }

    /**
     * Reads the key file, or makes it with permissions for its owner only.
     *
     * @throws SettingsException when the file cannot be made or read, or holds no key
     */
    public static byte[] fromFile(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return decode(Files.readString(file).strip(), file + " does not hold a token key of 32 bytes in base64:"
                    + " restore it from a backup, or delete it, restart and sign in again.");
        } catch (IOException e) {
            throw new SettingsException("The token key " + file + " cannot be read or made ("
                    + FileTrouble.inWords(e)
                    + "): give this user access to it, or set TOKEN_KEY.");
        }
    }

    /** A new one. */
    public static byte[] generate() {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** Writes a whole file beside it first, so that a crash or a second process never leaves half a key. */
    private static void create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = SecretFile.writeBeside(file, generate());
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // another process was first: its key counts
        } catch (UnsupportedOperationException | FileSystemException e) {
            // no hard links here; a move that replaces nothing does the same, only not at one stroke
            Files.move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static byte[] decode(String base64, String message) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            if (key.length == LENGTH) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // the message below says it without the value
        }
        throw new SettingsException(message);
    }
}
