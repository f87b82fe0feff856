package io.github.spotifypipeline.routefiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as JSON, without line numbers. */
final class YamlJson {

    private YamlJson() {
    }

    static JsonNode of(Node node) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (node instanceof MappingNode) {
            ObjectNode object = factory.objectNode();
            RouteYaml.entries(node).forEach((key, entry) -> object.set(key, of(entry.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode list) {
            ArrayNode array = factory.arrayNode();
            list.getValue().forEach(item -> array.add(of(item)));
            return array;
        }
        String text = RouteYaml.text(node);
        if (node.getTag().equals(Tag.BOOL)) {
            return factory.booleanNode(Boolean.parseBoolean(text));
        }
        if (node.getTag().equals(Tag.NULL)) {
            return factory.nullNode();
        }
        boolean whole = node.getTag().equals(Tag.INT);
        return whole || node.getTag().equals(Tag.FLOAT) ? number(factory, text, whole) : factory.textNode(text);
    }

    private static JsonNode number(JsonNodeFactory factory, String text, boolean whole) {
        try {
            return whole ? factory.numberNode(Long.parseLong(text)) : factory.numberNode(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return factory.textNode(text);
        }
    }
}
