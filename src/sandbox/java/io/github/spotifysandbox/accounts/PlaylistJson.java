package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.SpotifyJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Writes playlists and their entries. */
final class PlaylistJson {

    private static final String ITEM = "item";
    private static final int SNAPSHOT_HASH = 30;

    private PlaylistJson() {
    }

    /** An entry with the thing at {@code item}. */
    static ObjectNode entry(JsonNode thing, Instant addedAt, String addedBy) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode()
                .put("added_at", addedAt == null ? null : SpotifyJson.seconds(addedAt));
        entry.set("added_by", user(addedBy));
        entry.put("is_local", thing.path("is_local").asBoolean()).putNull("primary_color");
        entry.putObject("video_thumbnail").putNull("url");
        return entry.set(ITEM, thing);
    }

    /** What does not depend on the playlist's state. */
    static ObjectNode playlist(String id, String name, PlaylistUser owner) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("description", "");
        SpotifyJson.putLinks(node, "playlist", id);
        node.set("owner", user(owner.id()).put("display_name", owner.displayName()));
        return node.put("name", name)
                .putNull("primary_color")
                .put("public", false)
                .put("type", "playlist")
                .put("uri", SpotifyJson.uri("playlist", id));
    }

    /** An entry as a client sees it that does not ask for episodes: with null in place of one. */
    static JsonNode withoutEpisode(JsonNode entry) {
        if (!entry.path(ITEM).path("type").asText().equals("episode")) {
            return entry;
        }
        ObjectNode hollow = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) entry);
        return hollow.putNull(ITEM);
    }

    /** Spotify's are base64 of a counter and a hash. A client must not look into them. */
    static String snapshot(String id, int version) {
        String text = version + "," + Dice.of(version, "snapshot", id).base62(SNAPSHOT_HASH);
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode user(String id) {
        String pathId = SpotifyJson.encode(id);
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.putObject("external_urls").put("spotify", SpotifyJson.OPEN + "/user/" + pathId);
        return user.put("href", SpotifyJson.API + "/users/" + pathId)
                .put("id", id)
                .put("type", "user")
                .put("uri", "spotify:user:" + pathId);
    }
}
