package io.github.spotifypipeline.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.spotifypipeline.accounts.ClientCredentials;
import io.github.spotifypipeline.accounts.SpotifyClient;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.SettingOrigin;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.ShownSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code GET /api/settings}: each setting, what it means, and where its value comes from. Secrets are never shown. */
public final class SettingsAnswer {

    private final Settings settings;
    private final SpotifyClient client;
    private final EndpointRegistry endpoints;

    /** @param endpoints each has an interval that can be set */
    public SettingsAnswer(Settings settings, SpotifyClient client, EndpointRegistry endpoints) {
        this.settings = settings;
        this.client = client;
        this.endpoints = endpoints;
    }

    /**
     * The answer.
     *
     * @param file where application.properties is, or would be
     */
    record Listing(String file, List<Row> settings) {
    }

    /** A setting and its value. */
    record Row(@JsonUnwrapped Description description, @JsonUnwrapped Value value) {
    }

    /**
     * A setting.
     *
     * @param variable  the environment variable that sets it, or would
     * @param byDefault what counts when nothing is set, in words or as it is written
     */
    record Description(String key, String variable, String section, String meaning, boolean secret, String byDefault) {
    }

    /**
     * Its value.
     *
     * @param value  null when nothing is set, and for a secret
     * @param source {@code default}, {@code file}, {@code environment}, {@code page} or {@code sandbox}
     * @param line   its line in the file; null when it does not stand there
     */
    record Value(String value, boolean set, String source, Integer line) {

        Value(String value, boolean set, SettingOrigin origin) {
            this(value, set, origin.kind().name().toLowerCase(Locale.ROOT),
                    origin.line() == 0 ? null : Integer.valueOf(origin.line()));
        }
    }

    /** @return 200 with the settings in their order */
    public Answer show() {
        List<Row> rows = new ArrayList<>();
        for (ShownSetting shown : ShownSetting.all(settings)) {
            rows.add(row(entered(shown)));
            if (shown.setting() == SettingKey.SYNC_ON_START) {
                endpoints.all().forEach(endpoint -> rows.add(interval(endpoint)));
            }
        }
        return Answer.json(200, new Listing(settings.home().resolve("application.properties").toString(), rows));
    }

    private ShownSetting entered(ShownSetting shown) {
        if (!client.isEntered()) {
            return shown;
        }
        ClientCredentials app = client.current();
        return switch (shown.setting()) {
            case SPOTIFY_CLIENT_ID -> new ShownSetting(shown.setting(), app.id(), true, SettingOrigin.OF_PAGE);
            case SPOTIFY_CLIENT_SECRET -> app.secret().isEmpty() ? shown
                    : new ShownSetting(shown.setting(), null, true, SettingOrigin.OF_PAGE);
            default -> shown;
        };
    }

    private static Row row(ShownSetting shown) {
        SettingKey key = shown.setting();
        SettingOrigin origin = shown.origin();
        return new Row(new Description(key.key(),
                origin.variable() == null ? key.variables().get(0) : origin.variable(), key.section().title(),
                key.comment(), ShownSetting.isSecret(key),
                key.byDefault().isEmpty() ? plain(key.inShort()) : key.byDefault()),
                new Value(shown.value(), shown.set(), origin));
    }

    private Row interval(Endpoint endpoint) {
        String key = "sync." + endpoint.id() + ".every";
        return new Row(new Description(key, SettingKey.environmentName(key), SettingKey.Section.SYNCS.title(),
                "How often " + endpoint.id() + " runs, in place of what its route file says, such as 30m, 6h or"
                + " 1d12h.", false, "what its route file says"),
                new Value(endpoint.schedule().toString(), !settings.text(key).isEmpty(), settings.origin(key)));
    }

    private static String plain(String inShort) {
        return inShort.replaceFirst("^empty: ", "").replace("`", "");
    }
}
