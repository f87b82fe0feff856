package io.github.spotifypipeline.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the API says of an import, in lines. */
final class ImportReport {

    /** Outcomes of rows in the order in which they are told. */
    private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();

    static {
        OUTCOMES.put("new", "new plays");
        OUTCOMES.put("merged", "merged with plays of the Web API");
        OUTCOMES.put("known", "known already");
        OUTCOMES.put("moved", "moved, because import.play-after changed");
        OUTCOMES.put("short", "heard too briefly for a play, kept in other_streams");
        OUTCOMES.put("episode", "episodes, kept in other_streams");
        OUTCOMES.put("chapter", "chapters of audiobooks, kept in other_streams");
        OUTCOMES.put("duplicate", "copies of other rows, left out");
        OUTCOMES.put("private_left_out", "of private sessions, left out");
        OUTCOMES.put("empty", "of which Spotify lost what they were, left out");
        OUTCOMES.put("dead", "that cannot be read, in dead_letters with the reason");
    }

    private final Map<String, Object> fields;

    ImportReport(Map<String, Object> fields) {
        this.fields = fields;
    }

    private String text(String name) {
        return fields.get(name) == null ? null : String.valueOf(fields.get(name));
    }

    private long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    boolean isRunning() {
        return "running".equals(text("status"));
    }

    long rowsDone() {
        return number(fields.get("rows_done"));
    }

    /** Whether all of it was imported, or could be. */
    boolean isWhole() {
        return List.of("succeeded", "dry_run").contains(text("status")) && text("error") == null;
    }

    List<String> lines(String name) {
        List<String> lines = new ArrayList<>();
        String status = text("status");
        lines.add(name + ": " + ("dry_run".equals(status) ? "dry run, nothing was written" : status)
                + (text("error") == null ? "" : " - " + text("error")));
        if (!List.of("succeeded", "dry_run").contains(status)) {
            return lines;
        }
        lines.add(count(number(fields.get("read"))) + " rows" + span());
        OUTCOMES.forEach((outcome, words) -> {
            if (number(fields.get(outcome)) > 0) {
                lines.add("  " + count(number(fields.get(outcome))) + " " + words);
            }
        });
        if (fields.get("pairs") instanceof Map<?, ?> pairs && !pairs.isEmpty()) {
            lines.add("pairs by tier: " + pairs + offsets());
        }
        if (number(fields.get("gaps_closed")) > 0) {
            lines.add("gaps closed: " + fields.get("gaps_closed"));
        }
        return lines;
    }

    private String span() {
        return fields.get("span") instanceof Map<?, ?> span
                ? " from " + day(span.get("from")) + " to " + day(span.get("to")) : "";
    }

    private static String day(Object time) {
        return String.valueOf(time).replaceFirst("T.*", "");
    }

    /** How far the API's times lie from the ends of rows. */
    private String offsets() {
        return fields.get("offsets") instanceof Map<?, ?> off ? String.format(Locale.ROOT,
                "; times are off by %.1f s (median), %.1f s (95 %%), %.1f s (largest)",
                number(off.get("median")) / 1000.0, number(off.get("most")) / 1000.0,
                number(off.get("largest")) / 1000.0) : "";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
