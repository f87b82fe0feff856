package io.github.spotifypipeline.enrich;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** A kind of run that one process does, once a day. */
final class DailyClaim {

    /** Less than a day, so that it is not later each day. */
    private static final Duration HELD = Duration.ofHours(20);

    private final Database database;
    private final String id;

    /** @param id the {@code _id} of its document in {@code claims} */
    DailyClaim(Database database, String id) {
        this.database = database;
        this.id = id;
    }

    /** Takes it. @return false when it was taken within the last twenty hours, here or in another process */
    boolean take(Instant now) {
        try {
            // one of a clock that was ahead does not hold
            return database.collection("claims").updateOne(new Document("_id", id).append("$or", List.of(
                    new Document("until", new Document("$lte", Date.from(now))),
                    new Document("until", new Document("$gt", Date.from(now.plus(HELD)))))),
                    new Document("$set", new Document("until", Date.from(now.plus(HELD)))),
                    new UpdateOptions().upsert(true)).getMatchedCount() >= 0;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }
}
