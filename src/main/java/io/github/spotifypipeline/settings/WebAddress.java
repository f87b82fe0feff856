package io.github.spotifypipeline.settings;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads the addresses among the settings. */
final class WebAddress {

    private WebAddress() {
    }

    /**
     * @param setting the setting's name, for the message
     * @throws SettingsException unless the value is an absolute http or https URL with a host and without credentials
     */
    static URI checked(String setting, String value) {
        URI uri;
        try {
            uri = new URI(value);
        } catch (URISyntaxException e) {
            throw new SettingsException(setting + " is not a URL: write it like https://example.org/path.");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new SettingsException(setting + " is not an http or https URL: write it like"
                    + " https://example.org/path.");
        }
        if (uri.getRawUserInfo() != null) {
            throw new SettingsException(setting + " must not hold a user name or password.");
        }
        return uri;
    }

    /**
     * The base URL of a service that receives secrets. It has no query, no fragment and no slash at the end. Plain http
     * is allowed on this machine only.
     */
    static URI serviceAt(String setting, String value) {
        URI uri = checked(setting, value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new SettingsException(setting + " must have no query and no fragment.");
        }
        if (uri.getScheme().equalsIgnoreCase("http") && !Loopback.isLoopback(uri.getHost())) {
            throw new SettingsException(setting + " must use https: tokens would cross the network readable.");
        }
        return uri;
    }
}
