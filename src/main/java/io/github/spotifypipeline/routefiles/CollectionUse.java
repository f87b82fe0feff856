package io.github.spotifypipeline.routefiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A collection that a route of a file fills: that of its {@code spotify-source}, or one that a
 * {@code spotify-mongodb-sink} among its steps names.
 *
 * @param collection its name
 * @param routeId    the route's id
 * @param endpoint   whether the route begins with {@code spotify-source}
 * @param line       the line that names it, or the line of the source
 */
public record CollectionUse(String collection, String routeId, boolean endpoint, Integer line) {

    private static final String SOURCE = "spotify-source";
    private static final String SINK = "spotify-mongodb-sink";
    private static final String PARAMETER = "collection";

    /**
     * All uses in a file, except names that are expressions.
     *
     * @param placeholders puts settings in the place of their <code>{{names}}</code>; an IllegalArgumentException when
     *                     there is none of that name
     */
    public static List<CollectionUse> in(SequenceNode file, UnaryOperator<String> placeholders) {
        List<CollectionUse> uses = new ArrayList<>();
        for (Node item : file.getValue()) {
            RouteYaml.value(item, "route").ifPresent(route -> {
                String id = RouteYaml.routeId(route);
                List<KameletUse> kamelets = KameletUse.in(route);
                boolean endpoint = kamelets.stream().anyMatch(use -> use.kamelet().equals(SOURCE));
                for (KameletUse use : kamelets) {
                    String fallback = use.kamelet().equals(SOURCE) ? usual(id) : "";
                    if (use.kamelet().equals(SOURCE) || use.kamelet().equals(SINK)) {
                        name(use, fallback, placeholders)
                                .ifPresent(name -> uses.add(new CollectionUse(name, id, endpoint,
                                use.lines().getOrDefault(PARAMETER, use.line()))));
                    }
                }
            });
        }
        return uses;
    }

    /** The collection of an endpoint that names none. */
    public static String usual(String endpointId) {
        return endpointId.replace('-', '_');
    }

    private static Optional<String> name(KameletUse use, String fallback, UnaryOperator<String> placeholders) {
        try {
            String name = placeholders.apply(use.parameters().getOrDefault(PARAMETER, "")).strip();
            return Optional.of(name.isEmpty() ? fallback : name)
                    .filter(given -> !given.isEmpty() && !given.contains("${"));
        } catch (IllegalArgumentException e) {
            // the check of the parameter says so
            return Optional.empty();
        }
    }

    /** Whether both fill the same collection, and would overwrite each other's documents. */
    public boolean collidesWith(CollectionUse other, boolean sameFile) {
        return collection.equals(other.collection()) && !routeId.equals(other.routeId())
                // another route of the file may fill the collection for the endpoint that calls it
                && (!sameFile || endpoint && other.endpoint());
    }

    /** Says that the first use already has the collection. @param file the file of the first use */
    public RouteFinding taken(CollectionUse first, String file) {
        return new RouteFinding(line, "the collection " + collection + " is filled by " + first.routeId() + " (" + file
                + ") already, and each would overwrite the other's documents",
                "give this one a collection of its own, with collection: below its parameters");
    }
}
