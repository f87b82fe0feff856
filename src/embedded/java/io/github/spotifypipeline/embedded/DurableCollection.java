package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.github.spotifypipeline.embedded.query.Catalog;
import io.github.spotifypipeline.embedded.query.Catalog.IdRange;
import io.github.spotifypipeline.embedded.query.Filter;
import io.github.spotifypipeline.embedded.query.Queries;
import io.github.spotifypipeline.embedded.query.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.h2.mvstore.MVMap;

/**
 * The stock collection with another way to find documents: {@link Queries} for commands that read, {@link Filter} for
 * commands that write. It reads documents one by one, and only those in a range of {@code _id} where one is given.
 */
final class DurableCollection extends H2Collection implements Catalog.Source {

    private static final int DOTTED_FIELD_NAME = 57;

    private final MVMap<Object, Document> documents;
    private Document lastUpserted;

    DurableCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> documents,
            MVMap<String, Object> meta, CursorRegistry cursorRegistry) {
        super(database, name, options, documents, meta, cursorRegistry);
        this.documents = documents;
    }

    /** Whether it has a user's documents. The stock database queries its own collections, as of indexes, by itself. */
    private boolean isOfUsers() {
        return "_id".equals(getIdField());
    }

    /** Finds what an update, a delete or a findAndModify changes. */
    @Override
    protected QueryResult queryDocuments(Document query, Document orderBy, int numberToSkip, int limit, int batchSize,
            Document fieldSelector) {
        return isOfUsers() ? new QueryResult(Queries.select(this, query, orderBy, numberToSkip, limit))
                : super.queryDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        return isOfUsers() ? Filter.of(query).matches(document) : super.documentMatchesQuery(document, query);
    }

    /** Inserts at once what it can; checks first what depends on the documents. */
    @Override
    public synchronized Document updateDocuments(Document selector, Document updateQuery, ArrayFilters arrayFilters,
            boolean isMulti, boolean isUpsert, Oplog oplog) {
        Document insert = isUpsert && !isMulti && isOfUsers() && arrayFilters.isEmpty()
                ? PlainUpsert.document(selector, updateQuery) : null;
        if (insert != null && documents.get(insert.get("_id")) == null) {
            addDocument(insert);
            oplog.handleInsert(getFullName(), List.of(insert));
            return new Document("n", 0).append("nModified", 0).append("upserted", insert.get("_id"));
        }
        check(selector, updateQuery, null, isMulti ? 0 : 1);
        return super.updateDocuments(selector, updateQuery, arrayFilters, isMulti, isUpsert, oplog);
    }

    private List<Document> check(Document selector, Document update, Document sort, int limit) {
        if (!isOfUsers() || !UpdateRules.dependsOnDocument(update)) {
            return List.of();
        }
        List<Document> found = Queries.select(this, selector, sort, 0, limit);
        found.forEach(document -> UpdateRules.check(update, document));
        return found;
    }

    /** With projections as {@link Queries} knows them, and with {@code lastErrorObject} as a MongoDB fills it. */
    @Override
    public synchronized Document findAndModify(Document query) {
        Document whole = new Document(query);
        Object fields = whole.remove("fields");
        Document selector = query.get("query") instanceof Document asked ? asked : new Document();
        if (query.get("update") instanceof Document update) {
            check(selector, update, (Document) query.get("sort"), 1);
        }
        long before = size();
        Document reply = super.findAndModify(whole);
        if (!reply.containsKey("lastErrorObject")) {
            boolean changed = size() != before;
            Document last = new Document("n", changed ? 1 : 0);
            if (!Boolean.TRUE.equals(query.get("remove"))) {
                last.append("updatedExisting", false);
                Document stored = changed ? reply.get("value") instanceof Document made ? made
                        : lastUpserted : null;
                if (stored != null) {
                    last.append("upserted", stored.get("_id"));
                }
            }
            reply.put("lastErrorObject", last);
        } else if (reply.get("lastErrorObject") instanceof Document last) {
            reply.put("lastErrorObject", new Document("n", last.get("n")).append("updatedExisting",
                    last.get("updatedExisting")));
        }
        if (fields instanceof Document projection && reply.get("value") instanceof Document value) {
            reply.put("value", Queries.project(value, projection));
        }
        return reply;
    }

    @Override
    public Iterator<Document> lookUp(Document query) {
        Object ids = query.get("_id");
        if (ids instanceof Document expression && expression.size() == 1) {
            ids = expression.containsKey("$eq") ? expression.get("$eq") : expression.get("$in");
        }
        if (ids instanceof Collection<?> list && query.get("_id") instanceof Document) {
            return list.stream().allMatch(DurableCollection::isPlain) ? byIds(list) : null;
        }
        if (isPlain(ids)) {
            return byIds(List.of(ids));
        }
        for (Index<Object> index : getIndexes()) {
            if (index.isUnique() && query.values().stream().allMatch(DurableCollection::isPlain)
                    && index.canHandle(query)) {
                return found(index.getPositions(query));
            }
        }
        return null;
    }

    private static boolean isPlain(Object value) {
        return value != null && !(value instanceof Document) && !(value instanceof Collection)
                && !(value instanceof BsonRegularExpression);
    }

    private Iterator<Document> byIds(Collection<?> ids) {
        if (ids.stream().allMatch(String.class::isInstance)) {
            return ids.stream().distinct().map(documents::get).filter(Objects::nonNull).iterator();
        }
        Document query = new Document("_id", new Document("$in", new ArrayList<>(ids)));
        for (Index<Object> index : getIndexes()) {
            if (index.canHandle(query)) {
                return found(index.getPositions(query));
            }
        }
        return null;
    }

    private Iterator<Document> found(Iterable<Object> positions) {
        List<Document> found = new ArrayList<>();
        positions.forEach(position -> found.add(documents.get(position)));
        return found.stream().filter(Objects::nonNull).iterator();
    }

    @Override
    public Iterator<Document> scan(IdRange range, boolean descending) {
        return new Scan(documents, range == null ? new IdRange(null, null) : range, descending);
    }

    @Override
    public boolean hasTextIds() {
        return documents.isEmpty() || documents.firstKey() instanceof String && documents.lastKey() instanceof String;
    }

    @Override
    public Document find(String id) {
        return documents.get(id);
    }

    @Override
    public long size() {
        return documents.sizeAsLong();
    }

    @Override
    public long count(IdRange range) {
        return documents.isEmpty() ? 0 : Math.max(0, before(range.to()) - before(range.from()));
    }

    /** How many keys are less than one. The store finds it without reading the documents between. */
    private long before(String key) {
        long index = documents.getKeyIndex(key);
        return index < 0 ? -index - 1 : index;
    }

    @Override
    public Document stats() {
        long count = size();
        long size = Math.max(0, getDataSize());
        Document indexSizes = new Document();
        getIndexes().forEach(index -> indexSizes.put(index.getName(), 0L));
        return new Document("size", size).append("count", (int) Math.min(count, Integer.MAX_VALUE))
                .append("avgObjSize", count == 0 ? 0 : (int) (size / count)).append("numOrphanDocs", 0)
                .append("storageSize", size).append("freeStorageSize", 0L).append("capped", false)
                .append("nindexes", indexes().size()).append("indexDetails", new Document())
                .append("indexBuilds", new ArrayList<>()).append("totalIndexSize", 0L).append("totalSize", size)
                .append("indexSizes", indexSizes).append("scaleFactor", 1);
    }

    @Override
    public List<Document> indexes() {
        return ((DurableDatabase) getDatabase()).indexesOf(getCollectionName());
    }

    /** Refuses a dot in a top-level name: the stock collection would store the document and then fail each update. */
    @Override
    public synchronized void addDocument(Document document) {
        if (document.get("_id") instanceof BsonRegularExpression) {
            throw Refusal.invalid("The '_id' value cannot be of type regex");
        }
        lastUpserted = document;
        for (String name : document.keySet()) {
            if (name.contains(".")) {
                throw new MongoServerError(DOTTED_FIELD_NAME, "DottedFieldName", "The embedded database does not"
                        + " support the dot in the top-level field name '" + name + "': rename the field");
            }
        }
        super.addDocument(document);
    }
}
