package io.github.spotifypipeline.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** A digest of what matters in JSON, whatever the order of its names. */
final class Fingerprint {

    /**
     * What Spotify changes without the thing itself having changed: popularity and followers move daily, image and
     * preview URLs expire, markets come and go, and links name a server.
     */
    private static final Set<String> VOLATILE = Set.of("popularity", "followers", "images", "available_markets",
            "preview_url", "audio_preview_url", "href", "next", "previous", "video_thumbnail");

    private static final ObjectWriter SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build().writer();

    private Fingerprint() {
    }

    /** Of JSON just as it is. */
    static String of(JsonNode json) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(json));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Of a record: its fields, and of the raw item what is stable. When it was fetched does not count.
     *
     * @param record with {@code fetched_at} and {@code raw}
     */
    static String ofRecord(ObjectNode record) {
        ObjectNode stable = record.objectNode();
        record.properties().forEach(field -> {
            if (field.getKey().equals("raw")) {
                stable.set("raw", stable(field.getValue()));
            } else if (!field.getKey().equals("fetched_at")) {
                stable.set(field.getKey(), field.getValue());
            }
        });
        return of(stable);
    }

    private static JsonNode stable(JsonNode json) {
        if (json.isObject()) {
            ObjectNode stable = ((ObjectNode) json).objectNode();
            json.properties().forEach(field -> {
                if (!VOLATILE.contains(field.getKey())) {
                    stable.set(field.getKey(), stable(field.getValue()));
                }
            });
            return stable;
        }
        if (json.isArray()) {
            ArrayNode stable = ((ArrayNode) json).arrayNode();
            json.forEach(element -> stable.add(stable(element)));
            return stable;
        }
        return json;
    }
}
