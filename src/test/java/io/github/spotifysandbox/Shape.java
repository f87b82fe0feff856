package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * Which of Spotify's shapes the Web API answers in. Since February 2026 a personal application gets the newer one;
 * applications older than that, and those with extended quota, may still see the older one.
 */
public enum Shape {

    /**
     * Development Mode since February 2026, which the sandbox writes: a playlist entry is at {@code item}, a playlist's
     * count at {@code items}, and popularity, available_markets, preview_url, label, album_group, publisher and
     * artists' followers are gone, as are country, email, product, followers and explicit_content of the profile.
     */
    NEWER,

    /** What was before: a playlist entry at {@code track}, a playlist's count at {@code tracks}, all fields. */
    OLDER,

    /** The time of the change: both names side by side, all fields. */
    BOTH;

    private static final List<String> MARKETS = List.of("DE", "GB", "JP", "SE", "US");

    /**
     * An answer in this shape.
     *
     * @param path   of the call
     * @param answer in the newer shape
     * @param exact  what is sent as it is in every shape
     */
    JsonNode of(String path, JsonNode answer, Set<JsonNode> exact) {
        if (this != NEWER) {
            change(answer, path.matches("/v1/artists/[^/]+/albums"), exact);
        }
        return answer;
    }

    private void change(JsonNode node, boolean discography, Set<JsonNode> exact) {
        if (exact.contains(node)) {
            return;
        }
        node.forEach(part -> change(part, discography, exact));
        if (node instanceof ObjectNode object) {
            addOlderFields(object, discography);
            if (object.has("added_by") && object.has("item")) {
                rename(object, "item", "track");
            }
        }
    }

    private void addOlderFields(ObjectNode node, boolean discography) {
        switch (node.path("type").asText()) {
            case "track" -> {
                addMarkets(node);
                add(node, "preview_url", NullNode.instance);
                if (node.has("external_ids")) {
                    add(node, "popularity", popularity(node));
                }
            }
            case "album" -> {
                addMarkets(node);
                if (discography) {
                    add(node, "album_group", node.get("album_type"));
                }
                if (node.has("copyrights")) {
                    add(node, "popularity", popularity(node));
                    add(node, "label", node.textNode(node.at("/artists/0/name").asText("Nobody") + " Recordings"));
                }
            }
            case "artist" -> {
                if (node.has("genres")) {
                    add(node, "popularity", popularity(node));
                    add(node, "followers", followers(node, popularity(node).asInt() * 9_000));
                }
            }
            case "show", "audiobook" -> {
                addMarkets(node);
                add(node, "publisher", node.textNode("Publisher of " + node.path("name").asText()));
            }
            case "episode" -> {
                if (node.has("chapter_number")) {
                    addMarkets(node);
                }
            }
            case "user" -> {
                if (node.has("images")) {
                    addPersonalFields(node);
                }
            }
            case "playlist" -> {
                if (node.path("items").isObject()) {
                    rename(node, "items", "tracks");
                }
            }
            default -> { }
        }
    }

    private static void addPersonalFields(ObjectNode profile) {
        profile.put("country", "SE").put("email", "listener@example.invalid").put("product", "premium");
        profile.set("followers", followers(profile, 3));
        profile.putObject("explicit_content").put("filter_enabled", false).put("filter_locked", false);
    }

    private void rename(ObjectNode node, String newer, String older) {
        JsonNode value = this == OLDER ? node.remove(newer) : node.get(newer);
        if (this == OLDER && value.path("href").asText().endsWith("/items")) {
            ((ObjectNode) value).put("href", value.get("href").asText().replace("/items", "/tracks"));
        }
        node.set(older, value);
    }

    private static void addMarkets(ObjectNode node) {
        ArrayNode markets = node.arrayNode();
        if (node.path("id").isTextual()) {
            MARKETS.forEach(markets::add);
        }
        add(node, "available_markets", markets);
    }

    private static JsonNode followers(ObjectNode node, int total) {
        return node.objectNode().put("total", total).putNull("href");
    }

    /** 0 to 100, always the same for the same uri. */
    private static JsonNode popularity(ObjectNode node) {
        return node.numberNode(Math.floorMod(node.path("uri").asText().hashCode(), 101));
    }

    /** Keeps what a test has set. */
    private static void add(ObjectNode node, String name, JsonNode value) {
        if (!node.has(name)) {
            node.set(name, value);
        }
    }
}
