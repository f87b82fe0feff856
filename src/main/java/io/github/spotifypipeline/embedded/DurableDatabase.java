package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.DataType;

/** The stock database without its half-built indexes. */
final class DurableDatabase extends H2Database {

    private final MVStore store;

    DurableDatabase(String databaseName, MVStore store, CursorRegistry cursorRegistry) {
        super(databaseName, store, cursorRegistry);
        this.store = store;
        super.initializeNamespacesAndIndexes();
    }

    /** The collection that a command aggregates; null when it is another command, or there is none. */
    DurableCollection aggregated(Document command) {
        return command.get("aggregate") instanceof String name && command.get("pipeline") instanceof List<?>
                && resolveCollection(name, false) instanceof DurableCollection known ? known : null;
    }

    /** Does nothing: the stock constructor calls it too early, before this class has its store. */
    @Override
    protected void initializeNamespacesAndIndexes() {
    }

    /**
     * Builds an index from nothing unless it is a finished one. The stock database takes what is left of a build that
     * failed on a duplicate for a complete index when it is asked again, and from then on misses documents and lets
     * duplicates in.
     */
    @Override
    protected Index<Object> openOrCreateUniqueIndex(String collectionName, String indexName, List<IndexKey> indexKeys,
            boolean sparse) {
        // the stock database takes a map that is open as it is
        MVMap<Object, Object> keys = store.openMap(getFullCollectionNamespace(collectionName) + "._index_" + indexName,
                new MVMap.Builder<>().keyType(new IndexKeyType()));
        if (!isFinished(collectionName, indexName)) {
            keys.clear();
        }
        return super.openOrCreateUniqueIndex(collectionName, indexName, indexKeys, sparse);
    }

    private boolean isFinished(String collectionName, String indexName) {
        MongoCollection<Object> finished = indexes.get();
        Document description = new Document("ns", getFullCollectionNamespace(collectionName)).append("name", indexName);
        return finished != null && finished.handleQueryAsStream(description).findAny().isPresent();
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String collectionName, CollectionOptions options) {
        String namespace = getFullCollectionNamespace(collectionName);
        MVMap<Object, Document> documents = store.openMap("databases." + namespace,
                new MVMap.Builder<Object, Document>().valueType(documentType()));
        return new DurableCollection(this, collectionName, options, documents, store.openMap("meta." + namespace),
                cursorRegistry);
    }

    @SuppressWarnings("unchecked")
    private static DataType<Document> documentType() {
        return (DataType<Document>) (DataType<?>) new DocumentType();
    }
}
