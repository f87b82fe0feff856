package io.github.spotifypipeline.endpoint.files;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/**
 * Gives each route that starts with a Kamelet its own instance of that Kamelet, named after the route; so, too, each
 * use of a Kamelet that has steps. Camel keeps one instance for each URI: a second route with the same {@code from}
 * could not start, and the steps of a second use would take the place of the first one's.
 */
public final class OwnSource implements RouteBuilderLifecycleStrategy {

    private static final Pattern KAMELET = Pattern.compile("kamelet:(?://)?([^/?]+)(?:/[^?]*)?(\\?.*)?",
            Pattern.DOTALL);

    private static final Pattern STEP = Pattern.compile("([^/?]+)((?:\\?.*)?)", Pattern.DOTALL);

    private final Predicate<String> kamelets;

    /** @param kamelets whether the routes of a Kamelet, given by its name, get their own instance */
    public OwnSource(Predicate<String> kamelets) {
        this.kamelets = kamelets;
    }

    @Override
    public void afterConfigure(RouteBuilder builder) {
        builder.getRouteCollection().getRoutes().forEach(route -> {
            rename(route);
            renameSteps(route);
        });
    }

    private void renameSteps(RouteDefinition route) {
        int uses = 0;
        for (KameletDefinition use : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(),
                KameletDefinition.class)) {
            Matcher kamelet = STEP.matcher(use.getName());
            if (route.hasCustomIdAssigned() && !use.getOutputs().isEmpty() && kamelet.matches()
                    && kamelets.test(kamelet.group(1))) {
                uses++;
                use.setName(kamelet.group(1) + "/" + route.getId() + "-steps-" + uses + kamelet.group(2));
            }
        }
    }

    private void rename(RouteDefinition route) {
        FromDefinition from = route.getInput();
        Matcher kamelet = KAMELET.matcher(from == null ? "" : from.getUri());
        if (route.hasCustomIdAssigned() && kamelet.matches() && kamelets.test(kamelet.group(1))) {
            from.setUri("kamelet:" + kamelet.group(1) + "/" + nameFor(route.getId())
                    + (kamelet.group(2) == null ? "" : kamelet.group(2)));
        }
    }

    /** The id of the route inside the Kamelet that a route starts with. */
    static String nameFor(String routeId) {
        return routeId + "-source";
    }
}
