package io.github.spotifypipeline.endpoint.files;

import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.CollectionUse;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of endpoint files. Its routes start, change and stop with their files while the program runs. A file that
 * cannot be used is logged; what runs goes on, the former routes of that file included.
 */
public final class EndpointFolder {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointFolder.class);

    private final Path routesDir;
    private final ModelCamelContext camel;
    private final FolderWatch watch;
    private final EndpointRoutes routes;
    private final LoadOrder order;
    private final Clock clock;
    private final Map<Path, EndpointFile> files = new TreeMap<>();
    private volatile List<FileProblem> problems = List.of();
    private boolean open;
    private boolean unreadable;

    /** @param routesDir the routes folder; the endpoints are in its folder {@code endpoints} */
    public EndpointFolder(Path routesDir, CamelContext camel, RouteFileCheck check, RouteEndpoints endpoints,
            SyncControl syncs, OwnCollections own, Clock clock) {
        this.routesDir = routesDir;
        this.camel = (ModelCamelContext) camel;
        this.watch = new FolderWatch(routesDir.resolve("endpoints"));
        this.routes = new EndpointRoutes(this.camel, check, endpoints, syncs);
        this.order = new LoadOrder(routes, own);
        this.clock = clock;
    }

    /**
     * Starts the routes of all files, and from here on looks for changes.
     *
     * @throws SettingsException when a setting of an endpoint, or access to the folder, is wrong
     */
    public synchronized void open() {
        try {
            order.of(watch.begin()).forEach(this::load);
            LOG.info("endpoints: {}", files.values().stream().flatMap(file -> file.routes().stream()).sorted()
                    .collect(Collectors.joining(", ")));
            open = true;
        } catch (IOException e) {
            throw new SettingsException(routesDir.resolve("endpoints")
                    + " cannot be read: allow it to the user that runs this program.");
        } finally {
            tell();
        }
    }

    /** Looks for changes once, and follows them. */
    public synchronized void look() {
        if (!open || camel.isStopping()) {
            return;
        }
        try {
            List<Path> changed = watch.look();
            changed.forEach(this::follow);
            if (!changed.isEmpty()) {
                files.entrySet().stream().filter(entry -> entry.getValue().isWaiting()).map(Map.Entry::getKey).toList()
                        .forEach(this::follow);
                tell();
            }
            unreadable = false;
        } catch (IOException e) {
            if (!unreadable) {
                LOG.warn("The folder {} cannot be read: its routes go on as they are.", routesDir.resolve("endpoints"));
            }
            unreadable = true;
        }
    }

    /** The files that are not in use as they stand, sorted by name. */
    public List<FileProblem> problems() {
        return problems;
    }

    private void tell() {
        problems = files.values().stream().map(EndpointFile::problem).filter(Objects::nonNull).toList();
    }

    private void follow(Path path) {
        try {
            if (Files.exists(path)) {
                load(path);
            } else {
                unload(path);
            }
        } catch (SettingsException e) {
            broken(files.get(path), new RouteFinding(null, "a setting of it cannot work", e.getMessage()), false);
        }
    }

    private void load(Path path) {
        EndpointFile file = files.computeIfAbsent(path,
                added -> new EndpointFile(routesDir.relativize(added).toString().replace('\\', '/')));
        if (!RouteFiles.isRouteFile(path)) {
            broken(file, RouteFiles.stray(), false);
            return;
        }
        try {
            String text = RouteFiles.read(path);
            if (!file.isNew(text) && !file.isWaiting()) {
                if (text.equals(file.running())) {
                    file.good();
                }
                return;
            }
            EndpointRoutes.Parsed parsed = text.equals(file.running()) ? null : routes.parse(path, text);
            if (parsed == null
                    || isFree(parsed, file) && isAlone(parsed, file) && replace(path, file, text, parsed)) {
                file.good();
            }
        } catch (BrokenFileException e) {
            broken(file, e.finding(), false);
        } catch (SettingsException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debug("{}", file.name(), e);
            broken(file, new RouteFinding(null, "the file cannot be read as routes (" + e.getClass().getSimpleName()
                    + ")", "correct it, without anchors and aliases"), false);
        }
    }

    /** A route's id is free when no other file and no other part of the program has it. */
    private boolean isFree(EndpointRoutes.Parsed parsed, EndpointFile file) {
        List<String> ids = parsed.ids();
        for (String id : ids) {
            if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
                broken(file, new RouteFinding(RouteYaml.lineOfId(parsed.yaml(), id), "a route's id cannot be like this",
                        "write letters, digits, - and _"), false);
                return false;
            }
            boolean twice = ids.indexOf(id) != ids.lastIndexOf(id);
            boolean others = !file.routes().contains(id)
                    && (routes.isTaken(id) || routes.isTaken(OwnSource.nameFor(id)));
            if (twice || others) {
                String owner = files.values().stream().filter(other -> other != file && other.routes().contains(id))
                        .findFirst().map(EndpointFile::name).orElse(twice ? "this file, twice" : "the program");
                broken(file, new RouteFinding(RouteYaml.lineOfId(parsed.yaml(), id), "the route id " + id
                        + " is used by " + owner, "give it another one"), others);
                return false;
            }
        }
        return true;
    }

    /** Two endpoints on one collection would overwrite each other's documents: the second one does not run. */
    private boolean isAlone(EndpointRoutes.Parsed parsed, EndpointFile file) {
        for (CollectionUse use : parsed.collections()) {
            Optional<RouteFinding> taken = parsed.collections().stream()
                    .takeWhile(first -> first != use).filter(first -> use.collidesWith(first, true)).findFirst()
                    .map(first -> use.taken(first, "this file"));
            if (taken.isPresent()) {
                broken(file, taken.get(), false);
                return false;
            }
            for (EndpointFile other : files.values()) {
                Optional<CollectionUse> first = other == file ? Optional.empty()
                        : other.collections().stream().filter(one -> use.collidesWith(one, false)).findFirst();
                if (first.isPresent()) {
                    broken(file, use.taken(first.get(), other.name()), true);
                    return false;
                }
            }
        }
        return true;
    }

    /** @return false when the old routes are still busy, and it is to be tried again */
    private boolean replace(Path path, EndpointFile file, String text, EndpointRoutes.Parsed parsed)
            throws BrokenFileException {
        String old = file.running();
        if (!stop(path, file)) {
            return false;
        }
        try {
            routes.start(parsed);
            file.runs(text, parsed);
            if (open) {
                String what = old == null ? "started" : "changed";
                LOG.info("endpoint {} routes={} file={}", what, parsed.ids(), file.name());
                parsed.ids().forEach(routes::edited);
            }
            return true;
        } catch (BrokenFileException e) {
            if (old != null) {
                EndpointRoutes.Parsed before = routes.parse(path, old);
                routes.start(before);
                file.runs(old, before);
            }
            throw e;
        }
    }

    private void unload(Path path) {
        EndpointFile file = files.get(path);
        if (file != null && stop(path, file)) {
            files.remove(path);
            if (RouteFiles.isRouteFile(path)) {
                LOG.info("endpoint removed file={}", file.name());
            }
        }
    }

    private boolean stop(Path path, EndpointFile file) {
        try {
            if (routes.stop(file.routes())) {
                file.runsNothing();
                return true;
            }
            LOG.warn("The routes of {} are still busy with a page: its change has to wait.", file.name());
        } catch (Exception e) {
            LOG.error("The routes of {} cannot be removed", file.name(), e);
        }
        file.retry();
        watch.forget(path);
        return false;
    }

    private void broken(EndpointFile file, RouteFinding finding, boolean waitsForAnother) {
        if (file.broken(finding, waitsForAnother, clock.instant())) {
            LOG.error("{}{}", file.problem().text(), file.running() == null ? "" : " (until then it runs as before)");
        }
    }
}
