package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/**
 * The stock collection without three of its faults: aggregations that change what they read, stuck documents, and
 * reading all documents for those of a range of {@code _id}.
 */
final class DurableCollection extends H2Collection {

    private static final int DOTTED_FIELD_NAME = 57;

    private final MVMap<Object, Document> documents;

    DurableCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> documents,
            MVMap<String, Object> meta, CursorRegistry cursorRegistry) {
        super(database, name, options, documents, meta, cursorRegistry);
        this.documents = documents;
    }

    /**
     * Gives aggregations copies to work on. The stock collection gives them the stored documents themselves, and
     * {@code $addFields} on a sub-document then changes the database.
     */
    @Override
    public Stream<Document> queryAllAsStream() {
        return super.queryAllAsStream().map(Document::cloneDeeply);
    }

    /** Reads no more than a range of texts that is asked for, in the order in which the stock collection reads all. */
    @Override
    protected QueryResult matchDocuments(Document query, Document orderBy, int numberToSkip, int limit, int batchSize,
            Document fieldSelector) {
        if (query.get("_id") instanceof Document range && range.get("$gte") instanceof String from
                && range.get("$lt") instanceof String to && !isNaturalDescending(orderBy)) {
            return matchDocumentsFromStream(between(from, to), query, orderBy, numberToSkip, limit, batchSize,
                    fieldSelector);
        }
        return super.matchDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    private Stream<Document> between(String from, String to) {
        List<Document> found = new ArrayList<>();
        for (Cursor<Object, Document> cursor = documents.cursor(from, to, false); cursor.hasNext();) {
            cursor.next();
            found.add(cursor.getValue());
        }
        return found.stream();
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
