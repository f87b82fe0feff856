package io.github.spotifypipeline.database;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * Reads a collection in the order of its {@code _id}s with no more than these and a batch of documents in the memory,
 * on both sides: the embedded server would sort, and even list, whole documents at once. What is stored meanwhile is
 * not seen, what is deleted is left out.
 */
public final class SortedDocuments {

    private static final int BATCH = 500;

    /** Of one type in their own order; of several, which only a hand can have made, by type. */
    private static final Comparator<Object> ORDER = Comparator.<Object, String>comparing(id -> id.getClass().getName())
            .thenComparing((one, other) -> compare(one, other));

    private final MongoCollection<Document> collection;
    private final List<Object> ids = new ArrayList<>();

    /** Reads the {@code _id}s. @param filter which documents */
    public SortedDocuments(MongoCollection<Document> collection, Document filter) {
        this.collection = collection;
        collection.find(filter).projection(new Document("_id", 1)).batchSize(5_000)
                .forEach(document -> ids.add(document.get("_id")));
        ids.sort(ORDER);
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
        return one instanceof Comparable<?> comparable ? ((Comparable<Object>) comparable).compareTo(other)
                : one.toString().compareTo(other.toString());
    }

    /** How many there were. */
    public int count() {
        return ids.size();
    }

    /** Hands them over in batches that are not empty. */
    public void forEachBatch(Consumer<List<Document>> taker) {
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<Object> batch = ids.subList(from, Math.min(from + BATCH, ids.size()));
            Map<Object, Document> found = new HashMap<>();
            collection.find(new Document("_id", new Document("$in", batch))).batchSize(BATCH)
                    .forEach(document -> found.put(document.get("_id"), document));
            List<Document> sorted = batch.stream().map(found::get).filter(Objects::nonNull).toList();
            if (!sorted.isEmpty()) {
                taker.accept(sorted);
            }
        }
    }
}
