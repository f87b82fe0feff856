package io.github.spotifypipeline.routefiles;

import io.github.spotifypipeline.jq.JqException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds mistakes in a route file, with their lines, before Camel loads it. */
public final class RouteFileCheck {

    /** The Kamelet that makes a route an endpoint. */
    private static final String SOURCE = "spotify-source";

    /** The Kamelet that sends records to steps of its own. */
    private static final String COPIES = "spotify-records-action";

    /** The keys of from in Camel's schema. */
    private static final Set<String> FROM = Set.of("id", "description", "note", "uri", "parameters",
            "variableReceive", "steps");

    private final KameletCatalog kamelets;
    private final BiConsumer<String, Map<String, String>> endpoints;
    private final Consumer<String> steps;
    private final UnaryOperator<String> placeholders;

    /**
     * @param endpoints    refuses an endpoint, given by its id and its parameters, with an IllegalArgumentException
     * @param steps        refuses the jq expression of a step with a JqException
     * @param placeholders puts settings in the place of their <code>{{names}}</code>; an IllegalArgumentException when
     *                     there is none of that name
     */
    public RouteFileCheck(KameletCatalog kamelets, BiConsumer<String, Map<String, String>> endpoints,
                          Consumer<String> steps, UnaryOperator<String> placeholders) {
        this.kamelets = kamelets;
        this.endpoints = endpoints;
        this.steps = steps;
        this.placeholders = placeholders;
    }

    /**
     * All mistakes, also those that only the schema shows.
     *
     * @param live whether the file is loaded and removed while the program runs
     */
    public List<RouteFinding> check(SequenceNode file, CamelSchema schema, boolean live) {
        List<RouteFinding> findings = new ArrayList<>(live ? live(file) : routes(file));
        Set<Integer> told = findings.stream().map(RouteFinding::line).collect(Collectors.toSet());
        schema.check(file).stream().filter(finding -> !told.contains(finding.line())).forEach(findings::add);
        findings.sort(Comparator.comparing(RouteFinding::line, Comparator.nullsFirst(Comparator.naturalOrder())));
        return findings;
    }

    /** The mistakes, apart from the schema's, in a file that is loaded while the program runs. */
    public List<RouteFinding> live(SequenceNode file) {
        List<RouteFinding> findings = new ArrayList<>();
        file.getValue().forEach(item -> routeOnly(item).ifPresent(findings::add));
        findings.addAll(routes(file));
        return findings.stream().distinct().toList();
    }

    /** Allows only routes: other items cannot be removed again, or affect the routes of other files. */
    private static Optional<RouteFinding> routeOnly(Node item) {
        for (NodeTuple entry : RouteYaml.entries(item).values()) {
            String key = RouteYaml.text(entry.getKeyNode());
            if (!key.equals("route")) {
                return Optional.of(new RouteFinding(RouteYaml.line(entry.getKeyNode()), key
                        + " cannot be in an endpoint file, which holds routes only",
                        "write \"- route:\", or put it into a file outside endpoints/"));
            }
        }
        return RouteYaml.value(item, "route").filter(route -> RouteYaml.routeId(route).isEmpty())
                .map(RouteFileCheck::withoutId);
    }

    private static RouteFinding withoutId(Node route) {
        return new RouteFinding(RouteYaml.line(route), "the route has no id",
                "give it one, such as \"id: saved-shows\": its cursor and its settings go by it");
    }

    private List<RouteFinding> routes(SequenceNode file) {
        List<RouteFinding> findings = new ArrayList<>();
        for (Node item : file.getValue()) {
            List<RouteFinding> ofItem = new ArrayList<>();
            RouteYaml.value(item, "route").flatMap(RouteFileCheck::withoutSteps).ifPresent(ofItem::add);
            KameletUse.in(item).forEach(use -> ofItem.addAll(check(use)));
            if (ofItem.isEmpty()) {
                RouteYaml.value(item, "route").flatMap(this::endpoint).ifPresent(ofItem::add);
                ofItem.addAll(jq(item));
            }
            findings.addAll(ofItem);
        }
        return findings;
    }

    /** Finds steps outside of from, or none. It ignores a from with unknown keys, one of which may mean steps. */
    private static Optional<RouteFinding> withoutSteps(Node route) {
        Optional<Node> from = RouteYaml.value(route, "from").filter(MappingNode.class::isInstance)
                .filter(node -> FROM.containsAll(RouteYaml.entries(node).keySet()));
        Optional<NodeTuple> steps = from.map(node -> RouteYaml.entries(node).get("steps"));
        if (from.isEmpty() || steps.isPresent() && !isNothing(steps.get().getValueNode())) {
            return Optional.empty();
        }
        NodeTuple beside = RouteYaml.entries(route).get("steps");
        if (steps.isEmpty() && beside != null) {
            return Optional.of(new RouteFinding(RouteYaml.line(beside.getKeyNode()), "steps stands beside from",
                    "indent it and what is below it, until it stands below from's uri"));
        }
        return Optional.of(new RouteFinding(RouteYaml.line(steps.map(NodeTuple::getKeyNode).orElse(route)),
                "the route has no steps", "write \"steps:\" below from's uri, and below that"
                + " \"- to: kamelet:spotify-mongodb-sink\""));
    }

    private static boolean isNothing(Node node) {
        return node instanceof SequenceNode list ? list.getValue().isEmpty()
                : node instanceof ScalarNode && RouteYaml.text(node).isEmpty();
    }

    /** Mistakes in the jq expressions of steps. */
    private List<RouteFinding> jq(Node node) {
        List<RouteFinding> findings = new ArrayList<>();
        RouteYaml.value(node, "jq").map(jq -> RouteYaml.value(jq, "expression").orElse(jq)).ifPresent(value -> {
            try {
                steps.accept(placeholders.apply(RouteYaml.text(value)));
            } catch (JqException e) {
                findings.add(new RouteFinding(RouteYaml.line(value, e.line()), "a jq expression cannot work",
                        e.getMessage()));
            } catch (IllegalArgumentException e) {
                // a missing setting: Camel reports it
            }
        });
        RouteYaml.children(node).forEach(child -> findings.addAll(jq(child)));
        return findings;
    }

    private List<RouteFinding> check(KameletUse use) {
        if (use.kamelet().equals(COPIES) && !use.beside().containsKey("steps")) {
            return List.of(new RouteFinding(use.line(), COPIES + " has no steps, so the records would go nowhere",
                    "write it as \"- kamelet:\" with name: " + COPIES + " and, beside name, steps:"));
        }
        return kamelets.find(use.kamelet()).map(definition -> definition.check(use))
                .orElseGet(() -> List.of(new RouteFinding(use.line(), "there is no Kamelet " + use.kamelet(),
                        "correct its name, or put its file where camel.component.kamelet.location points")));
    }

    private Optional<RouteFinding> endpoint(Node route) {
        Optional<Node> from = RouteYaml.value(route, "from");
        String uri = from.flatMap(node -> RouteYaml.value(node, "uri")).or(() -> from).map(RouteYaml::text).orElse("");
        if (!uri.matches("kamelet:(//)?" + SOURCE + "([/?].*)?")) {
            return Optional.empty();
        }
        Optional<RouteFinding> wrongStep = EndpointSteps.check(route);
        if (wrongStep.isPresent()) {
            return wrongStep;
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
                return Optional.of(new RouteFinding(use.lines().get(parameter.getKey()), parameter.getKey()
                        + " asks for a setting that is not there", "add it to application.properties"));
            }
            if (uri.contains("?") && parameters.get(parameter.getKey()).contains("&")) {
                return Optional.of(new RouteFinding(use.line(),
                        parameter.getKey() + " has a setting with & in it, which would"
                        + " begin another parameter here", "give it below parameters: instead"));
            }
        }
        try {
            endpoints.accept(id, parameters);
            return Optional.empty();
        } catch (JqException e) {
            String name = e.getMessage().replaceFirst(":.*", "");
            Integer line = from.flatMap(node -> RouteYaml.value(node, "parameters"))
                    .flatMap(all -> RouteYaml.value(all, name)).map(value -> RouteYaml.line(value, e.line()))
                    .orElse(use.lines().getOrDefault(name, use.line()));
            return Optional.of(new RouteFinding(line, "the endpoint cannot work", e.getMessage()));
        } catch (ParameterFault e) {
            return Optional.of(new RouteFinding(use.lineOf(e.parameter()), "the endpoint cannot work", e.getMessage()));
        } catch (IllegalArgumentException e) {
            String words = String.valueOf(e.getMessage());
            Integer line = use.lines().keySet().stream().filter(name -> words.matches("(?s).*\\b" + name + "\\b.*"))
                    .findFirst().map(use.lines()::get).orElse(use.line());
            return Optional.of(new RouteFinding(line, "the endpoint cannot work", words));
        }
    }
}
