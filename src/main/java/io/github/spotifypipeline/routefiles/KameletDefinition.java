package io.github.spotifypipeline.routefiles;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.util.StringHelper;

/** The parameters of a Kamelet. */
public final class KameletDefinition {

    /** Parameters that Camel itself reads; every Kamelet has them. */
    private static final Set<String> OF_CAMEL = Set.of("location", "block", "timeout", "failIfNoConsumers",
            "noErrorHandler", "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");

    private final String name;
    private final JsonNode definition;

    private KameletDefinition(String name, JsonNode definition) {
        this.name = name;
        this.definition = definition;
    }

    /** Reads a Kamelet. @throws BrokenFileException when it is no YAML */
    static KameletDefinition read(String name, String text) throws BrokenFileException {
        return new KameletDefinition(name, YamlJson.of(RouteYaml.compose(text)).at("/spec/definition"));
    }

    /** The defaults of the parameters that have one. */
    public Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        definition.path("properties").properties().forEach(property -> {
            if (property.getValue().has("default")) {
                defaults.put(property.getKey(), property.getValue().path("default").asText());
            }
        });
        return defaults;
    }

    /** What is wrong with a use of it. */
    List<RouteFinding> check(KameletUse use) {
        List<RouteFinding> findings = new ArrayList<>();
        JsonNode known = definition.path("properties");
        use.parameters().forEach((written, value) -> {
            Integer line = use.lines().get(written);
            // change-token is changeToken, as everywhere in Camel's YAML
            String parameter = known.has(written) ? written : StringHelper.dashToCamelCase(written);
            if (!known.has(parameter) && !OF_CAMEL.contains(parameter)) {
                findings.add(new RouteFinding(line, name + " has no parameter " + written, known.isEmpty() ? "remove it"
                        : "use one of " + String.join(", ", names(known))));
            } else if (!isAllowed(known.path(parameter).path("enum"), value)) {
                List<String> allowed = new ArrayList<>();
                known.path(parameter).path("enum").forEach(one -> allowed.add(one.asText()));
                findings.add(new RouteFinding(line, parameter + " has a value that " + name + " does not know",
                        "write one of " + String.join(", ", allowed.stream().filter(one -> !one.isEmpty()).toList())));
            }
        });
        definition.path("required").forEach(required -> {
            String parameter = required.asText();
            if (use.parameters().keySet().stream().map(StringHelper::dashToCamelCase).anyMatch(parameter::equals)) {
                return;
            }
            findings.add(use.beside().containsKey(parameter)
                    ? new RouteFinding(use.beside().get(parameter), parameter + " stands outside of parameters",
                            "put it below \"parameters:\", indented further than that")
                    : new RouteFinding(use.line(), name + " needs the parameter " + parameter,
                            "add it: " + known.path(parameter).path("description").asText("see the Kamelet")
                                    .replaceFirst("(?s)\\. [A-Z`].*", ".")));
        });
        return findings;
    }

    /** The parameters of a use that the Kamelet itself reads. */
    Map<String, String> own(Map<String, String> parameters) {
        Map<String, String> own = new LinkedHashMap<>(parameters);
        own.keySet().removeIf(parameter -> OF_CAMEL.contains(parameter)
                && !definition.path("properties").has(parameter));
        return own;
    }

    private static TreeSet<String> names(JsonNode properties) {
        TreeSet<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Whether a value is allowed. A placeholder or an expression is: its value is known only later. */
    private static boolean isAllowed(JsonNode values, String value) {
        if (values.isMissingNode() || value.contains("{{") || value.contains("${")) {
            return true;
        }
        for (JsonNode allowed : values) {
            if (allowed.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
