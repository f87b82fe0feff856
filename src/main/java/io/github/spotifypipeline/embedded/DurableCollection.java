package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/**
 * The stock collection without three of its faults: aggregations that change what they read, stuck documents, and
 * reading all documents for those of a range of {@code _id}.
 */
final class DurableCollection extends H2Collection {

    private static final int DOTTED_FIELD_NAME = 57;

    /** Stages that leave the documents that they are given as they are. */
    private static final Set<String> READING = Set.of("$match", "$group", "$project", "$sort", "$limit", "$skip",
            "$count", "$sortByCount", "$unwind");

    private final MVMap<Object, Document> documents;
    private Range range;
    private boolean readsOnly;

    /** Texts. @param from none is before it @param to the first that is not in it any more; null: it has no end */
    private record Range(String from, String to) {
    }

    DurableCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> documents,
            MVMap<String, Object> meta, CursorRegistry cursorRegistry) {
        super(database, name, options, documents, meta, cursorRegistry);
        this.documents = documents;
    }

    /**
     * Says what the aggregation that comes next is; the one lock around each command keeps others out. A range of
     * {@code _id} in its first {@code $match} is all that it then reads.
     */
    void aggregates(List<Document> stages) {
        Object match = stages.isEmpty() ? null : stages.get(0).get("$match");
        range = match instanceof Document query ? range(query) : null;
        readsOnly = stages.stream().allMatch(stage -> READING.containsAll(stage.keySet()));
    }

    /** The aggregation is over, or has failed. */
    void aggregated() {
        range = null;
        readsOnly = false;
    }

    /**
     * Gives aggregations copies to work on, if they change what they work on. The stock collection gives them the stored
     * documents themselves, and {@code $addFields} on a sub-document then changes the database.
     */
    @Override
    public Stream<Document> queryAllAsStream() {
        Stream<Document> read = range == null ? super.queryAllAsStream() : between(range, false);
        Stream<Document> given = readsOnly ? read : read.map(Document::cloneDeeply);
        // what the aggregation looks up is another matter
        aggregated();
        return given;
    }

    /** Reads no more than a range of texts that is asked for, in the order of {@code _id}; of a first few no others. */
    @Override
    protected QueryResult matchDocuments(Document query, Document orderBy, int numberToSkip, int limit, int batchSize,
            Document fieldSelector) {
        Range asked = range(query);
        if (asked == null || isNaturalDescending(orderBy)) {
            return super.matchDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
        }
        boolean byId = orderBy != null && orderBy.size() == 1 && orderBy.get("_id") instanceof Number;
        boolean descending = byId && ((Number) orderBy.get("_id")).intValue() < 0;
        return matchDocumentsFromStream(between(asked, descending), query, byId ? null : orderBy, numberToSkip, limit,
                batchSize, fieldSelector);
    }

    private static Range range(Document query) {
        return query.get("_id") instanceof Document ids
                && ids.getOrDefault("$gte", ids.get("$gt")) instanceof String from
                && (ids.get("$lt") instanceof String || !ids.containsKey("$lt"))
                ? new Range(from, (String) ids.get("$lt")) : null;
    }

    /** One by one, so that no more are in memory than are wanted. */
    private Stream<Document> between(Range asked, boolean descending) {
        Cursor<Object, Document> cursor = descending ? documents.cursor(asked.to(), asked.from(), true)
                : documents.cursor(asked.from(), asked.to(), false);
        Iterator<Document> found = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public Document next() {
                cursor.next();
                return cursor.getValue();
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(found, Spliterator.ORDERED), false);
    }

    /** Refuses a dot in a top-level name: the stock collection would store the document and then fail each update. */
    @Override
    public synchronized void addDocument(Document document) {
        for (String name : document.keySet()) {
            if (name.contains(".")) {
                throw new MongoServerError(DOTTED_FIELD_NAME, "DottedFieldName", "The embedded database does not"
                        + " support the dot in the top-level field name '" + name + "': rename the field");
            }
        }
        super.addDocument(document);
    }
}
