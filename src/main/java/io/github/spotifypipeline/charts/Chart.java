package io.github.spotifypipeline.charts;

import java.util.List;

/**
 * A chart of the music.
 *
 * @param id          its name in an address
 * @param title       its name for people
 * @param description one sentence
 * @param columns     the fields of its rows
 * @param most        how many rows a page shows; 0: all
 * @param counted     the field of the answers that says how many plays a row counts; null: a row is one document
 * @param source      what its rows come from
 */
public record Chart(String id, String title, String description, List<String> columns, int most, String counted,
                    ChartSource source) {
}
