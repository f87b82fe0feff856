package io.github.spotifypipeline.endpoint.files;

import com.mongodb.MongoException;
import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.CollectionUse;
import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order in which endpoint files are loaded at the start. Of two files that fill one collection only the first runs.
 * That is the file that has filled the collection so far, so that a restart does not change what is stored.
 */
record LoadOrder(EndpointRoutes routes, OwnCollections own) {

    List<Path> of(List<Path> paths) {
        Map<Path, List<CollectionUse>> uses = new HashMap<>();
        Set<String> seen = new TreeSet<>();
        Set<String> shared = new TreeSet<>();
        for (Path path : paths) {
            uses.put(path, collections(path));
            uses.get(path).stream().map(CollectionUse::collection).distinct().filter(name -> !seen.add(name))
                    .forEach(shared::add);
        }
        List<Path> ordered = RouteFiles.ownersFirst(paths);
        if (shared.isEmpty()) {
            return ordered;
        }
        Map<String, String> owners = owners();
        return ordered.stream().sorted(Comparator.comparing(path -> uses.get(path).stream().noneMatch(use ->
                shared.contains(use.collection()) && use.routeId().equals(owners.get(use.collection()))))).toList();
    }

    /** Empty for a file that cannot be read: the log says why when it is loaded. */
    private List<CollectionUse> collections(Path path) {
        try {
            return RouteFiles.isRouteFile(path) ? routes.collections(RouteYaml.parse(RouteFiles.read(path)))
                    : List.of();
        } catch (BrokenFileException | RuntimeException | StackOverflowError e) {
            return List.of();
        }
    }

    private Map<String, String> owners() {
        try {
            return own.all();
        } catch (MongoException e) {
            return Map.of();
        }
    }
}
