package io.github.spotifypipeline.charts;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import io.github.spotifypipeline.csv.CsvLine;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.MongoRefusal;
import io.github.spotifypipeline.database.PlayMonths;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;

/** Answers the charts from the database. */
public final class Music {

    /** On a page, with those in lists and objects: more would fill the memory, and nobody looks at them. */
    private static final long MOST_VALUES = 1_000_000;

    private final Database database;
    private final Listeners listeners;
    private final ChartCache cache;
    private final ChartCache asked;
    private final GroupedAnswers grouped;

    /** @param background takes what lasts, one after the other */
    public Music(Database database, Clock clock, Executor background) {
        this.database = database;
        this.listeners = new Listeners(database);
        this.cache = new ChartCache(clock);
        this.asked = new ChartCache(clock);
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
     * The rows that a page shows of a chart. Of plays in groups, and of what the database counts, they are kept for a
     * minute, as long as no play comes or goes.
     *
     * @throws StillCountingException when its plays have to be counted for the first time and that lasts
     * @throws ChartException         when its aggregation cannot be answered
     */
    public Rows rows(Chart chart, Selection selection) {
        return answered(() -> {
            if (chart.source() instanceof GroupedChart groups) {
                return grouped.patiently(chart, selection,
                        () -> cache.get(key(chart, selection), () -> read(chart, groups, selection)));
            }
            return chart.source() instanceof DatabaseChart
                    ? asked.get(key(chart, selection), () -> read(chart, selection)) : read(chart, selection);
        });
    }

    private static <T> T answered(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MongoExecutionTimeoutException e) {
            throw new ChartException("it takes longer than " + ChartQuery.LONGEST_SECONDS + " seconds: let it read less"
                    + " ($match, or a shorter period), or keep its months");
        } catch (MongoCommandException e) {
            if (MongoRefusal.of(e).isEmpty()) {
                throw e;
            }
            throw new ChartException(e.getErrorMessage());
        }
    }

    private ChartCache.Key key(Chart chart, Selection selection) {
        return new ChartCache.Key(chart.id() + " " + chart.definition().fingerprint(), selection,
                database.shown("plays").estimatedDocumentCount(),
                outermost(-1).map(play -> play.getString("_id")).toList());
    }

    private Rows read(Chart chart, GroupedChart groups, Selection selection) {
        List<Object[]> all = grouped.of(chart, groups, selection);
        GroupRows.Made made = groups.rows().of(all, chart.most());
        return new Rows(made.rows().map(answer -> row(chart, answer)).toList(), made.total(),
                groups.documents(all, made.total()));
    }

    private Rows read(Chart chart, Selection selection) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Iterator<Document> answers = chart.source().answers(database, selection, chart.most());
        long values = 0;
        while (answers.hasNext()) {
            Map<String, Object> row = row(chart, answers.next());
            values += EngineValues.count(row);
            if (values > MOST_VALUES) {
                throw new ChartException("its page would have more than " + MOST_VALUES + " values: let its rows have"
                        + " fewer fields ($project), or ask for fewer of them (rows)");
            }
            rows.add(row);
        }
        return new Rows(rows, null, rows.size());
    }

    /**
     * All rows of a chart as CSV in UTF-8; plays are fetched while the stream is read.
     *
     * @throws StillCountingException as for {@link #rows}
     * @throws ChartException         as for {@link #rows}
     */
    public InputStream csv(Chart chart, Selection selection) {
        List<String> columns = chart.columns().isEmpty() ? answered(() -> columns(answers(chart, selection)))
                : chart.columns();
        Iterator<Document> answers = answered(() -> {
            Iterator<Document> all = answers(chart, selection);
            // a failing query fails before the first byte is sent
            all.hasNext();
            return all;
        });
        return new LineStream<>(CsvLine.of(columns), answers,
                answer -> CsvLine.of(columns.stream().map(answer::get).map(EngineValues::plain).toList()));
    }

    private Iterator<Document> answers(Chart chart, Selection selection) {
        return chart.source() instanceof GroupedChart groups
                ? grouped.patiently(chart, selection, () -> cache.inTurn(() ->
                        groups.rows().of(grouped.of(chart, groups, selection), 0).rows().iterator()))
                : chart.source().answers(database, selection, 0);
    }

    /** All fields of some rows, of which none is held. */
    private static List<String> columns(Iterator<Document> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEachRemaining(row -> columns.addAll(row.keySet()));
        return List.copyOf(columns);
    }

    /** The columns of rows: those that the chart names, else all that the rows have. */
    public static List<String> columns(Chart chart, List<? extends Map<String, Object>> rows) {
        return !chart.columns().isEmpty() ? chart.columns()
                : rows.stream().flatMap(row -> row.keySet().stream()).distinct().toList();
    }

    /** Why the database does not take the aggregation of a chart; empty when it does, or does not answer. */
    public Optional<String> refusal(Chart chart) {
        if (database.troubleNow() != null) {
            return Optional.empty();
        }
        try {
            ChartDefinition.Question question = chart.definition().question();
            Document nothing = new Document("_id", new Document("$gte", "").append("$lt", ""));
            List<Document> stages = new ArrayList<>(List.of(new Document("$match", nothing)));
            stages.addAll(question.stages());
            stages.add(new Document("$limit", 1));
            new ChartQuery.Aggregation(question.collections().get(0), stages).run(database).first();
            return Optional.empty();
        } catch (MongoCommandException e) {
            return Optional.of(e.getErrorMessage());
        } catch (MongoException e) {
            return Optional.empty();
        }
    }

    /** Drops what is kept of a chart that is no more. */
    public void forget(String id) {
        new ChartMonths(database, new PlayMonths(database)).forget(id);
    }

    /** The queries of what a page shows of a chart, as mongosh reads them. */
    public String queries(Chart chart, Selection selection) {
        return chart.source().queries(database, selection, chart.most()).stream().map(ChartQuery::text)
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private static Map<String, Object> row(Chart chart, Document answer) {
        Map<String, Object> row = new LinkedHashMap<>();
        columns(chart, List.of(answer)).forEach(column -> row.put(column, EngineValues.plain(answer.get(column))));
        return row;
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
