package io.github.spotifypipeline.app;

import io.github.spotifypipeline.settings.Settings;
import java.util.Map;
import org.apache.camel.spi.PropertiesSource;

/** The placeholders of the Kamelets and the program's routes. Their names are the same in every application. */
final class KameletProperties implements PropertiesSource {

    private final Map<String, String> values;

    KameletProperties(Settings settings) {
        values = Map.of(
                "spotify-kamelets.accounts-url", settings.accountsUrl().toString(),
                "spotify-kamelets.api-url", settings.apiUrl().toString(),
                "spotify-kamelets.database", settings.mongodbDatabase(),
                "spotify-kamelets.import-folder", settings.dataDir().resolve("import").toString(),
                "spotify-kamelets.tick", settings.text("sync.tick"));
    }

    @Override
    public String getName() {
        return "spotify-kamelets";
    }

    /** The value; null for another name. */
    @Override
    public String getProperty(String name) {
        return values.get(name);
    }
}
