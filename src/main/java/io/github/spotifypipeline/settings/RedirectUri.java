package io.github.spotifypipeline.settings;

import java.net.URI;
import java.util.Locale;

/**
 * Spotify's rule for redirect URIs: HTTPS, or plain HTTP on a loopback address written as a literal. The name
 * {@code localhost} is refused (Spotify for Developers, "Redirect URIs", since April 2025).
 */
final class RedirectUri {

    private static final String SETTING = "spotify.redirect-uri (SPOTIFY_REDIRECT_URI)";

    private RedirectUri() {
    }

    /** @throws SettingsException when Spotify would refuse the address; the message says why */
    static URI checked(String value) {
        URI uri = WebAddress.checked(SETTING, value);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            throw new SettingsException(SETTING + " must not use localhost, which Spotify refuses:"
                    + " write 127.0.0.1 instead, here and in the app's settings at Spotify.");
        }
        if (uri.getScheme().equalsIgnoreCase("http") && !Loopback.isLiteral(host)) {
            throw new SettingsException(SETTING + " must use https, or http on 127.0.0.1 or [::1]:"
                    + " Spotify refuses http on any other address.");
        }
        if (uri.getScheme().equalsIgnoreCase("http") && !uri.getRawPath().equals("/callback")) {
            throw new SettingsException(SETTING + " must end in /callback, which is where this program listens.");
        }
        if (uri.getRawPath().isEmpty()) {
            throw new SettingsException(SETTING + " must have a path, such as /callback.");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new SettingsException(SETTING + " must have no query and no fragment.");
        }
        return uri;
    }
}
