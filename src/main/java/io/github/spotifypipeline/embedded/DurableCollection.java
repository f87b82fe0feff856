package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;

/** The stock collection without two of its faults: aggregations that change what they read, and stuck documents. */
final class DurableCollection extends H2Collection {

    private static final int DOTTED_FIELD_NAME = 57;

    DurableCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> documents,
            MVMap<String, Object> meta, CursorRegistry cursorRegistry) {
        super(database, name, options, documents, meta, cursorRegistry);
    }

    /**
     * Gives aggregations copies to work on. The stock collection gives them the stored documents themselves, and
     * {@code $addFields} on a sub-document then changes the database.
     */
    @Override
    public Stream<Document> queryAllAsStream() {
        return super.queryAllAsStream().map(Document::cloneDeeply);
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
