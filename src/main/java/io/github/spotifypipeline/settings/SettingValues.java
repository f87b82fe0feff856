package io.github.spotifypipeline.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of all settings, from the file, the environment or an application.
 *
 * @param home        what paths are relative to
 * @param environment the environment variables
 * @param others      the text of a name that is not among the texts, such as an endpoint's interval; empty when not set
 * @param origins     where texts come from that are no defaults, by their names
 */
record SettingValues(Path home, Properties texts, Map<String, String> environment, UnaryOperator<String> others,
                     Map<String, SettingOrigin> origins) {

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
        Map<String, SettingOrigin> origins = new HashMap<>();
        for (String key : texts.stringPropertyNames()) {
            Optional<String> variable = setVariable(environment, key);
            variable.ifPresentOrElse(name -> origins.put(key, SettingOrigin.ofVariable(name)), () -> {
                if (file.values().containsKey(key)) {
                    boolean same = file.values().getProperty(key).strip().equals(byDefault(key));
                    origins.put(key, SettingOrigin.ofLine(file.lineNumber(key), same));
                }
            });
            texts.setProperty(key, variable.map(environment::get).orElse(texts.getProperty(key)).strip());
        }
        overrides.forEach(texts::setProperty);
        overrides.keySet().forEach(key -> origins.put(key, SettingOrigin.OF_SANDBOX));
        SettingValues values = new SettingValues(home, texts, environment,
                key -> setVariable(environment, key).map(environment::get).orElse("").strip(), origins);
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
        return new SettingValues(home, texts, Map.of(), prefixed, new HashMap<>());
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

    private static String byDefault(String key) {
        return SettingKey.of(key).map(SettingKey::byDefault).orElse("");
    }

    private static List<String> variables(String key) {
        return SettingKey.of(key).map(SettingKey::variables).orElseGet(() ->
                List.of(SettingKey.environmentName(key)));
    }

    /** The first of a setting's variables that is set and not empty; empty when none is. */
    private static Optional<String> setVariable(Map<String, String> environment, String key) {
        return variables(key).stream().filter(name -> !environment.getOrDefault(name, "").isBlank()).findFirst();
    }

    /** Where the text of any name comes from. */
    SettingOrigin origin(String key) {
        SettingOrigin origin = origins.get(key);
        return origin != null ? origin : texts.getProperty(key) != null ? SettingOrigin.BY_DEFAULT
                : setVariable(environment, key).map(SettingOrigin::ofVariable).orElse(SettingOrigin.BY_DEFAULT);
    }

    /** The text of any name, empty when it is not set. */
    String text(String key) {
        String text = texts.getProperty(key);
        return text != null ? text : others.apply(key);
    }

    /** The name of the database, as {@link Settings#mongodbDatabase()} has it. */
    String database() {
        String set = text("mongodb.database");
        // mongodb://user:password@host:27017,host/database?options
        Matcher path = Pattern.compile("mongodb(?:\\+srv)?://[^/?]*/(?!(?:admin|local|config)(?:[?]|$))([^/?.]+).*")
                .matcher(text("mongodb.uri"));
        return !set.isEmpty() ? set : path.matches() ? path.group(1) : Settings.DEFAULT_DATABASE;
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
        return new SettingValues(home, copy, environment, others, new HashMap<>(origins));
    }
}
