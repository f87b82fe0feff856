package io.github.spotifypipeline.accounts;

import io.github.spotifypipeline.accounts.TokenCipher.WrongKeyException;
import io.github.spotifypipeline.settings.FileTrouble;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which app at Spotify this program speaks as: the one of the settings, and where they name none, the one that was
 * entered on the page ({@link ClientFile}). It is looked up each time, so a new one counts at once, also for commands
 * beside a pipeline.
 */
public final class SpotifyClient {

    private static final Logger LOG = LoggerFactory.getLogger(SpotifyClient.class);

    private final Settings settings;
    private final Supplier<TokenCipher> cipher;
    private final ClientFile file;

    /** @param cipher gives the cipher of the token key; it is asked only where something was entered on the page */
    public SpotifyClient(Settings settings, Supplier<TokenCipher> cipher) {
        this.settings = settings;
        this.cipher = cipher;
        this.file = new ClientFile(settings.dataDir());
    }

    /** For a command, which may need no token key. */
    public static SpotifyClient of(Settings settings) {
        return new SpotifyClient(settings, () -> new TokenCipher(TokenKey.of(settings)));
    }

    /** What counts now; {@link ClientCredentials#NONE} when no app is set, or the file cannot be read. */
    public ClientCredentials current() {
        return isSetElsewhere() ? new ClientCredentials(settings.clientId(), settings.clientSecret()) : entered().found;
    }

    /** The client id that counts now; empty when no app is set. */
    public String id() {
        return current().id();
    }

    /** Whether the settings name an app, which wins over what is entered on the page. */
    public boolean isSetElsewhere() {
        return !settings.clientId().isEmpty() || !settings.clientSecret().isEmpty();
    }

    /** Whether the app was entered on the page, and counts. */
    public boolean isEntered() {
        return !isSetElsewhere() && entered().found.isSet();
    }

    /** Why what was entered on the page cannot be read, and what to do; null when nothing is wrong. */
    public String trouble() {
        return isSetElsewhere() ? null : entered().trouble;
    }

    /**
     * Keeps what was entered on the page, in place of what was there.
     *
     * @throws SettingsException when the data folder does not take it
     */
    public void enter(ClientCredentials credentials) {
        try {
            file.write(credentials, cipher.get());
        } catch (IOException e) {
            throw new SettingsException("The client id cannot be kept in " + file.path().getParent() + " ("
                    + FileTrouble.inWords(e) + "): give this user access to that folder, and room on its disk.");
        }
        LOG.info("The app at Spotify was entered on the page; sign-ins use it from now on");
    }

    /**
     * Forgets what was entered on the page.
     *
     * @return false when nothing was
     * @throws SettingsException when it cannot be deleted
     */
    public boolean forget() {
        try {
            boolean forgotten = file.delete();
            if (forgotten) {
                LOG.info("The app at Spotify that was entered on the page is forgotten");
            }
            return forgotten;
        } catch (IOException e) {
            throw new SettingsException(file.path() + " cannot be deleted (" + FileTrouble.inWords(e)
                    + "): delete it.");
        }
    }

    private record Entered(ClientCredentials found, String trouble) {
    }

    private Entered entered() {
        try {
            ClientCredentials found = file.exists() ? file.read(cipher.get()) : null;
            return new Entered(found == null ? ClientCredentials.NONE : found, null);
        } catch (WrongKeyException e) {
            return new Entered(ClientCredentials.NONE, "The token key does not open the client id that was entered on"
                    + " the page: set TOKEN_KEY (or put back the key file) to the key it was stored with, or enter it"
                    + " again.");
        } catch (IOException e) {
            return new Entered(ClientCredentials.NONE, file.path() + " cannot be read (" + FileTrouble.inWords(e)
                    + "): give this user access to it, or enter the client id on the page again.");
        }
    }
}
