package io.github.spotifypipeline.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.json.WholeNumbers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A digest of what matters in JSON, whatever the order of its names. */
final class Fingerprint {

    /**
     * What Spotify changes without the thing itself having changed: popularity and followers move daily, image and
     * preview URLs expire, markets come and go, and with them what of a track can be played and which other one it
     * stands for, and links name a server.
     */
    private static final Set<String> VOLATILE = Set.of("popularity", "followers", "images", "available_markets",
            "preview_url", "audio_preview_url", "href", "next", "previous", "video_thumbnail", "is_playable",
            "restrictions", "linked_from");

    /** Lists that Spotify sends in any order. */
    private static final Set<String> UNORDERED = Set.of("genres", "languages");

    private static final ObjectWriter SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build().writer();

    private Fingerprint() {
    }

    /** Of JSON just as it is. */
    static String of(JsonNode json) {
        try {
            return of(SORTED.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a text. */
    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return the first half of their SHA-256, 32 hexadecimal digits */
    private static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Of a record: its fields, and of the raw item what is stable. When it was fetched does not count, nor how a whole
     * number is spelt, nor the order of genres and languages.
     *
     * @param record with {@code fetched_at} and {@code raw}
     * @param apart  fields that do not count, because they are compared by themselves
     */
    static String ofRecord(ObjectNode record, Set<String> apart) {
        ObjectNode stable = record.objectNode();
        record.properties().forEach(field -> {
            String name = field.getKey();
            if (!name.equals("fetched_at") && !apart.contains(name)) {
                stable.set(name, stable(name, field.getValue(), name.equals("raw") ? VOLATILE : Set.of()));
            }
        });
        return of(stable);
    }

    private static JsonNode stable(String name, JsonNode json, Set<String> without) {
        if (json.isObject()) {
            ObjectNode stable = ((ObjectNode) json).objectNode();
            json.properties().forEach(field -> {
                if (!without.contains(field.getKey())) {
                    stable.set(field.getKey(), stable(field.getKey(), field.getValue(), without));
                }
            });
            return stable;
        }
        if (json.isArray()) {
            ArrayNode stable = ((ArrayNode) json).arrayNode();
            (UNORDERED.contains(name) ? StreamSupport.stream(json.spliterator(), false)
                    .sorted(Comparator.comparing(JsonNode::asText)) : StreamSupport.stream(json.spliterator(), false))
                    .forEach(element -> stable.add(stable("", element, without)));
            return stable;
        }
        return json.isNumber() ? WholeNumbers.of(json) : json;
    }
}
