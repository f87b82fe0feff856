package io.github.spotifypipeline.endpoint.files;

import io.github.spotifypipeline.routefiles.CollectionUse;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what two files must not share: a route's id or a collection. Two endpoints on one collection would overwrite
 * each other's documents.
 */
record FileConflicts(Collection<EndpointFile> files, EndpointRoutes routes) {

    /** @param waits whether the file can run as it is when another file changes */
    record Conflict(RouteFinding finding, boolean waits) {
    }

    /** The first reason why a file's routes cannot run beside those that run. */
    Optional<Conflict> of(EndpointFile file, EndpointRoutes.Parsed parsed) {
        return Stream.concat(parsed.ids().stream().map(id -> ofId(id, file, parsed)),
                parsed.collections().stream().map(use -> ofCollection(use, file, parsed)))
                .filter(Objects::nonNull).findFirst();
    }

    private Conflict ofId(String id, EndpointFile file, EndpointRoutes.Parsed parsed) {
        Integer line = RouteYaml.lineOfId(parsed.yaml(), id);
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            return new Conflict(new RouteFinding(line, "a route's id cannot be like this",
                    "write letters, digits, - and _"), false);
        }
        List<String> ids = parsed.ids();
        boolean twice = ids.indexOf(id) != ids.lastIndexOf(id);
        boolean taken = !file.routes().contains(id)
                && (routes.isTaken(id) || routes.isTaken(OwnSource.nameFor(id)));
        if (!twice && !taken) {
            return null;
        }
        String owner = files.stream().filter(other -> other != file && other.routes().contains(id))
                .findFirst().map(EndpointFile::name).orElse(twice ? "this file, twice" : "the program");
        return new Conflict(new RouteFinding(line, "the route id " + id + " is used by " + owner,
                "give it another one"), taken);
    }

    private Conflict ofCollection(CollectionUse use, EndpointFile file, EndpointRoutes.Parsed parsed) {
        Optional<Conflict> inFile = parsed.collections().stream().takeWhile(first -> first != use)
                .filter(first -> use.collidesWith(first, true)).findFirst()
                .map(first -> new Conflict(use.taken(first, "this file"), false));
        return inFile.or(() -> files.stream().filter(other -> other != file)
                .flatMap(other -> other.collections().stream().filter(first -> use.collidesWith(first, false))
                        .map(first -> new Conflict(use.taken(first, other.name()), true)))
                .findFirst()).orElse(null);
    }
}
