package io.github.spotifypipeline.database;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.bson.Document;

/**
 * Copies one database of the pipeline into another. A copy can be interrupted and repeated, because it replaces
 * documents by their {@code _id}. It copies data first, then cursors, and accounts last, so that nothing is synced on
 * an incomplete copy. Nobody may write to the source meanwhile.
 */
public final class DatabaseCopy {

    /** What is made of other documents, and made again where it is not there. */
    private static final Set<String> DERIVED = Set.of("play_months", "chart_months");

    private final Database source;
    private final Database target;

    public DatabaseCopy(Database source, Database target) {
        this.source = source;
        this.target = target;
    }

    /** The collections that have documents, in the order of copying. */
    public List<String> collections() {
        return source.database().listCollectionNames().into(new ArrayList<>()).stream()
                .filter(name -> !name.startsWith("system.") && !DERIVED.contains(name)
                        && source.collection(name).find().first() != null)
                .sorted(Comparator.comparingInt(DatabaseCopy::rank).thenComparing(Comparator.naturalOrder())).toList();
    }

    private static int rank(String collection) {
        return collection.equals("accounts") ? 2 : Database.isForData(collection) ? 0 : 1;
    }

    /** Why not to copy: sentences about documents of the target that the source lacks, or that are newer there. */
    public List<String> objections() {
        List<String> objections = new ArrayList<>();
        target.collection("accounts").find().sort(new Document("_id", 1)).batchSize(1000).forEach(account -> {
            if (source.collection("accounts").find(new Document("_id", account.get("_id"))).first() == null) {
                objections.add("it holds the account " + account.get("_id") + ", which is not here");
            }
        });
        Map<Object, Date> here = new HashMap<>();
        source.collection("cursors").find().batchSize(1000)
                .forEach(cursor -> here.put(cursor.get("_id"), cursor.getDate("last_success_at")));
        target.collection("cursors").find().sort(new Document("_id", 1)).batchSize(1000).forEach(cursor -> {
            Date there = cursor.getDate("last_success_at");
            Date known = here.get(cursor.get("_id"));
            if (there != null && (known == null || there.after(known))) {
                objections.add("its " + cursor.get("endpoint") + " of account " + cursor.get("account_id")
                        + " has synced later than the one here");
            }
        });
        return objections;
    }

    /** How many documents a collection has. */
    public long count(String collection) {
        return source.collection(collection).estimatedDocumentCount();
    }

    /**
     * Copies a collection with its indexes, and checks that the target has each document.
     *
     * @param progress gets the number of documents of each batch
     * @return how many documents were copied
     * @throws IncompleteException when the target does not show all that it acknowledged
     */
    public long copy(String collection, LongConsumer progress) {
        MongoCollection<Document> to = target.collection(collection);
        long[] copied = {0};
        DERIVED.forEach(derived -> target.collection(derived).deleteMany(new Document()));
        new SortedDocuments(source.collection(collection), new Document()).forEachBatch(batch -> {
            to.bulkWrite(batch.stream().map(document -> new ReplaceOneModel<>(new Document("_id", document.get("_id")),
                    document, new ReplaceOptions().upsert(true))).toList(), new BulkWriteOptions().ordered(false));
            List<Object> ids = batch.stream().map(document -> document.get("_id")).toList();
            if (to.countDocuments(new Document("_id", new Document("$in", ids))) != ids.size()) {
                throw new IncompleteException(collection);
            }
            copied[0] += batch.size();
            progress.accept(batch.size());
        });
        if (Database.isForData(collection)) {
            source.collection(collection).listIndexes().forEach(index -> copyIndex(collection, index));
        } else {
            // the embedded database keeps no expiry of an index
            target.prepare();
        }
        return copied[0];
    }

    private void copyIndex(String collection, Document index) {
        Document keys = index.get("key", Document.class);
        if (!keys.keySet().equals(Set.of("_id"))) {
            target.index(collection, keys, new IndexOptions().unique(index.getBoolean("unique", false))
                    .sparse(index.getBoolean("sparse", false)));
        }
    }

    /** The target lacks documents whose writes it has acknowledged. */
    public static final class IncompleteException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        IncompleteException(String collection) {
            super("The target does not show all documents of " + collection + " that it took: try again.");
        }
    }
}
