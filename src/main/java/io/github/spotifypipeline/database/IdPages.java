package io.github.spotifypipeline.database;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * Reads the documents of a range of {@code _id} page by page, in the order of {@code _id}. The embedded server would
 * hold the whole answer of one find in memory. Each page begins after the last {@code _id} of the page before, so no
 * document is missing or comes twice. Documents that are stored or deleted meanwhile may be seen or not.
 */
public final class IdPages {

    private static final int PAGE = 5_000;

    private final MongoCollection<Document> collection;
    private final Document filter;
    private final Document fields;
    private final int page;

    /**
     * @param filter holds a range of text {@code _id}s, as {@link IdRange} makes it, and may hold other conditions
     * @param fields the projection: the fields besides {@code _id}
     */
    public IdPages(MongoCollection<Document> collection, Document filter, Document fields) {
        this(collection, filter, fields, PAGE);
    }

    /** @param page the largest number of documents in one find */
    IdPages(MongoCollection<Document> collection, Document filter, Document fields, int page) {
        this.collection = collection;
        this.filter = filter;
        this.fields = fields;
        this.page = page;
    }

    /** Calls the consumer with each document, which has its {@code _id} and the fields. */
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
