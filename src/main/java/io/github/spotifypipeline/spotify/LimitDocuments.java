package io.github.spotifypipeline.spotify;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.StoredTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collection {@code limits}: one document a bucket ({@code _id}) with {@code calls}, the calls of each hour (Unix
 * hours) of the last day, and while it is blocked {@code blocked_until}, {@code blocked_at}, {@code cause} and {@code
 * reason}.
 */
final class LimitDocuments {

    private static final Logger LOG = LoggerFactory.getLogger(LimitDocuments.class);

    private final Database database;
    private final Clock clock;

    LimitDocuments(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Stores the calls that the database does not know of. */
    void addCalls(String bucket, BucketState state) {
        Document more = new Document();
        state.fresh().forEach((hour, calls) -> more.append("calls." + hour, calls));
        Document change = new Document("$inc", more);
        Document old = new Document();
        state.outdated(clock.instant()).forEach(hour -> old.append("calls." + hour, ""));
        if (!old.isEmpty()) {
            change.append("$unset", old);
        }
        collection().updateOne(new Document("_id", bucket), change, new UpdateOptions().upsert(true));
    }

    /** Stores a block, unless the database has one that holds for longer. */
    void block(String bucket, Failure block) {
        Date until = Date.from(block.until());
        Document change = new Document("$set", new Document("blocked_until", until)
                .append("blocked_at", Date.from(clock.instant())).append("cause", block.kind().toString())
                .append("reason", block.words()));
        boolean longer = collection().updateOne(new Document("_id", bucket)
                .append("blocked_until", new Document("$lt", until)), change).getMatchedCount() == 1;
        if (!longer) {
            try {
                collection().updateOne(new Document("_id", bucket).append("blocked_until", null), change,
                        new UpdateOptions().upsert(true));
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
            }
        }
    }

    /** Forgets a bucket whose block was over at a time. @return whether it was blocked until then */
    boolean forgetOver(String bucket, Instant time) {
        return collection().deleteOne(new Document("_id", bucket)
                .append("blocked_until", new Document("$lte", Date.from(time)))).getDeletedCount() == 1;
    }

    /** Ends a block now. */
    void end(String bucket) {
        Date now = Date.from(clock.instant());
        collection().updateOne(new Document("_id", bucket).append("blocked_until", new Document("$gt", now)),
                new Document("$set", new Document("blocked_until", now)));
    }

    /** Gives each bucket's state what the database holds of it. */
    void read(Function<String, BucketState> states) {
        collection().find().batchSize(1000).forEach(document -> {
            Map<Long, Long> calls = new HashMap<>();
            Objects.requireNonNullElse(document.get("calls", Document.class), new Document())
                    .forEach((hour, count) -> calls.put(Long.parseLong(hour), ((Number) count).longValue()));
            Instant until = blockedUntil(document);
            states.apply(document.getString("_id")).read(calls, until == null ? null : new Failure(
                    FailureKind.named(document.getString("cause")), document.getString("reason"), until));
        });
    }

    /** What a clock that was ahead has blocked is called again; no block is as long. @return null when there is none */
    private Instant blockedUntil(Document document) {
        Instant until = StoredTime.of(document, "blocked_until");
        Instant now = clock.instant();
        if (!StoredTime.isImpossible(until, now, BucketState.LONGEST_BLOCK)
                && !StoredTime.isImpossible(StoredTime.of(document, "blocked_at"), now)) {
            return until;
        }
        Document gone = new Document("blocked_until", "").append("blocked_at", "").append("cause", "")
                .append("reason", "");
        boolean first = collection().updateOne(new Document("_id", document.get("_id"))
                .append("blocked_until", Date.from(until)), new Document("$unset", gone)).getModifiedCount() == 1;
        if (first) {
            LOG.warn("Calls of {} were blocked until {}, longer than Spotify ever asks: this machine's clock was ahead,"
                    + " or is behind now. The block counts as unknown, and it is called again", document.get("_id"),
                    until);
        }
        return null;
    }

    private MongoCollection<Document> collection() {
        return database.collection("limits");
    }
}
