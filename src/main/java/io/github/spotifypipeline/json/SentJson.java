package io.github.spotifypipeline.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** An answer as it was sent. The objects in its lists stay bytes until someone reads them. */
public final class SentJson {

    private static final JsonMapper JSON = WholeNumbers.reader().build();
    private static final ObjectReader WHOLE = JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** How deep a list may lie whose entries stay bytes, as {@code artists.items} does. */
    public static final int DEEPEST = 2;

    private final byte[] bytes;
    private final JsonNode outline;

    private SentJson(byte[] bytes, JsonNode outline) {
        this.bytes = bytes;
        this.outline = outline;
    }

    /** Takes an answer. @throws IOException when it is no JSON, or more than one value */
    public static SentJson read(byte[] bytes) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null || parser.currentTokenLocation().getByteOffset() < 0) {
                // nothing, or another encoding than UTF-8, of which no places in the bytes are known
                return of(WHOLE.readTree(bytes));
            }
            JsonNode outline = outline(parser, bytes, 0);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one value");
            }
            return new SentJson(bytes, outline);
        }
    }

    /** JSON that has been read. */
    public static SentJson of(JsonNode tree) {
        return new SentJson(null, tree);
    }

    private static JsonNode outline(JsonParser parser, byte[] bytes, int depth) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT && depth < DEEPEST) {
            ObjectNode object = JSON.createObjectNode();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                object.set(name, outline(parser, bytes, depth + 1));
            }
            return object;
        }
        boolean isList = parser.currentToken() == JsonToken.START_ARRAY && depth > 0 && depth <= DEEPEST;
        return isList ? entries(parser, bytes) : JSON.readTree(parser);
    }

    private static ArrayNode entries(JsonParser parser, byte[] bytes) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                long from = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                list.addPOJO(new SentEntry(bytes, (int) from, (int) parser.currentLocation().getByteOffset()));
            } else {
                list.add(JSON.<JsonNode>readTree(parser));
            }
        }
        return list;
    }

    /**
     * What it says, where the objects in lists that lie no deeper than {@code artists.items} are not read: their nodes
     * are to be read by {@link SentEntry}.
     */
    public JsonNode outline() {
        return outline;
    }

    /** All that it says. @throws java.io.UncheckedIOException as {@link SentEntry#read} */
    public JsonNode tree() {
        return bytes == null ? outline : SentEntry.tree(bytes, 0, bytes.length);
    }
}
