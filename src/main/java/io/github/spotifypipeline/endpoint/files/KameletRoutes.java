package io.github.spotifypipeline.endpoint.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Channel;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.kamelet.KameletProcessor;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * The routes inside the Kamelets that endpoint files use. Camel makes one route for each URI of a Kamelet and never
 * removes it; this class removes those that no route uses any more.
 */
final class KameletRoutes {

    private final ModelCamelContext camel;
    private final Set<String> ours = new HashSet<>();

    KameletRoutes(ModelCamelContext camel) {
        this.camel = camel;
    }

    /** The ids of the routes inside all Kamelets. */
    Set<String> ids() {
        return camel.getRouteDefinitions().stream().filter(route -> Boolean.TRUE.equals(route.isKamelet()))
                .map(RouteDefinition::getId).collect(Collectors.toSet());
    }

    /** Takes charge of the routes that have come since. @param before the {@link #ids} before a file was loaded */
    void adoptNewSince(Set<String> before) {
        ids().stream().filter(id -> !before.contains(id)).forEach(ours::add);
    }

    /** Removes routes that no other uses, again and again, because one Kamelet may use another. */
    void removeUnused() throws Exception {
        for (List<String> unused = unused(); !unused.isEmpty(); unused = unused()) {
            for (String id : unused) {
                remove(id);
            }
        }
    }

    private List<String> unused() {
        Set<String> used = used();
        return ours.stream().filter(id -> !used.contains(id)).toList();
    }

    private void remove(String id) throws Exception {
        ours.remove(id);
        RouteDefinition route = camel.getRouteDefinition(id);
        if (route != null) {
            camel.removeRouteDefinition(route);
        }
        // otherwise a later route with the same URI would find the endpoint without a route behind it
        for (Endpoint endpoint : List.copyOf(camel.getEndpoints())) {
            if (endpoint instanceof KameletEndpoint kamelet && kamelet.getRouteId().equals(id)) {
                camel.removeEndpoint(endpoint);
            }
        }
    }

    private Set<String> used() {
        Set<String> used = new HashSet<>();
        for (Route route : camel.getRoutes()) {
            use(route.getEndpoint(), route, used);
            walk(route.getProcessor(), route, used);
            List<Processor> more = new ArrayList<>(route.getOnExceptions());
            more.addAll(route.getOnCompletions());
            more.forEach(processor -> walk(processor, route, used));
        }
        return used;
    }

    private void walk(Processor processor, Route route, Set<String> used) {
        if (processor instanceof EndpointAware aware) {
            use(aware.getEndpoint(), route, used);
        }
        if (processor instanceof KameletProcessor kamelet) {
            use(camel.hasEndpoint("kamelet://" + kamelet.getName()), route, used);
        }
        if (processor instanceof Channel channel) {
            walk(channel.getNextProcessor(), route, used);
        } else if (processor instanceof Navigate<?> navigate && navigate.hasNext()) {
            navigate.next().forEach(next -> walk((Processor) next, route, used));
        }
    }

    /** Ignores the source and the sink inside a Kamelet, which have the id of its own route. */
    private static void use(Endpoint endpoint, Route by, Set<String> used) {
        if (endpoint instanceof KameletEndpoint kamelet && !kamelet.getRouteId().equals(by.getRouteId())) {
            used.add(kamelet.getRouteId());
        }
    }
}
