package io.github.spotifypipeline.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of a run on the built-in sandbox. */
public final class SandboxSettings {

    /** How often a user can see what changes, by setting. */
    static final Map<String, String> PACES = Map.of("sync.recently-played.every", "1m",
            "sync.saved-tracks.every", "2m", "sync.playlists.every", "2m", "sync.playlist-items.every", "2m",
            "sync.saved-albums.every", "5m", "sync.followed-artists.every", "5m");

    private SandboxSettings() {
    }

    /**
     * The user's settings, changed for the sandbox. The client is one that the sandbox knows. The data folder, and on
     * the user's MongoDB the database, are separate unless the user has set them. What changes is read every few
     * minutes, so that a user sees it.
     *
     * @param clientId a client without a secret; the page asks for no admin token
     */
    public static Settings load(Path home, Map<String, String> environment, String clientId) {
        Settings settings = Settings.load(home, environment);
        if (!settings.boundToLoopback()) {
            throw new SettingsException("--sandbox serves its page to this machine only: leave http.host (HTTP_HOST) at"
                    + " 127.0.0.1.");
        }
        Map<String, String> overrides = new HashMap<>(Map.of(
                "spotify.client-id", clientId,
                "spotify.client-secret", "",
                "spotify.redirect-uri", "",
                "admin.token", "",
                // nobody is to be asked for what is made up
                "musicbrainz", "off"));
        PACES.forEach((setting, pace) -> {
            if (settings.text(setting).isEmpty()) {
                overrides.put(setting, pace);
            }
        });
        String database = settings.text("mongodb.database");
        // a database that only the URI names may hold real data
        if (!settings.mongodbUri().isEmpty() && (database.isEmpty() || database.equals(Settings.DEFAULT_DATABASE))) {
            overrides.put("mongodb.database", settings.mongodbDatabase() + "_sandbox");
        }
        if (settings.text("data.dir").equals("data")) {
            overrides.put("data.dir", "data/sandbox");
        }
        return new Settings(SettingValues.load(home, environment, overrides), true);
    }
}
