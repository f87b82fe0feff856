package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.accounts.ClientFile;
import io.github.spotifypipeline.accounts.SpotifyClient;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;

/** Checks whether an app at Spotify is set, and what sets it. */
final class AppCheck {

    private AppCheck() {
    }

    static void check(Settings settings, CheckFindings findings) {
        SpotifyClient client = SpotifyClient.of(settings);
        try {
            if (client.trouble() != null) {
                findings.problem("sign-in: " + client.trouble());
            } else if (!client.current().isSet()) {
                findings.problem("sign-in: no app at Spotify is set: make one at developer.spotify.com/dashboard with"
                        + " the redirect URI " + settings.redirectUri() + ", then enter its client id on the page at "
                        + settings.pageUrl() + " (or set SPOTIFY_CLIENT_ID).");
            } else if (!settings.sandbox()) {
                findings.good("sign-in: the app at Spotify is set by " + (client.isEntered() ? "the page"
                        : settings.origin("spotify.client-id").inWords()) + (client.current().secret().isEmpty()
                        ? ", without a secret (PKCE)" : ", with its secret"));
            }
            ClientFile file = new ClientFile(settings.dataDir());
            if (client.isSetElsewhere() && !settings.sandbox() && file.exists()) {
                findings.good("sign-in: what was entered on the page, in " + file.path()
                        + ", does not count meanwhile");
            }
        } catch (SettingsException e) {
            // the check of the token key says it
        }
    }
}
