package io.github.spotifypipeline.endpointfiles;

import io.github.spotifypipeline.routefiles.Finding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Says why Camel could not start a file's routes. What the file holds is cut out of Camel's words: it may be a secret. */
final class StartFailure {

    private static final int SHORTEST = 4;
    private static final int LONGEST_MESSAGE = 200;

    private record Value(String text, Integer line) {
    }

    private StartFailure() {
    }

    /** @param file the file's content */
    static Finding of(Throwable thrown, Node file) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        List<Value> values = new ArrayList<>();
        collect(file, values);
        values.sort(Comparator.comparing((Value value) -> value.text().length()).reversed());
        String words = String.valueOf(root.getMessage());
        Integer line = null;
        for (Value value : values) {
            if (words.contains(value.text())) {
                words = words.replace(value.text(), "…");
                line = line == null ? value.line() : line;
            }
        }
        words = words.replaceAll("\\s+", " ").strip();
        if (words.length() > LONGEST_MESSAGE) {
            words = words.substring(0, LONGEST_MESSAGE) + "…";
        }
        return new Finding(line, "Camel cannot start it: " + root.getClass().getSimpleName() + ": " + words,
                "correct it, or add the component that it needs");
    }

    private static void collect(Node node, List<Value> values) {
        String text = RouteYaml.text(node);
        add(text, node, values);
        int query = text.indexOf('?');
        if (query >= 0) {
            add(text.substring(query + 1), node, values);
            for (String pair : text.substring(query + 1).split("&")) {
                add(pair.substring(pair.indexOf('=') + 1), node, values);
            }
        }
        RouteYaml.children(node).forEach(child -> collect(child, values));
    }

    private static void add(String text, Node node, List<Value> values) {
        if (text.strip().length() >= SHORTEST) {
            values.add(new Value(text.strip(), RouteYaml.line(node)));
            values.add(new Value(URLEncoder.encode(text.strip(), StandardCharsets.UTF_8), RouteYaml.line(node)));
        }
    }
}
