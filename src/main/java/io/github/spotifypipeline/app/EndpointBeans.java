package io.github.spotifypipeline.app;

import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.jq.Jq;
import io.github.spotifypipeline.jq.JqLibrary;
import io.github.spotifypipeline.records.SpotifyJq;
import io.github.spotifypipeline.routefiles.KameletCatalog;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.settings.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiConsumer;
import net.thisptr.jackson.jq.Function;
import org.apache.camel.CamelContext;

/** Reads endpoints from routes and route files. @param jq what their expressions may call */
public record EndpointBeans(CamelContext camel, KameletCatalog kamelets, JqLibrary jq, RouteEndpoints routes) {

    /** Makes them for a context. The context's own jq functions may be called too. */
    public static EndpointBeans of(CamelContext camel, Settings settings, Clock clock) {
        KameletCatalog kamelets = new KameletCatalog(camel, settings.text("camel.component.kamelet.location"));
        JqLibrary jq = SpotifyJq.library(settings.timezone(),
                camel.getRegistry().findByTypeWithName(Function.class));
        return new EndpointBeans(camel, kamelets, jq, new RouteEndpoints(camel, settings, kamelets, jq, clock));
    }

    /**
     * A check of route files.
     *
     * @param endpoints gets each endpoint's id and parameters; refuses it with an IllegalArgumentException
     */
    public RouteFileCheck fileCheck(BiConsumer<String, Map<String, String>> endpoints) {
        return new RouteFileCheck(kamelets, endpoints,
                expression -> Jq.translate(expression, jq, SpotifyJq.OF_ITEMS), camel::resolvePropertyPlaceholders);
    }
}
