package io.github.spotifypipeline.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.spotifypipeline.accounts.ClientCredentials;
import io.github.spotifypipeline.accounts.SpotifyClient;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.settings.SettingOrigin;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * {@code POST} and {@code DELETE /api/setup}: the client id and secret of the app at Spotify, as they are pasted on the
 * page. What is pasted is never repeated in an answer.
 */
public final class SetupAnswer {

    /** Spotify's ids and secrets have 32 hexadecimal digits; a stand-in's may be others. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Settings settings;
    private final SpotifyClient client;
    private final Runnable changed;

    /** @param changed runs after another app is set, or none */
    public SetupAnswer(Settings settings, SpotifyClient client, Runnable changed) {
        this.settings = settings;
        this.client = client;
        this.changed = changed;
    }

    /**
     * Takes what was pasted; it counts at once.
     *
     * @return 204
     * @throws RequestException 400 when it cannot be an app's, 409 when the settings name one, 415 when it is not JSON
     */
    public Answer enter(@Header("Content-Type") String type, @Body byte[] body) {
        requireOwn();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw RequestException.of(415, "Send JSON, with Content-Type: application/json.");
        }
        JsonNode json = json(body);
        if (!json.isObject()) {
            throw RequestException.bad("Send a JSON object: {\"client_id\": \"…\", \"client_secret\": \"…\"}.");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!Set.of("client_id", "client_secret").contains(name)) {
                throw RequestException.bad("Send client_id and client_secret, and nothing else.");
            }
        });
        String id = text(json, "client_id");
        String secret = text(json, "client_secret");
        if (id.isEmpty()) {
            throw RequestException.bad("The client id is missing: paste the one that the app's page at Spotify shows.");
        }
        require(id, "client id");
        if (!secret.isEmpty()) {
            require(secret, "client secret");
            if (secret.equals(id)) {
                throw RequestException.bad("The client secret is the same as the client id: paste the one behind \"View"
                        + " client secret\", or leave it empty.");
            }
        }
        return change(() -> client.enter(new ClientCredentials(id, secret)));
    }

    /**
     * Forgets what was pasted.
     *
     * @return 204, also when nothing was
     * @throws RequestException 409 when the settings name an app
     */
    public Answer forget() {
        requireOwn();
        return change(client::forget);
    }

    private Answer change(Runnable change) {
        try {
            change.run();
        } catch (SettingsException e) {
            throw RequestException.of(500, e.getMessage());
        }
        changed.run();
        return Answer.empty(204);
    }

    private void requireOwn() {
        if (settings.sandbox()) {
            throw RequestException.of(409, "The sandbox has an app of its own: start without --sandbox to set yours.");
        }
        for (String key : new String[] {"spotify.client-id", "spotify.client-secret"}) {
            if (!settings.text(key).isEmpty()) {
                throw RequestException.of(409, key + " is set by " + settings.origin(key).inWords()
                        + ", which wins: change it there and restart, or take it away there and restart to set it"
                        + " here.");
            }
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body == null ? new byte[0] : body);
        } catch (JsonProcessingException e) {
            // its message may quote a secret
            return JSON.missingNode();
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
            throw RequestException.bad(name + " must be a text.");
        }
        return value.asText("").strip();
    }

    private static void require(String text, String name) {
        if (!FORM.matcher(text).matches()) {
            throw RequestException.bad("That is no " + name + ": it has 32 characters, which are digits and the"
                    + " letters a to f. Copy it once more, without what stands around it.");
        }
    }

    /** What {@code GET /api/status} says of the program and its app. */
    public Status.Installation installation() {
        ClientCredentials app = client.current();
        SettingOrigin origin = !app.isSet() ? null
                : client.isEntered() ? SettingOrigin.OF_PAGE : settings.origin("spotify.client-id");
        return new Status.Installation(Version.text(), app.isSet(), settings.redirectUri(), settings.sandbox(),
                origin == null ? null : origin.kind().name().toLowerCase(Locale.ROOT), client.trouble(),
                Disclosure.of(settings));
    }
}
