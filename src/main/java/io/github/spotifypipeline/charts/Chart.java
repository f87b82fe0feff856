package io.github.spotifypipeline.charts;

import java.util.List;

/**
 * A chart of the music.
 *
 * @param definition what its file says
 * @param source     what its rows come from
 */
public record Chart(ChartDefinition definition, ChartSource source) {

    /**
     * A chart as its file defines it. Plays in groups are counted by months, and the newest plays are found without
     * reading the others; everything else is asked of the database as it is.
     *
     * @throws IllegalArgumentException when its months cannot be put together, or its history not be told; the message
     *                                  says why and what to do
     */
    public static Chart of(ChartDefinition definition) {
        ChartDefinition.Question question = definition.question();
        if (question.ofHistory()) {
            return new Chart(definition, LeftLibrary.of(question));
        }
        if (question.keepsMonths()) {
            return new Chart(definition, GroupedChart.of(question.stages(), definition.look().documents()));
        }
        return new Chart(definition, NewestPlays.of(question).<ChartSource>map(newest -> newest)
                .orElseGet(() -> new DatabaseChart(question)));
    }

    public String id() {
        return definition.id();
    }

    public String title() {
        return definition.title();
    }

    public String description() {
        return definition.description();
    }

    /** How the page draws it; null: it does not. */
    public String draw() {
        return definition.look().draw();
    }

    /** The fields of its rows; empty: all that the rows have. */
    public List<String> columns() {
        return definition.look().columns();
    }

    /** How many rows a page shows; 0: all. */
    public int most() {
        return definition.look().most();
    }

    /** What the answer for a selection leaves out of account; null: nothing. */
    public String note(Selection selection) {
        return definition.question().time() == null && !selection.isOfAllDays()
                ? "Of all days: its file names no time, which a period could be about." : null;
    }
}
