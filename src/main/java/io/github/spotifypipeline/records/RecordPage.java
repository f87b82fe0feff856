package io.github.spotifypipeline.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What reaches the sink, as a page of records. A step may have made something else of the page. */
final class RecordPage {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ObjectReader JSON = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Fields that the sink writes itself. */
    private static final Set<String> HISTORY = Set.of("digest", RecordFactory.HASH, "first_seen_at", "removed_at");

    private RecordPage() {
    }

    /**
     * A list of records as it is, a lone record as a page of one, and JSON in a text or in bytes as what it says; null,
     * and a text without anything in it, as an empty page.
     *
     * @param body JSON nodes, or lists and maps of that shape
     * @throws RecordException when it is anything else: else it would count as nothing, and be lost
     */
    static ArrayNode of(Object body) {
        JsonNode json = json(body);
        if (json == null || json.isNull() || json.isMissingNode()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (json.isObject()) {
            return JsonNodeFactory.instance.arrayNode().add(json);
        }
        if (!json.isArray()) {
            throw wrong(json.getNodeType().toString().toLowerCase(Locale.ROOT));
        }
        ArrayNode page = JsonNodeFactory.instance.arrayNode(json.size());
        json.forEach(record -> page.add(record(record)));
        return page;
    }

    /** A record in a list may be a text of JSON, too. */
    private static JsonNode record(JsonNode record) {
        if (record.isTextual()) {
            return parsed(record.textValue());
        }
        return record instanceof POJONode java ? json(java.getPojo()) : record;
    }

    /** What a step has set of the history, which is the sink's own, does not count. */
    static ObjectNode withoutHistory(ObjectNode record) {
        if (HISTORY.stream().noneMatch(record::has)) {
            return record;
        }
        ObjectNode without = record.objectNode();
        without.setAll(record);
        return without.without(HISTORY);
    }

    private static JsonNode json(Object body) {
        try {
            if (body == null) {
                return null;
            }
            if (body instanceof JsonNode json) {
                return json.isTextual() ? parsed(json.textValue()) : json instanceof POJONode java
                        ? json(java.getPojo())
                        : json.isBinary() ? json(json.binaryValue()) : json;
            }
            if (body instanceof CharSequence text) {
                return parsed(text.toString());
            }
            if (body instanceof byte[] bytes) {
                return parsed(new String(bytes, StandardCharsets.UTF_8));
            }
            if (body instanceof InputStream stream) {
                return parsed(text(new InputStreamReader(stream, StandardCharsets.UTF_8)));
            }
            if (body instanceof Reader reader) {
                return parsed(text(reader));
            }
        } catch (IOException e) {
            throw wrong("a stream that cannot be read");
        }
        if (body instanceof Iterator<?> all) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            all.forEachRemaining(one -> list.add(one instanceof JsonNode node ? node : MAPPER.valueToTree(one)));
            return list;
        }
        if (body instanceof Map || body instanceof Iterable || body instanceof Object[]) {
            return MAPPER.valueToTree(body);
        }
        throw wrong("no list");
    }

    private static String text(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    private static JsonNode parsed(String text) {
        try {
            return text.isBlank() ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw wrong("a text that is no JSON");
        }
    }

    private static RecordException wrong(String what) {
        return new RecordException("the sink got " + (what.startsWith("no ") || what.startsWith("a ") ? what
                : "JSON that is a " + what) + " in place of a page of records, so nothing of the page was stored: the"
                + " last step before it that changes the body (setBody, transform, convertBodyTo, marshal, …) must"
                + " give a list of records, each with _id, or put its result into a variable.");
    }
}
