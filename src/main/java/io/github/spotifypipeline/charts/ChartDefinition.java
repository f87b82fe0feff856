package io.github.spotifypipeline.charts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.bson.Document;

/**
 * What the file of a chart says.
 *
 * @param id          its name in an address
 * @param title       its name for people
 * @param description a sentence; may be empty
 */
public record ChartDefinition(String id, String title, String description, Question question, Look look) {

    /**
     * What is asked.
     *
     * @param collections one; several only of what left lists
     * @param time        the field that a period is about; null: none, so that a period changes nothing
     * @param stages      of the aggregation
     * @param keepsMonths whether the groups of months that are over are kept
     * @param ofHistory   whether it is what left the lists whose history is kept
     */
    public record Question(List<String> collections, String time, List<Document> stages, boolean keepsMonths,
                           boolean ofHistory) {
    }

    /**
     * What is shown.
     *
     * @param draw      how the page draws it; null: it does not
     * @param columns   the fields of its rows; empty: all that the rows have
     * @param most      how many rows a page shows; 0: all
     * @param documents the field of the groups that says how many documents a row counts; null: found
     */
    public record Look(String draw, List<String> columns, int most, String documents) {
    }

    /** Another text for what asks otherwise. */
    String fingerprint() {
        // as JSON, where a text that reads as a number is no number
        String text = new Document("stages", question.stages()).toJson() + question + look;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
