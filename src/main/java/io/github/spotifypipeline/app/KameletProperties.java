package io.github.spotifypipeline.app;

import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.Version;
import java.util.Map;
import org.apache.camel.spi.PropertiesSource;

/** The placeholders of the Kamelets and the program's routes. Their names are the same in every application. */
final class KameletProperties implements PropertiesSource {

    /** Settings of the route file {@code spotify-genres}, which has their defaults. */
    private static final String OF_GENRES = "musicbrainz.";

    private final Settings settings;
    private final Map<String, String> values;

    KameletProperties(Settings settings) {
        this.settings = settings;
        values = Map.of(
                "spotify-kamelets.accounts-url", settings.accountsUrl().toString(),
                "spotify-kamelets.api-url", settings.apiUrl().toString(),
                "spotify-kamelets.database", settings.mongodbDatabase(),
                "spotify-kamelets.import-folder", settings.dataDir().resolve("import").toString(),
                "spotify-kamelets.tick", settings.text("sync.tick"),
                "spotify-kamelets.version", Version.text());
    }

    @Override
    public String getName() {
        return "spotify-kamelets";
    }

    /** The value; null for another name. */
    @Override
    public String getProperty(String name) {
        String text = name.startsWith(OF_GENRES) ? settings.text(name) : "";
        return text.isEmpty() ? values.get(name) : text;
    }
}
