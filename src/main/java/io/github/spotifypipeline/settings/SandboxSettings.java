package io.github.spotifypipeline.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of a run on the built-in sandbox. */
public final class SandboxSettings {

    static final String PACE = "sync.recently-played.every";

    private SandboxSettings() {
    }

    /**
     * The user's settings with a client that the sandbox knows, a data folder of its own (and on a MongoDB
     * of the user's a database of its own) unless the user has set one, and plays asked for each minute, so that one
     * sees them arrive.
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
                "admin.token", ""));
        if (settings.text(PACE).isEmpty()) {
            overrides.put(PACE, "1m");
        }
        String database = settings.text("mongodb.database");
        // where it is named by the URI alone, real data may be in it
        if (!settings.mongodbUri().isEmpty() && (database.isEmpty() || database.equals(Settings.DEFAULT_DATABASE))) {
            overrides.put("mongodb.database", settings.mongodbDatabase() + "_sandbox");
        }
        if (settings.text("data.dir").equals("data")) {
            overrides.put("data.dir", "data/sandbox");
        }
        return new Settings(SettingValues.load(home, environment, overrides), true);
    }
}
