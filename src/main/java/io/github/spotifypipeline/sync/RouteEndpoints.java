package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.settings.Settings;
import java.util.Arrays;
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
import org.apache.camel.util.TimeUtils;

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
        try {
            return read(route);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The endpoint " + route.getRouteId() + ": " + e.getMessage(), e);
        }
    }

    private Endpoint read(Route route) {
        Map<String, String> parameters = defaults();
        ((KameletEndpoint) route.getEndpoint()).getKameletProperties().forEach((name, value) -> {
            if (!parameters.containsKey(name) && !OF_CAMEL.contains(name)) {
                throw new IllegalArgumentException("spotify-source has no parameter " + name);
            }
            parameters.put(name, String.valueOf(value));
        });
        String id = route.getRouteId();
        String collection = parameters.get("collection");
        if (!List.of("none", "after").contains(parameters.get("cursor"))) {
            throw new IllegalArgumentException("cursor must be none or after");
        }
        return new Endpoint(id, parameters.get("path"), parameters.get("items"), parameters.get("cursor"),
                parameters.get("cursorField"), TimeUtils.toMilliSeconds(parameters.get("overlap")),
                schedule(id, parameters), words(parameters.get("scope")),
                collection.isEmpty() ? id.replace('-', '_') : collection);
    }

    private Map<String, String> defaults() {
        Map<String, String> defaults = new HashMap<>();
        RouteTemplateDefinition template = ((ModelCamelContext) camel).getRouteTemplateDefinition(SOURCE);
        for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
            defaults.put(parameter.getName(), parameter.getDefaultValue());
        }
        return defaults;
    }

    /** A property such as {@code sync.recently-played.every} wins over the route's parameter. */
    private Schedule schedule(String id, Map<String, String> parameters) {
        String every = settings.text("sync." + id + ".every");
        String cron = parameters.get("cron");
        if (!every.isEmpty()) {
            return Schedule.every(every);
        }
        return cron.isEmpty() ? Schedule.every(parameters.get("every")) : Schedule.cron(cron, settings.timezone());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }
}
