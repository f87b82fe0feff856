package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.aggregation.stage.MergeStage;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.DataType;

/** The stock database without its half-built indexes. It is the {@link Catalog} of queries. */
final class DurableDatabase extends H2Database implements Catalog {

    private final MVStore store;
    private final DatabaseResolver databases;

    DurableDatabase(String databaseName, MVStore store, CursorRegistry cursorRegistry, DatabaseResolver databases) {
        super(databaseName, store, cursorRegistry);
        this.store = store;
        this.databases = databases;
        super.initializeNamespacesAndIndexes();
    }

    @Override
    public String name() {
        return getDatabaseName();
    }

    @Override
    public Source collection(String name) {
        return !name.startsWith("system.") && resolveCollection(name, false) instanceof DurableCollection known ? known
                : new EmptyCollection();
    }

    @Override
    public void merge(Document how, List<Document> documents) {
        new MergeStage(databases, this, how).applyLast(documents.stream().map(Document::cloneDeeply));
    }

    /** The descriptions of a collection's indexes. */
    List<Document> indexesOf(String collection) {
        MongoCollection<Object> known = indexes.get();
        return known == null ? List.of()
                : known.handleQueryAsStream(new Document("ns", getFullCollectionNamespace(collection)))
                        .map(index -> {
                            Document shown = index.clone();
                            shown.remove("ns");
                            return shown;
                        }).toList();
    }

    /** Does nothing: the stock constructor calls it too early, before this class has its store. */
    @Override
    protected void initializeNamespacesAndIndexes() {
    }

    /**
     * Builds an index from nothing unless it was finished before. A build that fails on a duplicate leaves a part of
     * the index behind. The stock database would take that for a whole index, miss documents and let duplicates in.
     */
    @Override
    protected Index<Object> openOrCreateUniqueIndex(String collectionName, String indexName, List<IndexKey> indexKeys,
            boolean sparse) {
        // the stock database uses a map that is already open
        MVMap<Object, Object> keys = store.openMap(getFullCollectionNamespace(collectionName) + "._index_" + indexName,
                new MVMap.Builder<>().keyType(new IndexKeyType()));
        if (!isFinished(collectionName, indexName)) {
            keys.clear();
        }
        return super.openOrCreateUniqueIndex(collectionName, indexName, indexKeys, sparse);
    }

    /**
     * Remembers the index and reads nothing for it. The stock database reads all documents twice for each such index
     * whenever it opens, though the index stays empty.
     */
    @Override
    protected Index<Object> openOrCreateSecondaryIndex(String collectionName, String indexName,
            List<IndexKey> indexKeys, boolean sparse) {
        return new NamedIndex(indexName, indexKeys);
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
