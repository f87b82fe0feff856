package io.github.spotifypipeline.endpoint;

import com.mongodb.client.model.IndexOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.ForeignTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;

/**
 * Makes the indexes that the collection of an endpoint needs beside {@code _id}: one by its mode, which also serves
 * each query for all documents of an account, and one for each field of the parameter {@code indexes}. Queries for a
 * partition, a day or a parent's list use a range of {@code _id} and need no other.
 */
public final class Indexes {

    private final Database database;
    private final ForeignTraits traits;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    public Indexes(Database database) {
        this.database = database;
        this.traits = new ForeignTraits(database);
    }

    /**
     * Makes the indexes before the endpoint's first sync in this process. Existing indexes stay.
     *
     * @throws ForeignTraits.UnusableCollectionException when somebody else made something of the collection by which
     *                                                   documents are lost
     */
    public void prepare(Endpoint endpoint) {
        List<Document> all = new ArrayList<>(List.of(ofMode(endpoint, new Document("account_id", 1))));
        endpoint.storage().indexed().forEach(field ->
                all.add(byTime(endpoint, new Document("account_id", 1).append(field, 1))));
        all.removeIf(keys -> made.contains(name(endpoint, keys)));
        if (!all.isEmpty()) {
            traits.require(endpoint.collection());
        }
        for (Document keys : all) {
            database.index(endpoint.collection(), keys, new IndexOptions());
            made.add(name(endpoint, keys));
        }
    }

    private static String name(Endpoint endpoint, Document keys) {
        return endpoint.collection() + " " + keys.toJson();
    }

    private static Document ofMode(Endpoint endpoint, Document keys) {
        return switch (endpoint.mode()) {
            case APPEND -> byTime(endpoint, keys);
            case MIRROR -> keys.append("removed_at", 1);
            case SNAPSHOT -> keys.append("day", 1);
        };
    }

    private static Document byTime(Endpoint endpoint, Document keys) {
        return endpoint.isIncremental() ? keys.append(endpoint.paging().cursorField(), -1) : keys;
    }
}
