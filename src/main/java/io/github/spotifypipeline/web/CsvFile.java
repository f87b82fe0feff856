package io.github.spotifypipeline.web;

import io.github.spotifypipeline.csv.CsvLine;
import io.github.spotifypipeline.http.Answer;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Rows as a CSV file to be kept. */
final class CsvFile {

    private CsvFile() {
    }

    /** @param columns of the rows; of a thing its name is written, of a list of things their names */
    static Answer answer(String name, List<String> columns, List<Map<String, Object>> rows) {
        StringBuilder csv = new StringBuilder(CsvLine.of(columns));
        rows.forEach(row -> csv.append(CsvLine.of(columns.stream().map(column -> cell(row.get(column))).toList())));
        return named(Answer.of(200, "text/csv", csv.toString()), name);
    }

    /** The answer as a file with a name. */
    static Answer named(Answer answer, String name) {
        return answer.with("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
    }

    private static Object cell(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(CsvFile::cell).toList();
        }
        return value instanceof Map<?, ?> thing ? thing.get("name") : value;
    }
}
