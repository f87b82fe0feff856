package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.CamelSchema;
import io.github.spotifypipeline.routefiles.Finding;
import io.github.spotifypipeline.routefiles.KameletDefinitions;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.routefiles.RouteYaml;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.sync.RouteEndpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What is wrong in the route files, found without starting them and without the database. */
final class RouteFilesReport {

    /** What this program brings, and its routes use. */
    private static final List<String> KAMELETS = List.of("spotify-source", "spotify-get-action", "spotify-token-action",
            "spotify-mongodb-sink");

    private final Path folder;
    private final RouteFileCheck check;
    private final CamelSchema schema = new CamelSchema();
    private final Map<String, String> routeIds = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final List<String> missingKamelets;
    private int files;

    private RouteFilesReport(Settings settings, CamelContext camel) {
        camel.getPropertiesComponent().setOverrideProperties(settings.asProperties());
        folder = settings.routesDir();
        KameletDefinitions kamelets = new KameletDefinitions(camel, settings.text("camel.component.kamelet.location"));
        missingKamelets = KAMELETS.stream().filter(name -> kamelets.find(name).isEmpty()).toList();
        check = new RouteFileCheck(kamelets, new RouteEndpoints(camel, settings, kamelets)::parse, camel::resolvePropertyPlaceholders);
    }

    /** Reads all route files. @throws SettingsException when the folder cannot be read */
    static RouteFilesReport of(Settings settings) {
        CamelContext camel = new DefaultCamelContext();
        try {
            RouteFilesReport report = new RouteFilesReport(settings, camel);
            for (Path file : RouteFiles.ownersFirst(RouteFiles.below(report.folder))) {
                report.read(file);
            }
            RouteFiles.andStrays(report.folder.resolve("endpoints")).stream()
                    .filter(file -> !RouteFiles.isRouteFile(file))
                    .forEach(file -> report.findings.add(RouteFiles.stray().at(report.name(file))));
            return report;
        } catch (IOException e) {
            throw new SettingsException(settings.routesDir() + " cannot be read: allow it to the user that"
                    + " runs this program.");
        } finally {
            camel.stop();
        }
    }

    private void read(Path path) {
        files++;
        String file = name(path);
        try {
            SequenceNode yaml = RouteYaml.parse(RouteFiles.read(path));
            check.check(yaml, schema, file.startsWith("endpoints/")).forEach(finding -> findings.add(finding.at(file)));
            yaml.getValue().forEach(item -> RouteYaml.value(item, "route").map(RouteYaml::routeId)
                    .filter(id -> !id.isEmpty()).ifPresent(id -> routeId(id, yaml, file)));
        } catch (BrokenFileException e) {
            findings.add(e.finding().at(file));
        } catch (SettingsException e) {
            findings.add(file + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            findings.add(file + ": the file cannot be read as routes - correct it, without anchors and aliases");
        }
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private void routeId(String id, SequenceNode yaml, String file) {
        String owner = routeIds.putIfAbsent(id, file);
        if (owner != null) {
            findings.add(new Finding(RouteYaml.lineOfId(yaml, id), "the route id " + id + " is used by " + owner,
                    "give it another one").at(file));
        }
    }

    /** Whether a finding is about a file. */
    boolean names(String file) {
        return findings.stream().anyMatch(finding -> finding.startsWith(file + ":"));
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

    /** One line each: file, line, what is wrong and what to do. */
    List<String> findings() {
        return findings.stream()
                .sorted(Comparator.comparing(finding -> finding.substring(0, finding.indexOf(':')))).toList();
    }
}
