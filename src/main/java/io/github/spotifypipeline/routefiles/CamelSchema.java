package io.github.spotifypipeline.routefiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The schema of Camel's YAML routes. Reading it takes a second, so make one only when there is something to check.
 */
public final class CamelSchema {

    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(CamelSchema.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json"),
                    // the schema refers to itself: to read all its parts at once would fill the memory
                    SchemaValidatorsConfig.builder().preloadJsonSchema(false).build());

    /** The places where a file breaks the schema. {@link RouteFileCheck} finds a from without steps. */
    public List<RouteFinding> check(Node file) {
        return schema.validate(YamlJson.of(file)).stream().filter(message -> !isOfMissingSteps(message))
                .map(message -> finding(message, file)).distinct().toList();
    }

    private static boolean isOfMissingSteps(ValidationMessage message) {
        return message.getType().equals("required") && message.getProperty().equals("steps")
                && message.getInstanceLocation().getElement(-1).equals("from");
    }

    private static RouteFinding finding(ValidationMessage message, Node file) {
        Node node = file;
        Integer line = RouteYaml.line(file);
        String key = "this";
        JsonNodePath path = message.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            if (element instanceof Integer index) {
                node = ((SequenceNode) node).getValue().get(index);
                line = RouteYaml.line(node);
            } else {
                NodeTuple entry = RouteYaml.entries(node).get(element.toString());
                line = RouteYaml.line(entry.getKeyNode());
                key = element.toString();
                node = entry.getValueNode();
            }
        }
        return switch (message.getType()) {
            case "additionalProperties" -> new RouteFinding(
                    RouteYaml.line(RouteYaml.entries(node).get(message.getProperty()).getKeyNode()),
                    "Camel knows no " + message.getProperty() + " here",
                    "correct its spelling or its indentation, or remove it");
            case "required" -> new RouteFinding(line, key + " lacks " + message.getProperty(), "add it");
            case "type" -> new RouteFinding(line, key + " is not of the kind that Camel wants here",
                    "write " + kinds(message.getSchemaNode()));
            case "enum" -> new RouteFinding(line, key + " has a value that Camel does not know", "write one of "
                    + message.getSchemaNode());
            default -> new RouteFinding(line, key + " is not what Camel wants here",
                    "compare it with Camel's documentation of " + key);
        };
    }

    private static String kinds(JsonNode type) {
        return switch (type.asText()) {
            case "array" -> "a list";
            case "object" -> "keys with values below it";
            case "boolean" -> "true or false";
            case "number", "integer" -> "a number";
            default -> "a text";
        };
    }
}
