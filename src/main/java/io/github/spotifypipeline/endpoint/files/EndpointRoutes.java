package io.github.spotifypipeline.endpoint.files;

import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.CamelSchema;
import io.github.spotifypipeline.routefiles.CollectionUse;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Puts the routes of endpoint files into the running Camel context, and takes them out. */
final class EndpointRoutes {

    private final ModelCamelContext camel;
    private final RouteFileCheck check;
    private final RouteEndpoints endpoints;
    private final SyncControl syncs;
    private final KameletRoutes kamelets;

    EndpointRoutes(ModelCamelContext camel, RouteFileCheck check, RouteEndpoints endpoints, SyncControl syncs) {
        this.camel = camel;
        this.check = check;
        this.endpoints = endpoints;
        this.syncs = syncs;
        this.kamelets = new KameletRoutes(camel);
    }

    /** A file's routes, read but not running. */
    record Parsed(SequenceNode yaml, RouteBuilder routes, List<String> ids, List<CollectionUse> collections) {
    }

    /** Reads a file's routes. @throws BrokenFileException when it is clear before the start that they cannot work */
    Parsed parse(Path file, String text) throws BrokenFileException {
        SequenceNode yaml = RouteYaml.parse(text);
        List<RouteFinding> findings = check.live(yaml);
        if (!findings.isEmpty()) {
            throw new BrokenFileException(findings.get(0));
        }
        try {
            Resource resource = ResourceHelper.fromString("file:" + file, text);
            RoutesBuilder builder = PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(resource)).iterator()
                    .next();
            RouteBuilder routes = (RouteBuilder) builder;
            routes.configureRoutes(camel);
            requireOwnEntrance(routes, yaml);
            SourceParameters.keepWhole(routes, yaml);
            return new Parsed(yaml, routes, routes.getRouteCollection().getRoutes().stream().map(RouteDefinition::getId)
                    .toList(), collections(yaml));
        } catch (BrokenFileException e) {
            throw e;
        } catch (Exception e) {
            // Camel's message is about Java classes; the schema knows the line and the key
            throw new BrokenFileException(new CamelSchema().check(yaml).stream().findFirst()
                    .orElseGet(() -> StartFailure.of(e, yaml)));
        }
    }

    /** The collections that a file's routes fill. */
    List<CollectionUse> collections(SequenceNode yaml) {
        return CollectionUse.in(yaml, camel::resolvePropertyPlaceholders);
    }

    /** A route must not begin where one of the program's does: to remove it would remove the program's. */
    private static void requireOwnEntrance(RouteBuilder routes, SequenceNode yaml) throws BrokenFileException {
        for (RouteDefinition route : routes.getRouteCollection().getRoutes()) {
            String uri = String.valueOf(route.getInput().getEndpointUri()).replace("://", ":");
            if (uri.startsWith("spotify-quartz:") || uri.startsWith("direct:spotify-")) {
                throw new BrokenFileException(new RouteFinding(RouteYaml.lineOfId(yaml, route.getId()),
                        "the route begins where one of the program's own does", "give its from another name"));
            }
        }
    }

    /** Whether a route has this id, also inside a Kamelet. */
    boolean isTaken(String id) {
        return camel.getRouteDefinition(id) != null;
    }

    /** Starts routes. @throws BrokenFileException when one does not start; then all of them are removed again */
    void start(Parsed parsed) throws BrokenFileException {
        // one that has started is an endpoint, although another of its file may still fail
        parsed.ids().forEach(syncs::pause);
        Set<String> before = kamelets.ids();
        try {
            camel.addRoutes(parsed.routes());
            requireEndpoints(parsed);
            kamelets.adoptNewSince(before);
        } catch (Exception | LinkageError e) {
            // a component whose own libraries are missing is an error of linkage
            kamelets.adoptNewSince(before);
            try {
                remove(parsed.ids());
            } catch (Exception again) {
                e.addSuppressed(again);
            }
            throw e instanceof BrokenFileException broken ? broken
                    : new BrokenFileException(StartFailure.of(e, parsed.yaml()));
        } finally {
            parsed.ids().forEach(syncs::resume);
        }
    }

    /** Checks the parameters again, because Camel may have changed them. */
    private void requireEndpoints(Parsed parsed) throws BrokenFileException {
        for (String id : parsed.ids()) {
            try {
                endpoints.require(id);
            } catch (IllegalArgumentException e) {
                throw new BrokenFileException(new RouteFinding(RouteYaml.lineOfId(parsed.yaml(), id),
                        "the endpoint cannot work", e.getMessage()));
            }
        }
    }

    /** Requests a sync if the endpoint now reads or stores something else than in its last run. */
    void edited(String id) {
        syncs.edited(id);
    }

    /** Waits until the current page is stored, then removes routes. @return false when a page takes too long */
    boolean stop(List<String> ids) throws Exception {
        for (String id : ids) {
            if (!syncs.pause(id)) {
                ids.forEach(syncs::resume);
                return false;
            }
        }
        remove(ids);
        return true;
    }

    private void remove(List<String> ids) throws Exception {
        // what feeds a route stops before it
        List<String> all = new ArrayList<>(ids.stream().map(OwnSource::nameFor).filter(kamelets.ids()::contains)
                .toList());
        all.addAll(ids);
        for (String id : all) {
            RouteDefinition route = camel.getRouteDefinition(id);
            if (route != null) {
                camel.removeRouteDefinition(route);
            }
        }
        kamelets.removeUnused();
    }
}
