package io.github.spotifypipeline.charts;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The charts that there are. They may change while they are asked for. */
public final class ChartCatalog {

    /** Those of this program, in the order in which they are listed; the others come behind them, by their names. */
    public static final List<String> SHIPPED = List.of("times-played", "top-artists", "plays-per-day", "plays-by-hour",
            "newest-plays", "left-library");

    private volatile Map<String, Chart> charts = Map.of();

    /** Replaces all. */
    public void set(Collection<Chart> all) {
        charts = new TreeMap<>(all.stream().collect(Collectors.toMap(Chart::id, chart -> chart)));
    }

    /** All of them, in the order in which {@code GET /api/music} lists them. */
    public List<Chart> all() {
        return charts.values().stream().sorted(Comparator.comparing((Chart chart) -> SHIPPED.contains(chart.id())
                ? SHIPPED.indexOf(chart.id()) : SHIPPED.size()).thenComparing(Chart::id)).toList();
    }

    public Optional<Chart> find(String id) {
        return Optional.ofNullable(charts.get(id));
    }
}
