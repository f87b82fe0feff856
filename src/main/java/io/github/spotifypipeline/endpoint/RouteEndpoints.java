package io.github.spotifypipeline.endpoint;

import io.github.spotifypipeline.jq.JqLibrary;
import io.github.spotifypipeline.routefiles.KameletCatalog;
import io.github.spotifypipeline.routefiles.ParameterFault;
import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.StringHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the endpoints from the running routes that start with {@code kamelet:spotify-source}. */
public final class RouteEndpoints implements EndpointRegistry {

    private static final String SOURCE = "spotify-source";

    /** Replaces a line break in a parameter, because a URI loses line breaks. */
    public static final String LINE_BREAK = "\uE00A";

    /** Parameters that Camel adds to those of a Kamelet. */
    private static final Set<String> OF_CAMEL = Set.of("templateId", "routeId", "uuid", "noErrorHandler",
            "bridgeErrorHandler");

    private static final Logger LOG = LoggerFactory.getLogger(RouteEndpoints.class);

    private final ModelCamelContext camel;
    private final Settings settings;
    private final KameletCatalog kamelets;
    private final Clock clock;
    private final RouteSteps steps;
    private final JqLibrary library;
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final Set<String> strange = ConcurrentHashMap.newKeySet();
    private final Map<String, List<String>> undocumented = new ConcurrentHashMap<>();

    /**
     * @param library the functions that jq expressions of endpoints may call
     * @param clock   tells whether a cron expression has times in the future
     */
    public RouteEndpoints(CamelContext camel, Settings settings, KameletCatalog kamelets, JqLibrary library,
                          Clock clock) {
        this.camel = (ModelCamelContext) camel;
        this.settings = settings;
        this.kamelets = kamelets;
        this.library = library;
        this.clock = clock;
        this.steps = new RouteSteps(PluginHelper.getBeanIntrospection(camel));
    }

    /** All endpoints that can work. The log says once why another cannot. */
    @Override
    public List<Endpoint> all() {
        return camel.getRoutes().stream().filter(this::isEndpoint).flatMap(this::endpoint)
                .sorted(Comparator.comparing(Endpoint::id)).toList();
    }

    /** @throws IllegalArgumentException when the route of an endpoint cannot work; it names the route */
    public void requireAll() {
        all();
        refused.values().stream().sorted().findFirst().ifPresent(words -> {
            throw new IllegalArgumentException(words);
        });
    }

    /**
     * Checks a route that Camel has loaded, running or not.
     *
     * @throws IllegalArgumentException when it is an endpoint that cannot work; the message is for a person
     */
    public void require(String routeId) {
        Route route = camel.getRoute(routeId);
        if (route != null && isOfSource(route)) {
            parse(routeId, parameters(route));
        }
    }

    /** A route that is stopped, or whose autoStartup is false, is no endpoint. */
    private boolean isEndpoint(Route route) {
        if (!isOfSource(route)) {
            return false;
        }
        ServiceStatus status = camel.getRouteController().getRouteStatus(route.getRouteId());
        // null: it was removed meanwhile
        return status != null && status.isStarted();
    }

    private static boolean isOfSource(Route route) {
        return route.getEndpoint() instanceof KameletEndpoint kamelet && SOURCE.equals(kamelet.getTemplateId());
    }

    private static Map<String, String> parameters(Route route) {
        Map<String, String> parameters = new HashMap<>();
        ((KameletEndpoint) route.getEndpoint()).getKameletProperties().forEach((name, value) -> {
            if (!OF_CAMEL.contains(name)) {
                parameters.put(name, String.valueOf(value).replace(LINE_BREAK, "\n"));
            }
        });
        return parameters;
    }

    /** A parameter with {@link #LINE_BREAK} for line breaks and without blanks at its end. */
    public static String inOneLine(String parameter) {
        return parameter.stripTrailing().replaceAll("\\R", LINE_BREAK);
    }

    private Stream<Endpoint> endpoint(Route route) {
        try {
            RouteDefinition definition = camel.getRouteDefinition(route.getRouteId());
            if (definition == null) {
                // it was removed meanwhile
                return Stream.empty();
            }
            Endpoint endpoint = parse(route.getRouteId(), parameters(route), steps.of(definition), file(definition));
            tellOfScopes(endpoint);
            return Stream.of(endpoint);
        } catch (IllegalArgumentException | SettingsException e) {
            String words = "The endpoint " + route.getRouteId() + ": " + e.getMessage();
            if (!words.equals(refused.put(route.getRouteId(), words))) {
                LOG.error("{}{} It is not synced.", words, words.endsWith(".") ? "" : ".");
            }
            return Stream.empty();
        }
    }

    /** Logs undocumented scopes, again when they change. The endpoint runs: Spotify may know more than it documents. */
    private void tellOfScopes(Endpoint endpoint) {
        List<String> scopes = Scopes.undocumented(endpoint);
        if (!scopes.equals(undocumented.put(endpoint.id(), scopes)) && !scopes.isEmpty()) {
            LOG.warn("The endpoint {} asks for the scope {}, which is not one that Spotify documents: a sign-in that"
                    + " asks for an unknown scope is refused as a whole, whoever signs in.", endpoint.id(),
                    String.join(" ", scopes));
        }
        if (!Scopes.isDocumented(endpoint) && strange.add(endpoint.path())) {
            LOG.warn("The endpoint {} has the path {}, which Spotify does not document, so that no scope is asked"
                    + " for: did you"
                    + " mean {}?", endpoint.id(), endpoint.path(), Scopes.nearest(endpoint.path()));
        }
    }

    /**
     * Reads an endpoint whose route does not run.
     *
     * @param id    the route's id
     * @param given the parameters that the route gives to spotify-source
     * @throws IllegalArgumentException when it cannot work; the message is for a person
     * @throws SettingsException        when a setting is wrong
     */
    public Endpoint parse(String id, Map<String, String> given) {
        Endpoint endpoint = parse(id, given, "", "");
        if (!endpoint.schedule().isDueAfter(clock.instant())) {
            throw new ParameterFault("cron", "cron has no time that is still to come: correct its day, month or year");
        }
        return endpoint;
    }

    /** The file's name without its folder. */
    private static String file(RouteDefinition definition) {
        String location = definition.getResource() == null ? definition.getId()
                : definition.getResource().getLocation();
        return location.substring(Math.max(location.lastIndexOf('/'), location.lastIndexOf(':')) + 1);
    }

    private Endpoint parse(String id, Map<String, String> given, String routeSteps, String file) {
        Map<String, String> parameters = new HashMap<>(kamelets.find(SOURCE).orElseThrow().defaults());
        given.forEach((written, value) -> {
            // change-token is changeToken, as everywhere in Camel's YAML
            String name = StringHelper.dashToCamelCase(written);
            if (!parameters.containsKey(name) && !name.equals("path")) {
                throw new ParameterFault(name, "spotify-source has no parameter " + written);
            }
            parameters.put(name, value);
        });
        if (parameters.getOrDefault("path", "").isBlank()) {
            throw new ParameterFault("path", "path must be given, such as /me/shows");
        }
        return new EndpointParameters(id, parameters, routeSteps, file, library)
                .endpoint(every(id), settings.timezone());
    }

    /**
     * A property such as {@code sync.recently-played.every} wins over the route's parameter; null when it is not set.
     */
    private Schedule every(String id) {
        String setting = "sync." + id + ".every";
        String every = settings.text(setting);
        try {
            return every.isEmpty() ? null : Schedule.every(every);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(setting + " (" + SettingKey.environmentName(setting) + "): " + e.getMessage()
                    + ".");
        }
    }
}
