package io.github.spotifypipeline.endpoint.files;

import io.github.spotifypipeline.routefiles.MissingComponent;
import io.github.spotifypipeline.routefiles.PlainWords;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Says why Camel could not start a file's routes. It removes the file's values from Camel's message, because they may
 * be secrets.
 */
final class StartFailure {

    private static final int SHORTEST = 4;
    private static final Pattern COMPONENT = Pattern.compile("([a-z][a-z0-9-]+):");
    private static final Pattern KEY_LIKE = Pattern.compile("\\w*\\d\\w*");
    private static final int LONGEST_MESSAGE = 200;

    private record Value(String text, Integer line, boolean isName) {
    }

    private StartFailure() {
    }

    /** @param file the file's content */
    static RouteFinding of(Throwable thrown, Node file) {
        List<Value> values = new ArrayList<>();
        collect(file, values);
        values.sort(Comparator.comparing((Value value) -> value.text().length()).reversed());
        List<Throwable> causes = new ArrayList<>();
        // the innermost first: the outer messages contain the whole route
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            causes.add(0, cause);
        }
        Integer line = causes.stream().map(cause -> line(cause, values)).filter(Objects::nonNull).findFirst()
                .orElse(null);
        Throwable root = causes.get(0);
        if (root.getClass().getName().startsWith("net.thisptr.jackson.jq.")) {
            return new RouteFinding(line, "a jq expression cannot be read: " + words(root, values),
                    "correct the expression");
        }
        Optional<String> missing = causes.stream().flatMap(cause -> MissingComponent.inWords(cause).stream())
                .findFirst();
        if (missing.isPresent()) {
            return new RouteFinding(line, "Camel cannot start it", missing.get());
        }
        if (String.valueOf(root.getMessage()).matches("Missing (\\{\\{|}}) .*")) {
            return new RouteFinding(line, "{{ and }} are Camel's own, and one of them is missing",
                    "write { { and } } with a space between, in jq, too");
        }
        return new RouteFinding(line, "Camel cannot start it: " + words(root, values),
                "correct it, or add the component that it needs");
    }

    private static Integer line(Throwable cause, List<Value> values) {
        String message = String.valueOf(cause.getMessage());
        return values.stream().filter(value -> message.contains(value.text())).findFirst().map(Value::line)
                .orElse(null);
    }

    private static String words(Throwable root, List<Value> values) {
        String words = root.getMessage() == null ? "it does not say why" : root.getMessage();
        for (Value value : values) {
            words = value.isName() ? words : words.replace(value.text(), "…");
        }
        words = PlainWords.of(words);
        return words.length() > LONGEST_MESSAGE ? words.substring(0, LONGEST_MESSAGE) + "…" : words;
    }

    private static void collect(Node node, List<Value> values) {
        String text = RouteYaml.text(node);
        add(text, node, values);
        Matcher uri = COMPONENT.matcher(text);
        if (uri.lookingAt()) {
            values.add(new Value(uri.group(1) + "://", RouteYaml.line(node), true));
        }
        // a parser quotes parts of a text that it cannot read
        KEY_LIKE.matcher(text).results().forEach(part -> add(part.group(), node, values));
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
            values.add(new Value(text.strip(), RouteYaml.line(node), false));
            values.add(new Value(URLEncoder.encode(text.strip(), StandardCharsets.UTF_8), RouteYaml.line(node), false));
        }
    }
}
