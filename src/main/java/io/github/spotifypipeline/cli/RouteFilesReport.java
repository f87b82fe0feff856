package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.app.EndpointBeans;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.endpoint.Scopes;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.CamelSchema;
import io.github.spotifypipeline.routefiles.CollectionUse;
import io.github.spotifypipeline.routefiles.KameletUse;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What is wrong in the route files, found without starting them and without the database. */
final class RouteFilesReport {

    /** The Kamelets of this program. */
    private static final List<String> KAMELETS = List.of("spotify-source", "spotify-get-action", "spotify-token-action",
            "spotify-mongodb-sink");

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Path folder;
    private final RouteFileCheck check;
    private final CamelSchema schema = new CamelSchema();
    private final Map<String, String> routeIds = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private final Set<String> settings = new TreeSet<>();
    private final List<Declared> declared = new ArrayList<>();
    private final List<Filled> filled = new ArrayList<>();
    private final List<String> shared = new ArrayList<>();
    private final List<String> writable = new ArrayList<>();
    private final UnaryOperator<String> placeholders;
    private final List<String> missingKamelets;
    private final RouteEndpoints endpoints;
    private String file;
    private SequenceNode yaml;
    private int files;

    /** A collection that a file fills. */
    private record Filled(CollectionUse use, String file) {
    }

    /** An endpoint that a file declares. */
    private record Declared(Endpoint endpoint, String file, SequenceNode yaml) {

        private String at(String parameter, String what, String remedy) {
            return new RouteFinding(KameletUse.lineOf(yaml, endpoint.id(), parameter), what, remedy).at(file);
        }
    }

    private RouteFilesReport(Settings settings, CamelContext camel, Clock clock) {
        camel.getPropertiesComponent().setOverrideProperties(settings.asProperties());
        folder = settings.routesDir();
        EndpointBeans parts = EndpointBeans.of(camel, settings, clock);
        missingKamelets = KAMELETS.stream().filter(name -> parts.kamelets().find(name).isEmpty()).toList();
        endpoints = parts.routes();
        placeholders = camel::resolvePropertyPlaceholders;
        check = parts.fileCheck(this::endpoint);
    }

    /** Reads all route files. @throws SettingsException when the folder cannot be read */
    static RouteFilesReport of(Settings settings, Clock clock) {
        CamelContext camel = new DefaultCamelContext();
        try {
            RouteFilesReport report = new RouteFilesReport(settings, camel, clock);
            List<Path> replaced = RouteFiles.replaced(report.folder);
            RouteFiles.ownersFirst(RouteFiles.below(report.folder)).stream().filter(file -> !replaced.contains(file))
                    .forEach(report::read);
            report.declared.forEach(report::hint);
            report.writable.addAll(RouteFiles.writableByEverybody(report.folder).stream()
                    .map(path -> report.writable(path))
                    .toList());
            RouteFiles.andStrays(report.folder.resolve("endpoints")).stream()
                    .filter(file -> !RouteFiles.isRouteFile(file))
                    .forEach(file -> report.findings.add(RouteFiles.stray().at(report.name(file))));
            return report;
        } catch (IOException e) {
            throw new SettingsException(settings.routesDir() + " cannot be read: allow it to the user that runs this"
                    + " program.");
        } finally {
            camel.stop();
        }
    }

    private void read(Path path) {
        files++;
        file = name(path);
        try {
            yaml = RouteYaml.parse(RouteFiles.read(path));
            check.check(yaml, schema, file.startsWith("endpoints/")).forEach(finding -> findings.add(finding.at(file)));
            yaml.getValue().forEach(item -> RouteYaml.value(item, "route").map(RouteYaml::routeId)
                    .filter(id -> !id.isEmpty()).ifPresent(id -> routeId(id, yaml, file)));
            // imports add to the collections of endpoints, by keys that cannot be theirs
            if (!file.startsWith("import/")) {
                CollectionUse.in(yaml, placeholders).forEach(this::fills);
            }
        } catch (BrokenFileException e) {
            findings.add(e.finding().at(file));
        } catch (StackOverflowError e) {
            findings.add(file + ": the file cannot be read as routes - correct it, without anchors and aliases");
        }
    }

    /** An endpoint of the file that is being read. @throws IllegalArgumentException when it cannot work */
    private void endpoint(String id, Map<String, String> parameters) {
        try {
            declared.add(new Declared(endpoints.parse(id, parameters), file, yaml));
        } catch (SettingsException e) {
            // the setting is wrong, not the file
            settings.add(e.getMessage());
        }
    }

    /** Notes what an endpoint can run with, but was hardly meant. */
    private void hint(Declared one) {
        Scopes.undocumented(one.endpoint()).forEach(scope -> hints.add(one.at("scope", "the scope " + scope
                + " is not one that Spotify documents, and a sign-in that asks for an unknown scope is refused as a"
                + " whole",
                "correct it to one of " + String.join(", ", Scopes.DOCUMENTED))));
        if (!Scopes.isDocumented(one.endpoint())) {
            hints.add(one.at("path", one.endpoint().path() + " is no path that Spotify documents, so no scope is asked"
                    + " for it",
                    "correct it to " + Scopes.nearest(one.endpoint().path()) + " if that is meant, or name its"
                            + " scopes"));
        }
        Endpoint.Parent parent = one.endpoint().parent();
        if (parent != null && !routeIds.containsKey(parent.endpointId())) {
            hints.add(one.at("parent", "the parent " + parent.endpointId() + " is no endpoint", "correct it to one of "
                    + String.join(", ", endpoints()) + ", or add the parent's file"));
        }
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private void routeId(String id, SequenceNode yaml, String file) {
        String owner = routeIds.putIfAbsent(id, file);
        if (owner != null) {
            findings.add(new RouteFinding(RouteYaml.lineOfId(yaml, id), "the route id " + id + " is used by " + owner,
                    "give it another one").at(file));
        }
    }

    private void fills(CollectionUse use) {
        Optional<Filled> first = filled.stream().filter(one -> use.collidesWith(one.use(), one.file().equals(file)))
                .findFirst();
        first.ifPresentOrElse(one -> shared.add(use.taken(one.use(), one.file()).at(file)),
                () -> filled.add(new Filled(use, file)));
    }

    /** Of two endpoints that fill one collection, the second by file name, which will not run. */
    List<String> shared() {
        return List.copyOf(shared);
    }

    private String writable(Path path) {
        return (path.equals(folder) ? folder.toString() : name(path))
                + ": every user of this machine may write to it, and whoever writes route files decides what this"
                + " program does with the accounts - take that right away: chmod o-w " + path;
    }

    /** The folders and files that every user may change, one line each. */
    List<String> writable() {
        return List.copyOf(writable);
    }

    /** Whether a finding says why a file is not used. */
    boolean names(String file) {
        return findings.stream().anyMatch(finding -> finding.startsWith(file + ":"));
    }

    /** When the endpoints with a cron expression are due next, one line each. */
    List<String> nextTimes(Instant now, ZoneId zone) {
        return declared.stream().map(Declared::endpoint).filter(endpoint -> endpoint.schedule().isCron())
                .map(endpoint -> endpoint.id() + " (" + endpoint.schedule() + ") is next due "
                        + endpoint.schedule().turnsFrom(endpoint.schedule().next(now)).stream()
                        .map(turn -> MINUTE.format(turn.atZone(zone))).collect(Collectors.joining(", ")) + " (" + zone
                        + ")")
                .toList();
    }

    /** The ids of the endpoints' routes, sorted. */
    List<String> endpoints() {
        return routeIds.entrySet().stream().filter(route -> route.getValue().startsWith("endpoints/"))
                .map(Map.Entry::getKey).sorted().toList();
    }

    /** The names of this program's Kamelets that are not there, or cannot be read. */
    List<String> missingKamelets() {
        return missingKamelets;
    }

    /** How many files there are. */
    int files() {
        return files;
    }

    /** The settings of endpoints that cannot work, one line each. */
    List<String> settings() {
        return List.copyOf(settings);
    }

    /** Whether everything that is there can start. */
    boolean canStart() {
        return findings.isEmpty() && settings.isEmpty();
    }

    /** One line each: file, line, what is wrong and what to do. */
    List<String> findings() {
        return Stream.concat(findings.stream(), hints.stream())
                .sorted(Comparator.comparing(finding -> finding.substring(0, finding.indexOf(':')))).toList();
    }
}
