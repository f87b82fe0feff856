package io.github.spotifypipeline.imports.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.json.WholeNumbers;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The objects in arrays of some names, at any depth of a JSON file, one after the other. For small files of several
 * shapes; {@link JsonRows} is quicker and survives a bad row.
 */
public final class NamedObjects {

    /** The name of objects that stand in no array: of a file with one object a line. */
    public static final String ROOT = "";

    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final Set<String> names;
    private final ReadLimits limits;
    private final JsonMapper json;
    private final JsonParser parser;
    private String name;
    private long end;

    /**
     * Begins to read.
     *
     * @param in    a file at its beginning; the caller closes it
     * @param names of the arrays; {@link #ROOT} for objects in none, or in one that has no name
     */
    public NamedObjects(InputStream in, Set<String> names, ReadLimits limits) throws IOException {
        this.names = names;
        this.limits = limits;
        this.json = WholeNumbers.reader().build();
        json.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(limits.depth())
                .maxNameLength(limits.rowBytes()).maxStringLength(limits.rowBytes()).build());
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        this.parser = json.createParser(text);
    }

    /**
     * The next object.
     *
     * @return null after the last one
     * @throws DamagedFileException when the file is no JSON, or larger or deeper than the limits
     */
    public ObjectNode next() throws IOException {
        try {
            for (JsonToken token; (token = parser.nextToken()) != null;) {
                if (token == JsonToken.START_OBJECT && isWanted(arrayName())) {
                    end = parser.currentTokenLocation().getCharOffset() + limits.rowBytes();
                    return object();
                }
            }
            return null;
        } catch (JsonProcessingException | EOFException e) {
            // without the parser's words, which quote the file
            throw new DamagedFileException("is damaged: its JSON cannot be read");
        }
    }

    /** The name of the array of the object that came last. */
    public String name() {
        return name;
    }

    private boolean isWanted(String array) {
        name = array;
        return array != null && names.contains(array);
    }

    /** @return null of an object that stands in an object */
    private String arrayName() {
        JsonStreamContext around = parser.getParsingContext().getParent();
        if (around.inObject()) {
            return null;
        }
        String array = around.inRoot() ? null : around.getParent().getCurrentName();
        return array == null ? ROOT : array;
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = json.createObjectNode();
        for (String field; (field = parser.nextFieldName()) != null;) {
            object.set(field, value(parser.nextToken()));
        }
        return object;
    }

    private JsonNode value(JsonToken token) throws IOException {
        if (token == null) {
            throw new EOFException();
        }
        if (parser.currentTokenLocation().getCharOffset() > end) {
            throw new DamagedFileException("has an entry of more than " + (limits.rowBytes() >> 10) + " KiB");
        }
        if (token == JsonToken.START_OBJECT) {
            return object();
        }
        if (token == JsonToken.START_ARRAY) {
            ArrayNode array = json.createArrayNode();
            for (JsonToken next; (next = parser.nextToken()) != JsonToken.END_ARRAY;) {
                array.add(value(next));
            }
            return array;
        }
        return json.readTree(parser);
    }
}
