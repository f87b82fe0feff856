package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.csv.CsvLine;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;

/** Answers the charts from the database. */
public final class Music {

    private final Database database;
    private final Listeners listeners;
    private final ChartCache cache;
    private final GroupedAnswers grouped;

    /** @param background takes what lasts, one after the other */
    public Music(Database database, Clock clock, Executor background) {
        this.database = database;
        this.listeners = new Listeners(database);
        this.cache = new ChartCache(clock);
        this.grouped = new GroupedAnswers(database, listeners, clock, background);
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

    /**
     * The rows that a page shows of a chart. They are kept for a minute, as long as no play comes or goes.
     *
     * @throws StillCountingException when its plays have to be counted for the first time and that lasts
     */
    public Rows rows(Chart chart, Selection selection) {
        if (chart.source() instanceof GroupedChart groups) {
            ChartCache.Key key = new ChartCache.Key(chart.id(), selection,
                    database.shown("plays").estimatedDocumentCount(),
                    outermost(-1).map(play -> play.getString("_id")).toList());
            return grouped.patiently(chart, selection, () -> cache.get(key, () -> read(chart, groups, selection)));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        chart.source().answers(database, selection, chart.most())
                .forEachRemaining(answer -> rows.add(row(chart, answer)));
        return new Rows(rows, null, rows.size());
    }

    private Rows read(Chart chart, GroupedChart groups, Selection selection) {
        List<Object[]> all = grouped.of(chart, groups, selection);
        return new Rows(groups.rows(all, chart.most()).map(answer -> row(chart, answer)).toList(), (long) all.size(),
                groups.documents(all, chart.counted()));
    }

    /**
     * All rows of a chart as CSV in UTF-8; plays are fetched while the stream is read.
     *
     * @throws StillCountingException as for {@link #rows}
     */
    public InputStream csv(Chart chart, Selection selection) {
        Iterator<Document> answers = chart.source() instanceof GroupedChart groups
                ? grouped.patiently(chart, selection, () -> cache.inTurn(() ->
                        groups.rows(grouped.of(chart, groups, selection), 0).iterator()))
                : chart.source().answers(database, selection, 0);
        // a failing query fails before the first byte is sent
        answers.hasNext();
        return new LineStream<>(CsvLine.of(chart.columns()), answers,
                answer -> CsvLine.of(chart.columns().stream().map(answer::get).toList()));
    }

    /** The queries of what a page shows of a chart, as mongosh reads them. */
    public String queries(Chart chart, Selection selection) {
        return chart.source().queries(database, selection, chart.most()).stream().map(ChartQuery::text)
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

    /**
     * When the first and the last play was, and how many there are.
     *
     * @param firstPlayAt null when there is none
     * @param lastPlayAt  null when there is none
     */
    public record Summary(Instant firstPlayAt, Instant lastPlayAt, long plays) {
    }

    /** The extent of all plays. */
    public Summary summary() {
        return new Summary(times(1).min(Comparator.naturalOrder()).orElse(null),
                times(-1).max(Comparator.naturalOrder()).orElse(null),
                database.shown("plays").estimatedDocumentCount());
    }

    private Stream<Instant> times(int order) {
        return outermost(order).map(play -> play.getDate("played_at")).filter(Objects::nonNull).map(Date::toInstant);
    }

    /** One play of each listener. @param order 1: the first; -1: the last */
    private Stream<Document> outermost(int order) {
        return listeners.all().stream().map(listener -> listeners.play(IdRange.startingWith(listener + ":"), order))
                // an account's data may be deleted meanwhile
                .filter(Objects::nonNull);
    }
}
