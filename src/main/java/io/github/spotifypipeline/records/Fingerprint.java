package io.github.spotifypipeline.records;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.json.WholeNumbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Set;

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

    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private static final int FEW_KILOBYTES = 4096;

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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FEW_KILOBYTES);
        try (JsonGenerator stable = SORTED.createGenerator(bytes)) {
            stable.writeStartObject();
            for (String name : names(record, apart)) {
                if (!name.equals("fetched_at")) {
                    stable.writeFieldName(name);
                    write(stable, name, record.get(name), name.equals("raw") ? VOLATILE : Set.of());
                }
            }
            stable.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(bytes.toByteArray());
    }

    private static String[] names(JsonNode object, Set<String> without) {
        String[] names = new String[object.size()];
        int size = 0;
        for (Iterator<String> all = object.fieldNames(); all.hasNext();) {
            String name = all.next();
            if (!without.contains(name)) {
                names[size++] = name;
            }
        }
        String[] sorted = size == names.length ? names : Arrays.copyOf(names, size);
        Arrays.sort(sorted);
        return sorted;
    }

    private static void write(JsonGenerator stable, String name, JsonNode json, Set<String> without)
            throws IOException {
        if (json.isTextual()) {
            stable.writeString(json.textValue());
        } else if (json.isObject()) {
            stable.writeStartObject();
            for (String each : names(json, without)) {
                stable.writeFieldName(each);
                write(stable, each, json.get(each), without);
            }
            stable.writeEndObject();
        } else if (json.isArray()) {
            stable.writeStartArray();
            for (JsonNode element : UNORDERED.contains(name) ? sorted(json) : json) {
                write(stable, "", element, without);
            }
            stable.writeEndArray();
        } else if (json.isNumber()) {
            number(stable, WholeNumbers.of(json));
        } else {
            stable.writeTree(json);
        }
    }

    private static void number(JsonGenerator stable, JsonNode number) throws IOException {
        if (number.isIntegralNumber()) {
            stable.writeNumber(number.longValue());
        } else {
            stable.writeNumber(number.doubleValue());
        }
    }

    private static Iterable<JsonNode> sorted(JsonNode list) {
        return list.valueStream().sorted(Comparator.comparing(JsonNode::asText)).toList();
    }
}
