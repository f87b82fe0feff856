package io.github.spotifypipeline.csv;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One record of a CSV file (RFC 4180): commas, CRLF at its end, quotes where they are needed. A text that a spreadsheet
 * would take for a formula gets an apostrophe before it, as OWASP's page on CSV injection says; numbers stay as they are.
 */
public final class CsvLine {

    private static final String FORMULA = "=+-@\t\r\n";

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
        if (!(value instanceof Number) && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().filter(Objects::nonNull).map(CsvLine::text).collect(Collectors.joining("; "));
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime()).toString();
        }
        return value == null ? "" : value.toString();
    }
}
