package io.github.spotifypipeline.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads CSV strictly. */
final class Rfc4180 {

    private static final Pattern CELL = Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*)\"|([^\",\r\n]*))(,|\r\n)");

    private Rfc4180() {
    }

    /** @throws IllegalArgumentException when it is not CSV to its last character */
    static List<List<String>> parse(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        Matcher cell = CELL.matcher(text);
        int end = 0;
        while (end < text.length() && cell.find()) {
            cells.add(cell.group(1) != null ? cell.group(1).replace("\"\"", "\"") : cell.group(2));
            if (!cell.group(3).equals(",")) {
                records.add(cells);
                cells = new ArrayList<>();
            }
            end = cell.end();
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("Not CSV from character " + end + " on");
        }
        return records;
    }
}
