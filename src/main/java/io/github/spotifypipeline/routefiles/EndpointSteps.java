package io.github.spotifypipeline.routefiles;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds steps that an endpoint's route must not have, because the sync would go on, or end, without records. */
final class EndpointSteps {

    private static final String ENDS = "would end the sync itself, which is never told so";
    private static final String LATER =
            " hands the records on later and elsewhere, when the sync counts them as stored";

    /** The steps, and whether they are allowed after the sink. */
    private static final Map<String, Boolean> REFUSED = Map.of("stop", false, "rollback", false,
            "markRollbackOnly", false, "aggregate", true, "resequence", true);

    private EndpointSteps() {
    }

    /** The first such step in a route. */
    static Optional<RouteFinding> check(Node route) {
        return check(route, new boolean[1]);
    }

    /** @param stored whether a sink stands before it */
    private static Optional<RouteFinding> check(Node node, boolean[] stored) {
        if (node instanceof SequenceNode steps) {
            for (Node step : steps.getValue()) {
                Optional<RouteFinding> finding = step(step, stored);
                if (finding.isPresent()) {
                    return finding;
                }
            }
            return Optional.empty();
        }
        return inside(node, stored);
    }

    private static Optional<RouteFinding> inside(Node node, boolean[] stored) {
        for (Node child : RouteYaml.children(node)) {
            Optional<RouteFinding> finding = check(child, stored);
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    private static Optional<RouteFinding> step(Node step, boolean[] stored) {
        if (RouteYaml.entries(step).size() == 1) {
            String name = RouteYaml.entries(step).keySet().iterator().next();
            if (REFUSED.containsKey(name) && !(REFUSED.get(name) && stored[0])) {
                Integer line = RouteYaml.line(RouteYaml.entries(step).get(name).getKeyNode());
                return Optional.of(REFUSED.get(name)
                        ? new RouteFinding(line, name + LATER, "a message is a whole page already: leave it out, or"
                                + " put it behind the sink")
                        : new RouteFinding(line, name + " " + ENDS, name.equals("stop")
                        ? "put the steps that follow into the filter instead"
                        : "write throwException, which fails this sync alone"));
            }
        }
        Optional<RouteFinding> inside = inside(step, stored);
        stored[0] |= KameletUse.in(step).stream().map(KameletUse::kamelet).anyMatch("spotify-mongodb-sink"::equals);
        return inside;
    }
}
