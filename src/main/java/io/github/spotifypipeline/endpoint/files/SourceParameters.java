package io.github.spotifypipeline.endpoint.files;

import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Keeps the {@code parameters} of a route's {@code from} as they are in its file. Camel makes a URI of them, where an
 * ampersand in a value would begin the next parameter; Camel's {@code RAW(…)} prevents this. The URI would also lose
 * line breaks, and a comment in jq would then include the lines after it; another character stands for line breaks.
 */
final class SourceParameters {

    private SourceParameters() {
    }

    /** @param routes read from the file, but not added to Camel */
    static void keepWhole(RouteBuilder routes, SequenceNode yaml) throws URISyntaxException {
        for (RouteDefinition route : routes.getRouteCollection().getRoutes()) {
            Map<String, Object> parameters = of(route.getId(), yaml);
            if (parameters.values().stream().anyMatch(value -> value.toString().startsWith("RAW(")
                    || value.toString().contains(RouteEndpoints.LINE_BREAK))) {
                route.getInput().setUri(StringHelper.before(route.getInput().getUri(), "?") + "?"
                        + URISupport.createQueryString(parameters, false));
            }
        }
    }

    private static Map<String, Object> of(String routeId, SequenceNode yaml) {
        Map<String, Object> parameters = new TreeMap<>();
        yaml.getValue().stream().flatMap(item -> RouteYaml.value(item, "route").stream())
                .filter(route -> RouteYaml.routeId(route).equals(routeId))
                .flatMap(route -> RouteYaml.value(route, "from").stream())
                .flatMap(from -> RouteYaml.value(from, "parameters").stream())
                .forEach(given -> RouteYaml.entries(given).forEach((name, entry) ->
                        parameters.put(StringHelper.dashToCamelCase(name), whole(name, entry.getValueNode()))));
        return parameters;
    }

    private static String whole(String name, Node value) {
        String text = RouteEndpoints.inOneLine(RouteYaml.text(value));
        // Camel leaves out a parameter that is a setting which may be missing, but not within RAW
        boolean ofSetting = text.contains("{{") && !text.contains("{{?");
        // keeps the escapes of a URL: Camel would unescape %26 and then fail at a later %25
        boolean escaped = text.contains("%26") || text.contains("%") && List.of("path", "tokenPath", "token-path")
                .contains(name);
        if (!text.contains("&") && !ofSetting && !escaped || text.startsWith("RAW(") || text.startsWith("RAW{")) {
            return text;
        }
        // only )& would end RAW
        return "RAW(" + text.replace(")&", name.equals("key") || name.equals("transform") ? ")\\u0026" : "%29&") + ")";
    }
}
