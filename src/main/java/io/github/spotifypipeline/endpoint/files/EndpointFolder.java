package io.github.spotifypipeline.endpoint.files;

import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.FileProblem;
import io.github.spotifypipeline.routefiles.FolderWatch;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.routefiles.RouteFinding;
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
 * The folder of endpoint files. Its routes start, change and stop with their files while the program runs. The log
 * names a file that cannot be used; the routes of its last good text go on.
 */
public final class EndpointFolder {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointFolder.class);

    private final Path routesDir;
    private final ModelCamelContext camel;
    private final FolderWatch watch;
    private final EndpointRoutes routes;
    private final LoadOrder order;
    private final FileConflicts conflicts;
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
        this.conflicts = new FileConflicts(files.values(), routes);
        this.clock = clock;
    }

    /**
     * Starts the routes of all files. From then on, {@link #look} follows changes.
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

    /** Follows the changes since the last look. */
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

    /** The files whose current text is not in use, sorted by name. */
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
            Optional<FileConflicts.Conflict> conflict =
                    parsed == null ? Optional.empty() : conflicts.of(file, parsed);
            if (conflict.isPresent()) {
                broken(file, conflict.get().finding(), conflict.get().waits());
            } else if (parsed == null || replace(path, file, text, parsed)) {
                file.good();
            }
        } catch (BrokenFileException e) {
            broken(file, e.finding(), false);
        } catch (SettingsException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debug("{}", file.name(), e);
            broken(file, new RouteFinding(null, "the file cannot be read as routes",
                    "correct it, without anchors and aliases"), false);
        }
    }

    /** @return false when the old routes are still busy; a later look tries again */
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
