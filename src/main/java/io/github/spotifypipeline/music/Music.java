package io.github.spotifypipeline.music;

import io.github.spotifypipeline.csv.CsvLine;
import io.github.spotifypipeline.database.Database;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;

/** Answers the charts from the database. */
public final class Music {

    private final Database database;

    public Music(Database database) {
        this.database = database;
    }

    /**
     * The first rows of a chart.
     *
     * @param rows      no more than the chart's page shows; each has its columns; times are ISO 8601 in UTC
     * @param total     how many rows there are; null: not known
     * @param documents how many documents the chart is made of
     */
    public record Rows(List<Map<String, Object>> rows, Long total, long documents) {
    }

    /** What a page shows of a chart. */
    public Rows rows(Chart chart, Selection selection) {
        List<Map<String, Object>> rows = new ArrayList<>();
        long total = 0;
        long documents = 0;
        Iterator<Document> answers = chart.source().answers(database, selection, chart.most());
        while (answers.hasNext()) {
            Document answer = answers.next();
            total++;
            documents += chart.counted() == null ? 1 : answer.get(chart.counted(), Number.class).longValue();
            if (chart.most() == 0 || rows.size() < chart.most()) {
                rows.add(row(chart, answer));
            }
        }
        return new Rows(rows, chart.counted() == null ? null : total, documents);
    }

    /** All rows of a chart as CSV in UTF-8, fetched while they are read. */
    public InputStream csv(Chart chart, Selection selection) {
        Iterator<Document> answers = chart.source().answers(database, selection, 0);
        // what fails does so before the first byte is sent
        answers.hasNext();
        return new LineStream<>(CsvLine.of(chart.columns()), answers,
                answer -> CsvLine.of(chart.columns().stream().map(answer::get).toList()));
    }

    /** The queries of what a page shows of a chart, as mongosh reads them. */
    public String queries(Chart chart, Selection selection) {
        return chart.source().queries(selection, chart.most()).stream().map(Query::text)
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private static Map<String, Object> row(Chart chart, Document answer) {
        Map<String, Object> row = new LinkedHashMap<>();
        chart.columns().forEach(column -> row.put(column, value(answer.get(column))));
        return row;
    }

    private static Object value(Object value) {
        return value instanceof Date date ? date.toInstant().toString() : value;
    }

    /** When the first and the last play was, and how many there are. */
    public Document summary() {
        Document found = database.collection("plays").aggregate(List.of(new Document("$group",
                new Document("_id", null).append("first", new Document("$min", "$played_at"))
                        .append("last", new Document("$max", "$played_at"))
                        .append("plays", new Document("$sum", 1))))).first();
        Document summary = found == null ? new Document() : found;
        return new Document("first_play_at", value(summary.get("first")))
                .append("last_play_at", value(summary.get("last"))).append("plays", summary.get("plays", 0));
    }
}
