package io.github.spotifypipeline.claims;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;

/**
 * The collection {@code claims}: what one of several processes does alone. A claim has a key ({@code _id}), its
 * {@code owner}, when it was made ({@code at}), whether its work has ended ({@code done}), and until when it holds
 * ({@code until}): a process that died leaves it to the others when that has passed. Old claims are deleted.
 */
public final class Claims {

    private final Database database;
    private final Clock clock;
    private final Duration lease;
    private final String owner = UUID.randomUUID().toString();

    /** @param lease how long a claim on work holds that nobody renews */
    public Claims(Database database, Clock clock, Duration lease) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
    }

    /** How long a claim on work holds that nobody renews. */
    public Duration lease() {
        return lease;
    }

    /** How often work under way is to renew its claims. */
    public Duration renewal() {
        return lease.dividedBy(3);
    }

    /**
     * Takes a claim, a new one or one that has run out.
     *
     * @param holds until when, unless it is renewed
     * @return false when another has it
     */
    public boolean take(String key, Duration holds) {
        Instant now = clock.instant();
        Document claim = new Document("owner", owner).append("at", Date.from(now)).append("done", false)
                .append("until", Date.from(now.plus(holds)));
        try {
            claims().insertOne(new Document("_id", key).append("owner", owner).append("at", Date.from(now))
                    .append("done", false).append("until", Date.from(now.plus(holds))));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
        return claims().updateOne(new Document("_id", key).append("until", new Document("$lt", Date.from(now))),
                new Document("$set", claim)).getMatchedCount() == 1;
    }

    /** Lets one's claims of some keys hold for longer. */
    public void renew(Iterable<String> keys) {
        Instant until = clock.instant().plus(lease);
        claims().updateMany(new Document("_id", new Document("$in", keys)).append("owner", owner),
                new Document("$set", new Document("until", Date.from(until))));
    }

    /** The work of one's claim has ended; it holds a little longer, for those who do not know yet what came of it. */
    public void done(String key) {
        claims().updateOne(new Document("_id", key).append("owner", owner), new Document("$set", new Document("done", true)));
    }

    /** Gives one's claim up, so that anyone may take it at once. */
    public void release(String key) {
        claims().deleteOne(new Document("_id", key).append("owner", owner));
    }

    /** Whether anyone works on something whose key begins with a prefix that ends with a colon. */
    public boolean isAnyAtWork(String prefix) {
        return claims().find(IdRange.startingWith(prefix).append("done", false)
                .append("until", new Document("$gte", Date.from(clock.instant())))).first() != null;
    }

    /** Forgets all claims whose keys begin with a prefix that ends with a colon. */
    public void forget(String prefix) {
        claims().deleteMany(IdRange.startingWith(prefix));
    }

    private MongoCollection<Document> claims() {
        return database.collection("claims");
    }
}
