package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * An entry of a list, and its text in each shape, which is written once: a page of a long list is put together from
 * ready texts. Immutable; the JSON given to it must not be changed afterwards.
 */
final class Entry {

    /** The name of a playlist entry's thing, which {@link Shape} renames. */
    static final String ITEM = "item";
    private static final String OLDER_ITEM = "track";

    private final JsonNode full;
    private final String key;
    private final boolean exact;
    private final Instant addedAt;
    private final AtomicReferenceArray<byte[]> texts = new AtomicReferenceArray<>(Shape.values().length);

    private Entry(JsonNode full, String key, boolean exact, Instant addedAt) {
        this.full = full;
        this.key = key;
        this.exact = exact;
        this.addedAt = addedAt;
    }

    /**
     * An entry that each shape shows in its own way.
     *
     * @param full    with all fields
     * @param key     the name of the thing in it; null if the entry is the thing itself
     * @param addedAt decides its place; null if that does not matter
     */
    static Entry of(JsonNode full, String key, Instant addedAt) {
        return new Entry(full, key, false, addedAt);
    }

    /** {@code {"added_at":…,"track":{…}}}, or the thing alone if the key is null. */
    static Entry saved(JsonNode thing, String key, Instant addedAt) {
        if (key == null) {
            return of(thing, null, addedAt);
        }
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("added_at", seconds(addedAt));
        entry.set(key, thing);
        return of(entry, key, addedAt);
    }

    /** An entry that is sent as it is in every shape; null stands for a JSON null. */
    static Entry exact(JsonNode json, String key, Instant addedAt) {
        return new Entry(json == null ? NullNode.instance : json, key, true, addedAt);
    }

    /** Spotify gives added_at in whole seconds, UTC. */
    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    JsonNode full() {
        return full;
    }

    Instant addedAt() {
        return addedAt;
    }

    /** The track, album, artist and so on; missing or null in odd entries. */
    JsonNode thing() {
        return key == null ? full : full.path(key);
    }

    /** The Spotify URI of the thing; null if it has none. */
    String uri() {
        return thing().path("uri").textValue();
    }

    /** The id of the thing; null if it has none. */
    String id() {
        return thing().path("id").textValue();
    }

    /** The same entry with other JSON. */
    Entry with(JsonNode json) {
        return new Entry(json, key, exact, addedAt);
    }

    /** A playlist entry as a client sees it that does not ask for episodes: with null in place of one. */
    Entry withoutEpisode() {
        if (exact || !thing().path("type").asText().equals("episode")) {
            return this;
        }
        ObjectNode hollow = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) full);
        hollow.putNull(ITEM);
        return with(hollow);
    }

    /** The text of the entry in UTF-8; not copied, so never change it. */
    byte[] text(Shape shape) {
        byte[] text = texts.get(shape.ordinal());
        if (text == null) {
            text = json(shape).toString().getBytes(StandardCharsets.UTF_8);
            texts.set(shape.ordinal(), text);
        }
        return text;
    }

    private JsonNode json(Shape shape) {
        if (exact) {
            return full;
        }
        if (!ITEM.equals(key)) {
            return shape.of(full);
        }
        ObjectNode entry = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) full);
        shape.setRenamed(entry, ITEM, OLDER_ITEM, shape.of(thing()));
        return entry;
    }
}
