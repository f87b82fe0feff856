package io.github.spotifypipeline.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import java.time.Clock;
import java.util.Date;
import org.bson.Document;

/**
 * The collection {@code dead_letters}: items that could not be transformed or stored, each once, with the raw item, the
 * reason, and when it was first seen.
 */
public final class DeadLetters {

    private final Database database;
    private final Clock clock;

    public DeadLetters(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Keeps an item. @return false when it is there already; it stays as it is */
    public boolean add(String accountId, String endpoint, String reason, JsonNode raw) {
        String id = accountId + ":" + endpoint + ":" + Fingerprint.of(raw);
        return database.collection("dead_letters").updateOne(new Document("_id", id),
                new Document("$setOnInsert", new Document("account_id", accountId)
                        .append("endpoint", endpoint)
                        .append("reason", reason)
                        .append("at", Date.from(clock.instant()))
                        .append("raw", Bson.isStorable(raw) ? Bson.value(raw) : null)
                        .append("retriable", true)),
                new UpdateOptions().upsert(true)).getUpsertedId() != null;
    }

    /** How many there are. */
    public long count() {
        return database.collection("dead_letters").estimatedDocumentCount();
    }
}
