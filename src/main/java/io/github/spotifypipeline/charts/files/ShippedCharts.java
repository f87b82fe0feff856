package io.github.spotifypipeline.charts.files;

import io.github.spotifypipeline.charts.Chart;
import io.github.spotifypipeline.charts.ChartCatalog;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The charts of the program. Their files are in the jar, too, for a routes folder that does not have them. */
public final class ShippedCharts {

    private static final Map<String, String> TEXTS = ChartCatalog.SHIPPED.stream()
            .collect(Collectors.toMap(Function.identity(), ShippedCharts::read));

    private ShippedCharts() {
    }

    /** All of them. */
    public static List<Chart> all() {
        return ChartCatalog.SHIPPED.stream().map(ShippedCharts::of).toList();
    }

    /** One of them. @param id that of {@link ChartCatalog#SHIPPED} */
    public static Chart of(String id) {
        try {
            return ChartFile.parse(id, TEXTS.get(id));
        } catch (BrokenFileException e) {
            throw new IllegalStateException(e.finding().at(id));
        }
    }

    /** Whether the text of a file is the program's own. */
    static boolean has(String id, String text) {
        return text.equals(TEXTS.get(id));
    }

    private static String read(String id) {
        try (InputStream file = ShippedCharts.class.getResourceAsStream("/charts/" + id + ChartFile.ENDING)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
