package io.github.spotifypipeline.accounts;

import io.github.spotifypipeline.accounts.TokenCipher.WrongKeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code spotify-client.sealed} in the data folder: the client id and secret that were entered on the page,
 * encrypted with the token key and for their owner only.
 */
public final class ClientFile {

    private static final String CONTEXT = "spotify-client";

    private final Path path;

    public ClientFile(Path dataDir) {
        this.path = dataDir.resolve(CONTEXT + ".sealed");
    }

    /** Where it is, whether it exists or not. */
    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * What it holds.
     *
     * @return null when there is no such file
     * @throws IOException       when it cannot be read, or holds something else
     * @throws WrongKeyException when it was written with another key
     */
    ClientCredentials read(TokenCipher cipher) throws IOException {
        if (!exists()) {
            return null;
        }
        try {
            String[] lines = cipher.open(SecretFile.read(path), CONTEXT).split("\n", -1);
            return new ClientCredentials(lines[0], lines[1]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("it holds something else");
        }
    }

    void write(ClientCredentials credentials, TokenCipher cipher) throws IOException {
        Files.createDirectories(path.getParent());
        SecretFile.write(path, cipher.seal(credentials.id() + "\n" + credentials.secret(), CONTEXT));
    }

    /** @return false when there was none */
    boolean delete() throws IOException {
        return Files.deleteIfExists(path);
    }

    /** Whether there is no file, or one of these keys opens it. */
    public boolean isOpenedBy(byte[]... keys) throws IOException {
        for (byte[] key : keys) {
            if (isOpenedBy(key)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOpenedBy(byte[] key) throws IOException {
        try {
            read(new TokenCipher(key));
            return true;
        } catch (WrongKeyException e) {
            return false;
        }
    }

    /**
     * Encrypts it with another key. It may be broken off anywhere and repeated.
     *
     * @return false when there is no file, or it is encrypted with that key already
     */
    public boolean reseal(byte[] old, byte[] fresh) throws IOException {
        if (isOpenedBy(fresh)) {
            return false;
        }
        write(read(new TokenCipher(old)), new TokenCipher(fresh));
        return true;
    }
}
