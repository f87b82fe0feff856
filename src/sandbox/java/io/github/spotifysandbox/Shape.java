package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Which of Spotify's shapes the Web API answers in. Since February 2026 a personal application gets the newer one;
 * applications older than that, and those with extended quota, may still see the older one.
 */
public enum Shape {

    /**
     * Development Mode since February 2026: a playlist entry is at {@code item}, a playlist's count at {@code items},
     * and popularity, available_markets, linked_from, preview_url, label, album_group, publisher and artists' followers
     * are gone, as are country, email, product, followers and explicit_content of the profile.
     */
    NEWER,

    /** What was before: a playlist entry at {@code track}, a playlist's count at {@code tracks}, all fields. */
    OLDER,

    /** The time of the change: both names side by side, all fields. */
    BOTH;

    private static final Set<String> GONE = Set.of("available_markets", "album_group", "label", "linked_from",
            "popularity", "preview_url", "publisher");

    /** Whether the fields that Development Mode lacks are there. */
    boolean hasOlderFields() {
        return this != NEWER;
    }

    /** Sets a value that was renamed under the name, or both names, that this shape has for it. */
    void setRenamed(ObjectNode node, String newerName, String olderName, JsonNode value) {
        node.remove(Set.of(newerName, olderName));
        if (this != OLDER) {
            node.set(newerName, value);
        }
        if (this != NEWER) {
            node.set(olderName, value);
        }
    }

    /** Music as this shape shows it. The argument has all fields and is not changed; parts of it may be shared. */
    JsonNode of(JsonNode full) {
        return hasOlderFields() ? full : stripped(full);
    }

    private static JsonNode stripped(JsonNode node) {
        if (node.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> items.add(stripped(item)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        boolean artist = node.path("type").asText().equals("artist");
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            if (!GONE.contains(name) && !(artist && name.equals("followers"))) {
                kept.set(name, stripped(field.getValue()));
            }
        }
        return kept;
    }
}
