package io.github.spotifypipeline.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines of text in aligned columns, two blanks apart; numbers are aligned at the right. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... head) {
        row(head);
    }

    void row(String... cells) {
        rows.add(Arrays.stream(cells).map(Words::plain).toList());
    }

    /** The lines; none when there is only the head. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows.size() == 1 ? List.<List<String>>of() : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String room = " ".repeat(width(column) - length(cell));
                line.append(cell.matches("\\d+") ? room + cell : cell + room).append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
