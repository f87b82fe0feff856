package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.settings.Loopback;
import io.github.spotifypipeline.settings.Settings;
import java.net.URI;

/**
 * Checks whether a browser that Spotify sends back arrives at this program. The settings refuse what Spotify refuses
 * ({@code localhost}, http on anything but a loopback address).
 */
final class RedirectCheck {

    private RedirectCheck() {
    }

    static void check(Settings settings, CheckFindings findings) {
        if (settings.sandbox()) {
            return;
        }
        URI redirect = settings.redirectUri();
        String registered = "redirect URI: " + redirect + " must be registered with the app at Spotify, character by"
                + " character";
        if (redirect.getScheme().equalsIgnoreCase("https")) {
            findings.good(registered + "; a reverse proxy must hand it on to " + settings.pageUrl()
                    + "callback");
            return;
        }
        int port = redirect.getPort() < 0 ? 80 : redirect.getPort();
        if (port != settings.httpPort() && settings.boundToLoopback()) {
            findings.problem("redirect URI: Spotify sends the browser to port " + port + ", but the page is at port "
                    + settings.httpPort() + ": set http.port (HTTP_PORT) and spotify.redirect-uri"
                    + " (SPOTIFY_REDIRECT_URI), and the app at Spotify, to the same port.");
        } else if (port != settings.httpPort()) {
            findings.good(registered + "; something must hand port " + port + " on to port " + settings.httpPort()
                    + ", such as a container's published port");
        } else if (Loopback.isLiteral(settings.httpHost())
                && !plain(settings.httpHost()).equals(plain(redirect.getHost()))) {
            findings.problem("redirect URI: Spotify sends the browser to " + redirect.getHost()
                    + ", but the page is at "
                    + settings.httpHost() + ": set http.host (HTTP_HOST) and spotify.redirect-uri"
                    + " (SPOTIFY_REDIRECT_URI), and the app at Spotify, to the same address.");
        } else {
            findings.good(registered);
        }
    }

    private static String plain(String host) {
        return host.replaceAll("[\\[\\]]", "");
    }
}
