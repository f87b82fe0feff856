package io.github.spotifypipeline.charts.files;

import io.github.spotifypipeline.charts.Chart;
import io.github.spotifypipeline.charts.ChartCatalog;
import io.github.spotifypipeline.charts.Music;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.FileProblem;
import io.github.spotifypipeline.routefiles.FolderWatch;
import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of chart files. The charts come, change and go with their files while the program runs. The log names a
 * file that cannot be used; the chart of its last good text goes on.
 */
public final class ChartFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ChartFolder.class);

    private final Path routesDir;
    private final Set<String> taken;
    private final Music music;
    private final ChartCatalog catalog;
    private final Clock clock;
    private final FolderWatch watch;
    private final Map<Path, State> files = new TreeMap<>();
    private volatile List<FileProblem> problems = List.of();
    private boolean open;
    private boolean unreadable;

    /**
     * @param routesDir the routes folder; the charts are in its folder {@code charts}
     * @param taken     names below {@code /api/music} that no chart can have
     * @param catalog   gets the charts
     */
    public ChartFolder(Path routesDir, Set<String> taken, Music music, ChartCatalog catalog, Clock clock) {
        this.routesDir = routesDir;
        this.taken = taken;
        this.music = music;
        this.catalog = catalog;
        this.clock = clock;
        this.watch = new FolderWatch(routesDir.resolve("charts"));
    }

    /** What is known of a file. @param chart of its last good text; null: none @param problem null: none */
    private record State(Chart chart, FileProblem problem) {
    }

    /** Reads all files. From then on, {@link #look} follows changes. */
    public synchronized void open() {
        try {
            watch.begin().forEach(this::follow);
        } catch (IOException e) {
            throw new SettingsException(routesDir.resolve("charts")
                    + " cannot be read: allow it to the user that runs this program.");
        }
        open = true;
        publish();
    }

    /** Follows the changes since the last look. */
    public synchronized void look() {
        if (!open) {
            return;
        }
        try {
            List<Path> changed = watch.look();
            changed.forEach(this::follow);
            if (!changed.isEmpty()) {
                publish();
            }
            unreadable = false;
        } catch (IOException e) {
            if (!unreadable) {
                LOG.warn("The folder {} cannot be read: its charts go on as they are.", routesDir.resolve("charts"));
            }
            unreadable = true;
        }
    }

    /** The files whose current text is not in use, sorted by name. */
    public List<FileProblem> problems() {
        return problems;
    }

    private void publish() {
        Map<String, Chart> charts = new LinkedHashMap<>();
        ShippedCharts.all().forEach(chart -> charts.put(chart.id(), chart));
        files.values().stream().map(State::chart).filter(Objects::nonNull)
                .forEach(chart -> charts.put(chart.id(), chart));
        List<String> gone = catalog.all().stream().map(Chart::id).filter(id -> !charts.containsKey(id)).toList();
        catalog.set(charts.values());
        gone.forEach(music::forget);
        problems = files.values().stream().map(State::problem).filter(Objects::nonNull).toList();
    }

    private void follow(Path path) {
        String name = routesDir.relativize(path).toString().replace('\\', '/');
        if (!Files.exists(path)) {
            State before = files.remove(path);
            if (before != null && before.chart() != null) {
                LOG.info("chart removed file={}", name);
            }
            return;
        }
        State before = files.getOrDefault(path, new State(null, null));
        try {
            Chart chart = read(path, taken);
            String text = RouteFiles.read(path);
            String refused = ShippedCharts.has(chart.id(), text) ? null : refusal(chart);
            if (refused != null) {
                throw new BrokenFileException(new RouteFinding(ChartFile.lineOf(text, refused),
                        "the database does not take the aggregation: " + refused, "correct it"));
            }
            files.put(path, new State(chart, null));
            if (open) {
                LOG.info("chart {} file={}", before.chart() == null ? "added" : "changed", name);
            }
        } catch (BrokenFileException e) {
            broken(path, name, before, e.finding());
        }
    }

    /** Why the database does not take it; null: it does. @throws BrokenFileException when it cannot be sent there */
    private String refusal(Chart chart) throws BrokenFileException {
        try {
            return music.refusal(chart).orElse(null);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debug("{}", chart.id(), e);
            throw new BrokenFileException(new RouteFinding(null, "the aggregation cannot be sent to the database",
                    "take out names with control characters, and write it with less nesting"));
        }
    }

    private void broken(Path path, String name, State before, RouteFinding finding) {
        FileProblem problem = new FileProblem(name, finding.line(), finding.message(),
                before.problem() == null ? clock.instant() : before.problem().since());
        files.put(path, new State(before.chart(), problem));
        LOG.error("{}{}", problem.text(), before.chart() == null ? "" : " (until then it is as before)");
    }

    private static Chart read(Path path, Set<String> taken) throws BrokenFileException {
        String name = path.getFileName().toString();
        if (!name.endsWith(ChartFile.ENDING)) {
            throw new BrokenFileException(RouteFiles.stray(ChartFile.ENDING));
        }
        String id = name.substring(0, name.length() - ChartFile.ENDING.length());
        if (taken.contains(id)) {
            throw new BrokenFileException(new RouteFinding(null, "the name " + id + " is taken: /api/music/" + id
                    + " is no chart", "rename the file"));
        }
        try {
            return ChartFile.parse(id, RouteFiles.read(path));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debug("{}", path, e);
            throw new BrokenFileException(new RouteFinding(null, "the file cannot be read as a chart",
                    "correct its aggregation, and write it with less nesting"));
        }
    }

    /**
     * What the files of a folder say wrongly, without asking the database: file, line, what to do.
     *
     * @throws SettingsException when the folder cannot be read
     */
    public static List<String> check(Path routesDir, Set<String> taken) {
        try {
            return RouteFiles.andStrays(routesDir.resolve("charts")).stream().map(path -> {
                try {
                    read(path, taken);
                    return null;
                } catch (BrokenFileException e) {
                    return e.finding().at(routesDir.relativize(path).toString().replace('\\', '/'));
                }
            }).filter(Objects::nonNull).toList();
        } catch (IOException e) {
            throw new SettingsException(routesDir.resolve("charts")
                    + " cannot be read: allow it to the user that runs this program.");
        }
    }
}
