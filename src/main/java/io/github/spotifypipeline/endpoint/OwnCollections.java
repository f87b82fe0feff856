package io.github.spotifypipeline.endpoint;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.ForeignTraits;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;

/**
 * The collection {@code collections}: it names the collections that the pipeline has ever filled, also for endpoints
 * that are gone. All other collections in the database belong to somebody else.
 */
public final class OwnCollections {

    private final Database database;
    private final ForeignTraits traits;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public OwnCollections(Database database) {
        this.database = database;
        this.traits = new ForeignTraits(database);
    }

    /**
     * Stores that the pipeline fills a collection, before its first document is written. Only the first call in a
     * process asks the database.
     *
     * @param endpointId the endpoint that fills it; null: none
     * @throws ForeignTraits.UnusableCollectionException when somebody else made something of it by which documents are
     *         lost
     */
    public void remember(String collection, String endpointId) {
        String use = collection + " " + endpointId;
        if (!known.contains(use)) {
            traits.require(collection);
            collections().updateOne(new Document("_id", collection),
                    new Document(endpointId == null ? "$setOnInsert" : "$set", new Document("endpoint", endpointId)),
                    new UpdateOptions().upsert(true));
            known.add(use);
        }
    }

    /**
     * The collections that were ever filled, each with the id of the endpoint that did so last; an empty one for none.
     */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        for (Document one : collections().find().batchSize(1000).into(new ArrayList<>())) {
            all.put(one.getString("_id"), one.get("endpoint") instanceof String id ? id : "");
        }
        return all;
    }

    private MongoCollection<Document> collections() {
        return database.collection("collections");
    }
}
