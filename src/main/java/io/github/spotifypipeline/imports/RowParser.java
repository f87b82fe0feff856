package io.github.spotifypipeline.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.json.WholeNumbers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;

/** Reads one row. Its personal keys are dropped here, at any depth, so that nothing else ever sees them. */
final class RowParser {

    private static final String USER_NAME = "username";
    private static final Set<String> PERSONAL =
            Set.of("ip_addr", "ip_addr_decrypted", "user_agent_decrypted", USER_NAME);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonMapper json =
            WholeNumbers.reader().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();
    private final Consumer<String> userName;

    /** @param userName is told each user name, to be compared in memory */
    RowParser(Consumer<String> userName) {
        this.userName = userName;
    }

    /**
     * Reads a row. Bytes that are not UTF-8 become U+FFFD.
     *
     * @return null when it is no JSON, or no object
     */
    ObjectNode parse(byte[] bytes, int offset, int length) {
        try {
            return parse(json.createParser(bytes, offset, length));
        } catch (IOException e) {
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            try {
                return text.indexOf('\uFFFD') < 0 ? null : parse(json.createParser(text));
            } catch (IOException again) {
                return null;
            }
        }
    }

    private ObjectNode parse(JsonParser parser) throws IOException {
        try (parser) {
            return parser.nextToken() == JsonToken.START_OBJECT ? object(parser) : null;
        }
    }

    private ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name; (name = parser.nextFieldName()) != null;) {
            JsonToken token = parser.nextToken();
            if (!PERSONAL.contains(name)) {
                object.set(name, value(parser, token));
            } else {
                if (name.equals(USER_NAME) && token == JsonToken.VALUE_STRING) {
                    userName.accept(parser.getText());
                }
                parser.skipChildren();
            }
        }
        return object;
    }

    private JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        if (token == null) {
            throw new EOFException();
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                for (JsonToken next; (next = parser.nextToken()) != JsonToken.END_ARRAY;) {
                    array.add(value(parser, next));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            default -> json.readTree(parser);
        };
    }
}
