package io.github.spotifypipeline.reprocess;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import java.time.Clock;
import java.util.Date;
import org.bson.Document;

/**
 * The collection {@code retransforms}: how far the documents of an endpoint have been made anew, so that one that was
 * killed goes on where it was. At the end the endpoint's document is deleted.
 */
final class ReprocessProgress {

    private final Database database;
    private final Clock clock;

    ReprocessProgress(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The last {@code _id} that is done; empty when none is, or the route was edited since. */
    String last(Endpoint endpoint) {
        Document document = collection().find(new Document("_id", endpoint.id())).first();
        return document == null || !endpoint.definition().equals(document.getString("definition")) ? ""
                : document.getString("last_id");
    }

    void reached(Endpoint endpoint, String id) {
        collection().updateOne(new Document("_id", endpoint.id()), new Document("$set", new Document("last_id", id)
                .append("definition", endpoint.definition()).append("at", Date.from(clock.instant()))),
                new UpdateOptions().upsert(true));
    }

    void ended(Endpoint endpoint) {
        collection().deleteOne(new Document("_id", endpoint.id()));
    }

    private MongoCollection<Document> collection() {
        return database.collection("retransforms");
    }
}
