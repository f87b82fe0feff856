package io.github.spotifypipeline.database;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * Reads what a range of {@code _id} holds a page at a time, in the order of {@code _id}: a find alone would have the
 * embedded server keep its whole answer in memory. Both servers begin each page where the last one ended. What is
 * stored or deleted meanwhile is seen or not; nothing else is left out, and nothing comes twice.
 */
public final class IdPages {

    private static final int PAGE = 5_000;

    private final MongoCollection<Document> collection;
    private final Document filter;
    private final Document fields;
    private final int page;

    /**
     * @param filter with a range of {@code _id}s that are texts, as {@link IdRange} makes it, and what else may be
     *               asked
     * @param fields which fields are wanted besides {@code _id}, as a projection
     */
    public IdPages(MongoCollection<Document> collection, Document filter, Document fields) {
        this(collection, filter, fields, PAGE);
    }

    /** @param page the most documents that are asked for at once */
    IdPages(MongoCollection<Document> collection, Document filter, Document fields, int page) {
        this.collection = collection;
        this.filter = filter;
        this.fields = fields;
        this.page = page;
    }

    /** Hands over one document after the other, with its {@code _id} and the fields. */
    public void forEach(Consumer<Document> taker) {
        Document asked = filter;
        while (asked != null) {
            List<Document> found = collection.find(asked).projection(fields).sort(new Document("_id", 1)).limit(page)
                    .batchSize(page).into(new ArrayList<>());
            found.forEach(taker);
            asked = found.size() < page ? null : after(found.get(page - 1).getString("_id"));
        }
    }

    private Document after(String id) {
        Document rest = new Document(filter.get("_id", Document.class));
        rest.remove("$gte");
        return new Document(filter).append("_id", rest.append("$gt", id));
    }
}
