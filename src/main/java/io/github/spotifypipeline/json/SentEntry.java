package io.github.spotifypipeline.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * An object in a list of an answer, as it was sent.
 *
 * @param bytes of the whole answer
 * @param from  where it begins
 * @param to    behind its end
 */
public record SentEntry(byte[] bytes, int from, int to) {

    private static final JsonMapper JSON = WholeNumbers.reader().build();

    /** The entry behind a node of {@link SentJson#outline}; null where the node is JSON itself. */
    public static SentEntry of(JsonNode node) {
        return node instanceof POJONode java && java.getPojo() instanceof SentEntry entry ? entry : null;
    }

    /**
     * A node of {@link SentJson#outline} as JSON.
     *
     * @throws UncheckedIOException when something in it cannot be read, such as a number of a thousand digits
     */
    public static JsonNode read(JsonNode node) {
        SentEntry entry = of(node);
        return entry == null ? node : tree(entry.bytes, entry.from, entry.to);
    }

    /** A byte that is no UTF-8, as in a title, becomes U+FFFD. */
    static JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return JSON.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return tree(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of its bytes. */
    public Hash128 hash() {
        return Hash128.of(bytes, from, to);
    }
}
