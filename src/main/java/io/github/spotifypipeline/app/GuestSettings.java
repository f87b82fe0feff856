package io.github.spotifypipeline.app;

import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.SettingNames;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertiesLookupListener;
import org.apache.camel.component.properties.PropertiesComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the settings of the Kamelets from the properties of another application. */
final class GuestSettings {

    private static final Logger LOG = LoggerFactory.getLogger(GuestSettings.class);

    /** Camel's value of a property that is missing, where that is no error. */
    private static final Pattern UNSET = Pattern.compile("\\{\\{[^{}]*}}|@@\\[[^\\[\\]]*]@@");

    private final PropertiesComponent properties;

    GuestSettings(CamelContext camel) {
        this.properties = (PropertiesComponent) camel.getPropertiesComponent();
    }

    /** @throws SettingsException when the settings cannot work */
    Settings read() {
        return inItsNames(() -> {
            properties.loadProperties(name -> name.startsWith("spotify.")).stringPropertyNames().stream()
                    .filter(name -> !SettingNames.isOfApplication(name)).sorted()
                    .forEach(GuestSettings::refuseIfMisspelt);
            return Settings.ofApplication(Path.of("").toAbsolutePath(), this::property);
        });
    }

    /** What cannot work is told with the names that settings have in another application. */
    static <T> T inItsNames(Supplier<T> work) {
        try {
            return work.get();
        } catch (SettingsException | EmbeddedMongoException e) {
            throw new SettingsException(e.getMessage() + " (In this application, the names of the Spotify pipeline's"
                    + " settings begin with spotify. and SPOTIFY_.)");
        }
    }

    /** Only warns of a name that is not near one of our settings: it may be the application's own. */
    private static void refuseIfMisspelt(String name) {
        SettingNames.meantInApplication(name).ifPresent(meant -> {
            throw new SettingsException("There is no setting " + name + ": did you mean " + meant + "?");
        });
        LOG.warn("The Spotify pipeline has no setting {} in another application.", name);
    }

    /** Reads a property without listeners: that of camel-main prints values, such as the token key, in its summary. */
    private String property(String name) {
        List<PropertiesLookupListener> listeners = List.copyOf(properties.getPropertiesLookupListeners());
        listeners.forEach(properties::removePropertiesLookupListener);
        try {
            return properties.resolveProperty(name).filter(value -> !UNSET.matcher(value).matches()).orElse("");
        } finally {
            listeners.forEach(properties::addPropertiesLookupListener);
        }
    }
}
