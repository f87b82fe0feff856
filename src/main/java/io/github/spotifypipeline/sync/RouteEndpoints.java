package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.settings.Settings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.StringHelper;

/** Reads the endpoints from the running routes: those that start with {@code kamelet:spotify-source}. */
public final class RouteEndpoints implements Endpoints {

    private static final String SOURCE = "spotify-source";

    /** What Camel adds to the parameters of a Kamelet. */
    private static final Set<String> OF_CAMEL = Set.of("templateId", "routeId", "uuid", "noErrorHandler",
            "bridgeErrorHandler");

    private final CamelContext camel;
    private final Settings settings;

    public RouteEndpoints(CamelContext camel, Settings settings) {
        this.camel = camel;
        this.settings = settings;
    }

    @Override
    public List<Endpoint> all() {
        return camel.getRoutes().stream().filter(RouteEndpoints::isEndpoint).map(this::endpoint)
                .sorted(Comparator.comparing(Endpoint::id)).toList();
    }

    private static boolean isEndpoint(Route route) {
        return route.getEndpoint() instanceof KameletEndpoint kamelet && SOURCE.equals(kamelet.getTemplateId());
    }

    private Endpoint endpoint(Route route) {
        Map<String, String> parameters = new HashMap<>();
        ((KameletEndpoint) route.getEndpoint()).getKameletProperties().forEach((name, value) -> {
            if (!OF_CAMEL.contains(name)) {
                parameters.put(name, String.valueOf(value));
            }
        });
        try {
            return parse(route.getRouteId(), parameters);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The endpoint " + route.getRouteId() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads an endpoint from what its route says.
     *
     * @param routeId    the route's id
     * @param parameters those of its {@code spotify-source}, by name; the others have their defaults
     * @throws IllegalArgumentException when they cannot work; the message says what to change
     */
    public Endpoint parse(String routeId, Map<String, String> parameters) {
        Map<String, String> all = defaults();
        parameters.forEach((written, value) -> {
            // change-token is changeToken, as everywhere in Camel's YAML
            String name = StringHelper.dashToCamelCase(written);
            if (!all.containsKey(name)) {
                throw new IllegalArgumentException("spotify-source has no parameter " + written);
            }
            all.put(name, value);
        });
        // a property such as sync.recently-played.every wins over the route's parameter
        return new EndpointParameters(routeId, all)
                .endpoint(settings.text("sync." + routeId + ".every"), settings.timezone());
    }

    private Map<String, String> defaults() {
        Map<String, String> defaults = new HashMap<>();
        RouteTemplateDefinition template = ((ModelCamelContext) camel).getRouteTemplateDefinition(SOURCE);
        for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
            defaults.put(parameter.getName(), parameter.getDefaultValue());
        }
        return defaults;
    }
}
