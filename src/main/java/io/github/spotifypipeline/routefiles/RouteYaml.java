package io.github.spotifypipeline.routefiles;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a route file's YAML as nodes, which have line numbers. */
public final class RouteYaml {

    private RouteYaml() {
    }

    /** The file's list of routes. @throws BrokenFileException when it is no YAML, or no list */
    public static SequenceNode parse(String text) throws BrokenFileException {
        if (!(compose(text) instanceof SequenceNode list)) {
            throw broken(1, "a route file is a list", "begin it with \"- route:\"");
        }
        return list;
    }

    /** Any YAML. @throws BrokenFileException when it is none */
    public static Node compose(String text) throws BrokenFileException {
        try {
            Node root = new Compose(LoadSettings.builder().build()).composeString(text).orElseThrow(() ->
                    broken(null, "the file is empty", "write a route into it, or delete it"));
            refuseDuplicates(root, Collections.newSetFromMap(new IdentityHashMap<>()));
            return root;
        } catch (MarkedYamlEngineException e) {
            // the parser reports an unclosed bracket or quote only at the end, or at the next item
            boolean unclosed = String.valueOf(e.getContext()).matches("while (scanning a quoted|parsing a flow).*");
            Integer line = (unclosed ? e.getContextMark().or(e::getProblemMark) : e.getProblemMark()
                    .or(e::getContextMark))
                    .map(mark -> mark.getLine() + 1).orElse(null);
            throw isIndentedWithTab(text, line)
                    ? broken(line, "the line is indented with a tab, which YAML does not take", "write spaces")
                    : broken(line, "this is not YAML", "look at its indentation, colons and quotes, there or in the"
                            + " line before");
        } catch (YamlEngineException e) {
            throw broken(null, "this is not YAML", "look at its indentation, colons and quotes");
        }
    }

    private static boolean isIndentedWithTab(String text, Integer line) {
        return line != null && text.lines().skip(line - 1).findFirst().filter(found -> found.matches(" *\t.*"))
                .isPresent();
    }

    /** @param seen nodes that have been looked at: an alias is the same node again */
    private static void refuseDuplicates(Node node, Set<Node> seen) throws BrokenFileException {
        if (!seen.add(node)) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (!keys.add(text(entry.getKeyNode()))) {
                    throw broken(line(entry.getKeyNode()), "the key " + text(entry.getKeyNode()) + " is there twice",
                            "remove one of the two");
                }
            }
        }
        for (Node child : children(node)) {
            refuseDuplicates(child, seen);
        }
    }

    private static BrokenFileException broken(Integer line, String what, String remedy) {
        return new BrokenFileException(new RouteFinding(line, what, remedy));
    }

    /** The first line of a node, counted from 1. */
    public static Integer line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(null);
    }

    /** The line in the file of a line of a scalar's text. @param ofText counted from 1 */
    public static Integer line(Node scalar, int ofText) {
        Integer begin = line(scalar);
        if (begin == null || !(scalar instanceof ScalarNode value)) {
            return begin;
        }
        return switch (value.getScalarStyle()) {
            case LITERAL -> begin + ofText;
            case FOLDED -> begin + 1;
            default -> begin;
        };
    }

    /** A scalar's text, empty for anything else. */
    public static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The entries of a mapping by key; empty for another node. */
    public static Map<String, NodeTuple> entries(Node node) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> entries.put(text(entry.getKeyNode()), entry));
        }
        return entries;
    }

    /** The value of a key of a mapping. */
    public static Optional<Node> value(Node node, String key) {
        return Optional.ofNullable(entries(node).get(key)).map(NodeTuple::getValueNode);
    }

    /** The id of a route, given by the node below {@code route}; empty when there is none. */
    public static String routeId(Node route) {
        return value(route, "id").map(RouteYaml::text).orElse("");
    }

    /** The line of a route's id. */
    public static Integer lineOfId(SequenceNode file, String id) {
        Integer line = null;
        for (Node item : file.getValue()) {
            Optional<Node> found = value(item, "route").flatMap(route -> value(route, "id"));
            if (found.map(RouteYaml::text).filter(id::equals).isPresent()) {
                line = line(found.get());
            }
        }
        return line;
    }

    /** A mapping's values or a list's items. */
    public static List<Node> children(Node node) {
        if (node instanceof SequenceNode list) {
            return list.getValue();
        }
        return entries(node).values().stream().map(NodeTuple::getValueNode).toList();
    }
}
