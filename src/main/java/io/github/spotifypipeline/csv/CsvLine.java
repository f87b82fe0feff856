package io.github.spotifypipeline.csv;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One record of a CSV file (RFC 4180) with CRLF at its end. Cells are quoted where a spreadsheet that splits at commas,
 * semicolons or tabs needs it. A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP,
 * CSV injection); numbers stay as they are.
 */
public final class CsvLine {

    /** The signs that begin a formula, also in full width, and behind what a spreadsheet skips. */
    private static final Pattern FORMULA = Pattern.compile("[\\t\\r\\n].*"
            + "|[\\s\uFEFF]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-].*", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("[\",;\t\r\n]");

    private CsvLine() {
    }

    /**
     * @param cells null becomes an empty cell, a time ISO 8601 in UTC, a list its values joined with {@code "; "},
     *              anything else its text
     */
    public static String of(List<?> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(Object value) {
        String text = text(value);
        return QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().filter(Objects::nonNull).map(CsvLine::text).collect(Collectors.joining("; "));
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime()).toString();
        }
        String text = value == null ? "" : value.toString();
        return !(value instanceof Number) && FORMULA.matcher(text).matches() ? "'" + text : text;
    }
}
