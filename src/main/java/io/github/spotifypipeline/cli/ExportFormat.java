package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.csv.CsvLine;
import io.github.spotifypipeline.database.SortedDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.Binary;

/** How exported documents are written. */
enum ExportFormat {

    /** One document a line as MongoDB's Extended JSON in relaxed mode, which mongoimport reads. */
    JSONL {
        @Override
        void write(SortedDocuments documents, Predicate<String> kept, Appendable to, LongConsumer progress)
                throws IOException {
            each(documents, document -> {
                document.keySet().removeIf(kept.negate());
                to.append(document.toJson(RELAXED)).append('\n');
            }, progress);
        }
    },

    /**
     * RFC 4180. The header has all fields of all documents: those of the first document in their order, then the others
     * by name. Times are ISO 8601 in UTC, lists of values are joined with "; ", anything deeper is JSON.
     */
    CSV {
        @Override
        void write(SortedDocuments documents, Predicate<String> kept, Appendable to, LongConsumer progress)
                throws IOException {
            Set<String> columns = columns(documents, kept);
            if (!columns.isEmpty()) {
                to.append(CsvLine.of(new ArrayList<>(columns)));
            }
            each(documents, document -> {
                List<Object> cells = new ArrayList<>();
                columns.forEach(column -> cells.add(cell(document.get(column))));
                to.append(CsvLine.of(cells));
            }, progress);
        }
    };

    private static final JsonWriterSettings RELAXED = JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private interface Taker {
        void take(Document document) throws IOException;
    }

    /**
     * Writes all documents.
     *
     * @param kept     which fields
     * @param progress gets the number of documents of each batch
     */
    abstract void write(SortedDocuments documents, Predicate<String> kept, Appendable to, LongConsumer progress)
            throws IOException;

    private static void each(SortedDocuments documents, Taker taker, LongConsumer progress) throws IOException {
        try {
            documents.forEachBatch(batch -> {
                try {
                    for (Document document : batch) {
                        taker.take(document);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                progress.accept(batch.size());
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Set<String> columns(SortedDocuments documents, Predicate<String> kept) {
        Set<String> first = new LinkedHashSet<>();
        Set<String> others = new TreeSet<>();
        documents.forEachBatch(batch -> {
            if (first.isEmpty()) {
                first.addAll(batch.get(0).keySet());
            }
            batch.forEach(document -> others.addAll(document.keySet()));
        });
        first.addAll(others);
        first.removeIf(kept.negate());
        return first;
    }

    private static Object cell(Object value) {
        if (value instanceof Document document) {
            return document.toJson(RELAXED);
        }
        if (value instanceof Collection<?> list && list.stream().anyMatch(item -> item instanceof Document
                || item instanceof Collection)) {
            String whole = new Document("list", list).toJson(RELAXED);
            return whole.substring(whole.indexOf('['), whole.length() - 1);
        }
        return value instanceof Binary ? "(binary)" : value;
    }
}
