package io.github.spotifypipeline.routefiles;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Says what is wrong in a route file before Camel loads it, with the line. */
public final class RouteFileCheck {

    /** The Kamelet that makes a route an endpoint. */
    private static final String SOURCE = "spotify-source";

    /** What from has in Camel's schema. */
    private static final Set<String> FROM = Set.of("id", "description", "note", "uri", "parameters",
            "variableReceive", "steps");

    private final KameletDefinitions kamelets;
    private final BiConsumer<String, Map<String, String>> endpoints;
    private final UnaryOperator<String> placeholders;

    /**
     * @param endpoints    refuses an endpoint, given by its id and its parameters, with an IllegalArgumentException
     * @param placeholders puts settings in the place of their <code>{{names}}</code>; an IllegalArgumentException when
     *                     there is none of that name
     */
    public RouteFileCheck(KameletDefinitions kamelets, BiConsumer<String, Map<String, String>> endpoints,
                          UnaryOperator<String> placeholders) {
        this.kamelets = kamelets;
        this.endpoints = endpoints;
        this.placeholders = placeholders;
    }

    /**
     * Everything, also what the schema says of other lines.
     *
     * @param live whether the file comes and goes while the program runs
     */
    public List<Finding> check(SequenceNode file, CamelSchema schema, boolean live) {
        List<Finding> findings = new ArrayList<>(live ? live(file) : routes(file));
        Set<Integer> told = findings.stream().map(Finding::line).collect(Collectors.toSet());
        schema.check(file).stream().filter(finding -> !told.contains(finding.line())).forEach(findings::add);
        findings.sort(Comparator.comparing(Finding::line, Comparator.nullsFirst(Comparator.naturalOrder())));
        return findings;
    }

    /** What need not be looked up in the schema, for a file that comes and goes while the program runs. */
    public List<Finding> live(SequenceNode file) {
        List<Finding> findings = new ArrayList<>();
        file.getValue().forEach(item -> routeOnly(item).ifPresent(findings::add));
        findings.addAll(routes(file));
        return findings.stream().distinct().toList();
    }

    /** What is no route cannot be taken out again, or concerns the routes of other files. */
    private static Optional<Finding> routeOnly(Node item) {
        for (NodeTuple entry : RouteYaml.entries(item).values()) {
            String key = RouteYaml.text(entry.getKeyNode());
            if (!key.equals("route")) {
                return Optional.of(new Finding(RouteYaml.line(entry.getKeyNode()), key
                        + " cannot be in an endpoint file, which holds routes only",
                        "write \"- route:\", or put it into a file outside endpoints/"));
            }
        }
        return RouteYaml.value(item, "route").filter(route -> RouteYaml.routeId(route).isEmpty())
                .map(RouteFileCheck::withoutId);
    }

    private static Finding withoutId(Node route) {
        return new Finding(RouteYaml.line(route), "the route has no id",
                "give it one, such as \"id: saved-shows\": its cursor and its settings go by it");
    }

    private List<Finding> routes(SequenceNode file) {
        List<Finding> findings = new ArrayList<>();
        for (Node item : file.getValue()) {
            List<Finding> ofItem = new ArrayList<>();
            RouteYaml.value(item, "route").flatMap(RouteFileCheck::withoutSteps).ifPresent(ofItem::add);
            KameletUse.in(item).forEach(use -> ofItem.addAll(check(use)));
            if (ofItem.isEmpty()) {
                RouteYaml.value(item, "route").flatMap(this::endpoint).ifPresent(ofItem::add);
            }
            findings.addAll(ofItem);
        }
        return findings;
    }

    /** Steps that stand in another place than from, or nowhere; a key of from that none knows may have been meant. */
    private static Optional<Finding> withoutSteps(Node route) {
        Optional<Node> from = RouteYaml.value(route, "from").filter(MappingNode.class::isInstance)
                .filter(node -> FROM.containsAll(RouteYaml.entries(node).keySet()));
        Optional<NodeTuple> steps = from.map(node -> RouteYaml.entries(node).get("steps"));
        if (from.isEmpty() || steps.isPresent() && !isNothing(steps.get().getValueNode())) {
            return Optional.empty();
        }
        NodeTuple beside = RouteYaml.entries(route).get("steps");
        if (steps.isEmpty() && beside != null) {
            return Optional.of(new Finding(RouteYaml.line(beside.getKeyNode()), "steps stands beside from",
                    "indent it and what is below it, until it stands below from's uri"));
        }
        return Optional.of(new Finding(RouteYaml.line(steps.map(NodeTuple::getKeyNode).orElse(route)),
                "the route has no steps", "write \"steps:\" below from's uri, and below that"
                + " \"- to: kamelet:spotify-mongodb-sink\""));
    }

    private static boolean isNothing(Node node) {
        return node instanceof SequenceNode list ? list.getValue().isEmpty()
                : node instanceof ScalarNode && RouteYaml.text(node).isEmpty();
    }

    /** The first {@code - stop: {}} among the steps of a route, and among theirs. */
    private static Optional<Node> stop(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(item -> RouteYaml.entries(item).size() == 1
                    ? RouteYaml.value(item, "stop").or(() -> stop(item)) : stop(item)).flatMap(Optional::stream).findFirst();
        }
        return RouteYaml.entries(node).values().stream().map(entry -> stop(entry.getValueNode())).flatMap(Optional::stream)
                .findFirst();
    }

    private List<Finding> check(KameletUse use) {
        return kamelets.find(use.kamelet()).map(definition -> definition.check(use))
                .orElseGet(() -> List.of(new Finding(use.line(), "there is no Kamelet " + use.kamelet(),
                        "correct its name, or put its file where camel.component.kamelet.location points")));
    }

    private Optional<Finding> endpoint(Node route) {
        Optional<Node> from = RouteYaml.value(route, "from");
        String uri = from.flatMap(node -> RouteYaml.value(node, "uri")).or(() -> from).map(RouteYaml::text).orElse("");
        if (!uri.matches("kamelet:(//)?" + SOURCE + "([/?].*)?")) {
            return Optional.empty();
        }
        Optional<Node> stop = stop(route);
        if (stop.isPresent()) {
            return Optional.of(new Finding(RouteYaml.line(stop.get()), "stop would end the sync itself, which is never told so",
                    "put the steps that follow into the filter instead"));
        }
        KameletUse use = KameletUse.in(route).get(0);
        String id = RouteYaml.routeId(route);
        if (id.isEmpty()) {
            return Optional.of(withoutId(route));
        }
        Map<String, String> parameters = new HashMap<>();
        Map<String, String> given = kamelets.find(SOURCE).orElseThrow().own(use.parameters());
        for (Map.Entry<String, String> parameter : given.entrySet()) {
            try {
                parameters.put(parameter.getKey(), placeholders.apply(parameter.getValue()));
            } catch (IllegalArgumentException e) {
                return Optional.of(new Finding(use.lines().get(parameter.getKey()), parameter.getKey()
                        + " asks for a setting that is not there", "add it to application.properties"));
            }
            if (uri.contains("?") && parameters.get(parameter.getKey()).contains("&")) {
                return Optional.of(new Finding(use.line(), parameter.getKey() + " has a setting with & in it, which would"
                        + " begin another parameter here", "give it below parameters: instead"));
            }
        }
        try {
            endpoints.accept(id, parameters);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            String words = String.valueOf(e.getMessage());
            Integer line = use.lines().keySet().stream().filter(name -> words.matches("(?s).*\\b" + name + "\\b.*"))
                    .findFirst().map(use.lines()::get).orElse(use.line());
            return Optional.of(new Finding(line, "the endpoint cannot work", words));
        }
    }
}
