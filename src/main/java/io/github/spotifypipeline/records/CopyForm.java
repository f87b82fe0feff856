package io.github.spotifypipeline.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.csv.CsvLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the records of a page are when they are sent on as one: a text or a list that any component takes. */
enum CopyForm {

    /** A JSON array in one text. */
    ARRAY("application/json") {
        @Override
        Object of(List<ObjectNode> records, List<String> fields) {
            return json(JsonNodeFactory.instance.arrayNode().addAll(records));
        }
    },
    /** JSON lines: an object a line, each with a line break at its end. */
    LINES("application/x-ndjson") {
        @Override
        Object of(List<ObjectNode> records, List<String> fields) {
            return records.stream().map(record -> json(record) + "\n").collect(Collectors.joining());
        }
    },
    /** A list of maps. */
    MAPS(null) {
        @Override
        Object of(List<ObjectNode> records, List<String> fields) {
            return records.stream().map(record -> MAPPER.convertValue(record, MAP)).toList();
        }
    },
    /** CSV: a line with the fields' names, then one for each record. */
    CSV(null) {
        @Override
        Object of(List<ObjectNode> records, List<String> fields) {
            if (fields.isEmpty()) {
                throw new RecordException("spotify-records-action needs its fields parameter where form is csv: the"
                        + " names of the columns, such as \"name uri added_at\".");
            }
            return CsvLine.of(fields) + records.stream().map(record -> CsvLine.of(cells(record, fields)))
                    .collect(Collectors.joining());
        }
    };

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() { };

    private final String contentType;

    /** @param contentType null where those that are sent it have one of their own, as a mail has */
    CopyForm(String contentType) {
        this.contentType = contentType;
    }

    /** What a web server is told; null: nothing. */
    String contentType() {
        return contentType;
    }

    /** @param fields those that were asked for by name; none: all */
    abstract Object of(List<ObjectNode> records, List<String> fields);

    /** In one line, without blanks. */
    static String json(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Object> cells(ObjectNode record, List<String> fields) {
        List<Object> cells = new ArrayList<>();
        Map<String, Object> values = MAPPER.convertValue(record, MAP);
        for (String field : fields) {
            cells.add(values.get(field) instanceof Map ? json(record.get(field)) : values.get(field));
        }
        return cells;
    }
}
