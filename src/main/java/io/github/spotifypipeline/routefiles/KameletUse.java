package io.github.spotifypipeline.routefiles;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A place where a route uses a Kamelet.
 *
 * @param kamelet    the Kamelet's name
 * @param line       its line
 * @param parameters its parameters as they are written
 * @param lines      the line of each parameter
 * @param beside     where the keys stand that are one level above the parameters, which some may have been meant to be
 */
public record KameletUse(String kamelet, Integer line, Map<String, String> parameters, Map<String, Integer> lines,
                         Map<String, Integer> beside) {

    private static final String SCHEME = "kamelet:";

    /** The keys whose text is a URI; elsewhere it is only text. */
    private static final Set<String> URI_KEYS = Set.of("uri", "from", "to", "toD", "wireTap", "poll");

    /** The names of a Kamelet's own two ends inside its template. */
    private static final Set<String> ENDS = Set.of("source", "sink");

    /** All uses below a node, in their order. */
    public static List<KameletUse> in(Node node) {
        List<KameletUse> found = new ArrayList<>();
        RouteYaml.entries(node).forEach((key, entry) -> {
            String text = RouteYaml.text(entry.getValueNode());
            if (URI_KEYS.contains(key) && text.startsWith(SCHEME)) {
                add(found, text.substring(SCHEME.length()), entry, node);
            } else if (key.equals("kamelet")) {
                RouteYaml.value(entry.getValueNode(), "name").ifPresentOrElse(
                        name -> add(found, RouteYaml.text(name), entry, entry.getValueNode()),
                        () -> add(found, text, entry, entry.getValueNode()));
            }
        });
        RouteYaml.children(node).forEach(child -> found.addAll(in(child)));
        return found;
    }

    /** The line of a parameter of a route's source, or of the source; null when there is no such route. */
    public static Integer lineOf(SequenceNode file, String routeId, String parameter) {
        return file.getValue().stream().flatMap(item -> RouteYaml.value(item, "route").stream())
                .filter(route -> RouteYaml.routeId(route).equals(routeId)).flatMap(route -> in(route).stream())
                .findFirst()
                .map(use -> use.lineOf(parameter)).orElse(null);
    }

    /** The line of a parameter, in camel case or with dashes, or of the use when the parameter is missing. */
    Integer lineOf(String parameter) {
        return lines.entrySet().stream().filter(given -> StringHelper.dashToCamelCase(given.getKey()).equals(parameter))
                .map(Map.Entry::getValue).findFirst().orElse(line);
    }

    private static void add(List<KameletUse> found, String address, NodeTuple entry, Node holder) {
        String[] parts = address.replaceFirst("^//", "").split("\\?", 2);
        String name = parts[0].split("/", 2)[0];
        // a name that is an expression
        if (name.isEmpty() || name.contains("{") || ENDS.contains(name)) {
            return;
        }
        Integer line = RouteYaml.line(entry.getValueNode());
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        if (parts.length > 1) {
            query(parts[1]).forEach((key, value) -> {
                parameters.put(key, value);
                lines.put(key, line);
            });
        }
        RouteYaml.value(holder, "parameters").filter(MappingNode.class::isInstance).ifPresent(given ->
                RouteYaml.entries(given).forEach((key, parameter) -> {
                    parameters.put(key, RouteYaml.text(parameter.getValueNode()));
                    lines.put(key, RouteYaml.line(parameter.getKeyNode()));
                }));
        Map<String, Integer> beside = new LinkedHashMap<>();
        RouteYaml.entries(holder).forEach((key, other) -> beside.put(key, RouteYaml.line(other.getKeyNode())));
        found.add(new KameletUse(name, line, parameters, lines, beside));
    }

    private static Map<String, String> query(String query) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            URISupport.parseQuery(query, false, true).forEach((key, value) -> values.put(key, String.valueOf(value)));
        } catch (URISyntaxException e) {
            // Camel says so when it loads the route
        }
        return values;
    }
}
