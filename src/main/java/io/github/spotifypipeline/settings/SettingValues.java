package io.github.spotifypipeline.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * The texts of all settings, from the file, the environment or an application.
 *
 * @param home        what paths are relative to
 * @param environment the environment variables
 * @param others      the text of a name that is not among the texts, such as an endpoint's interval; empty when not set
 */
record SettingValues(Path home, Properties texts, Map<String, String> environment, UnaryOperator<String> others) {

    /** The prefix of settings among the properties of another application. */
    static final String PREFIX = "spotify.";

    /**
     * Loads all texts. The overrides win over the environment, the environment over application.properties, and that
     * over the defaults.
     *
     * @throws SettingsException when the file cannot be read or holds an unknown setting
     */
    static SettingValues load(Path home, Map<String, String> environment, Map<String, String> overrides) {
        ApplicationProperties file = ApplicationProperties.in(home);
        Properties texts = defaults();
        texts.putAll(file.values());
        for (String key : texts.stringPropertyNames()) {
            String text = inEnvironment(environment, variables(key));
            texts.setProperty(key, text.isEmpty() ? texts.getProperty(key).strip() : text);
        }
        overrides.forEach(texts::setProperty);
        SettingValues values = new SettingValues(home, texts, environment,
                key -> inEnvironment(environment, variables(key)));
        file.requireKnown((Path) values.value(SettingKey.ROUTES_DIR));
        return values;
    }

    /** The properties of another application, each with the prefix; its data folder is {@code spotify-data}. */
    static SettingValues ofApplication(Path home, UnaryOperator<String> properties) {
        UnaryOperator<String> prefixed = key -> properties.apply(key.startsWith(PREFIX) ? key : PREFIX + key).strip();
        Properties texts = defaults();
        texts.setProperty("data.dir", "spotify-data");
        for (String key : texts.stringPropertyNames()) {
            String text = key.startsWith("camel.") ? "" : prefixed.apply(key);
            if (!text.isEmpty()) {
                texts.setProperty(key, text);
            }
        }
        return new SettingValues(home, texts, Map.of(), prefixed);
    }

    private static Properties defaults() {
        Properties texts = new Properties();
        try (InputStream defaults = Settings.class.getResourceAsStream("/spotify-pipeline-defaults.properties")) {
            texts.load(defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (SettingKey setting : SettingKey.values()) {
            texts.setProperty(setting.key(), setting.byDefault());
        }
        return texts;
    }

    private static List<String> variables(String key) {
        return SettingKey.of(key).map(SettingKey::variables).orElseGet(() ->
                List.of(SettingKey.environmentName(key)));
    }

    /** The first of the variables that is set and not empty; empty when none is. */
    private static String inEnvironment(Map<String, String> environment, List<String> variables) {
        return variables.stream().map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty()).findFirst().orElse("");
    }

    /** The text of any name, empty when it is not set. */
    String text(String key) {
        String text = texts.getProperty(key);
        return text != null ? text : others.apply(key);
    }

    Object value(SettingKey setting) {
        return setting.parse(text(setting.key()), home);
    }

    void set(SettingKey setting, String text) {
        texts.setProperty(setting.key(), text);
    }

    /**
     * Fills in values that follow from others, and checks all values.
     *
     * @throws SettingsException when a value cannot work
     */
    void complete() {
        set(SettingKey.HTTP_HOST, Loopback.inUrl(text("http.host")));
        String host = text("http.host");
        if (text("spotify.redirect-uri").isEmpty()) {
            set(SettingKey.SPOTIFY_REDIRECT_URI, "http://" + (host.equals("[::1]") ? host : "127.0.0.1") + ":"
                    + value(SettingKey.HTTP_PORT) + "/callback");
        }
        for (SettingKey setting : SettingKey.values()) {
            value(setting);
        }
        set(SettingKey.SPOTIFY_ACCOUNTS_URL, value(SettingKey.SPOTIFY_ACCOUNTS_URL).toString());
        set(SettingKey.SPOTIFY_API_URL, value(SettingKey.SPOTIFY_API_URL).toString());
        if (!Loopback.isLoopback(host) && text("admin.token").isEmpty()) {
            throw new SettingsException("http.host (HTTP_HOST) is reachable from other machines, so admin.token"
                    + " (ADMIN_TOKEN) must be set, to 16 characters or more: it is what the page and the API ask for.");
        }
    }

    SettingValues copy() {
        Properties copy = new Properties();
        copy.putAll(texts);
        return new SettingValues(home, copy, environment, others);
    }
}
