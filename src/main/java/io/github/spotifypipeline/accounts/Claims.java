package io.github.spotifypipeline.accounts;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.StoredTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;

/**
 * The collection {@code claims}: what one of several processes does alone. A claim has a key ({@code _id}), its
 * {@code owner}, when it was made or renewed ({@code at}), whether its work has ended ({@code done}), and until when it holds
 * ({@code until}): a process that died leaves it to the others when that has passed, or when its clock was ahead. Old claims
 * are deleted.
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
        if (insert(key, holds)) {
            return true;
        }
        Date now = Date.from(clock.instant());
        return change(new Document("_id", key).append("until", new Document("$lt", now)), holds)
                || change(new Document("_id", key).append("at", new Document("$gt", latest())), holds);
    }

    /** Takes a claim that nobody has, or that is one's own already, as where the database did not say that it was taken. */
    public boolean begin(String key, Duration holds) {
        return insert(key, holds) || renew(key, holds);
    }

    /** Whether a claim is no longer another's, so that it may be taken; false also where there is none. */
    public boolean hasRunOut(String key) {
        Document claim = claims().find(new Document("_id", key)).first();
        return claim != null && (claim.getDate("until").before(Date.from(clock.instant()))
                || claim.getDate("at").after(latest()));
    }

    private boolean insert(String key, Duration holds) {
        try {
            claims().insertOne(claim(holds).append("_id", key));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    private boolean change(Document which, Duration holds) {
        return claims().updateOne(which, new Document("$set", claim(holds))).getMatchedCount() == 1;
    }

    private Document claim(Duration holds) {
        Instant now = clock.instant();
        return new Document("owner", owner).append("at", Date.from(now)).append("done", false)
                .append("until", Date.from(now.plus(holds)));
    }

    /** What was made later than this, was made by a clock that is wrong, and may hold until any time. */
    private Date latest() {
        return Date.from(clock.instant().plus(StoredTime.TOLERANCE));
    }

    /** Lets one's claims of some keys hold for longer. */
    public void renew(Iterable<String> keys) {
        Instant now = clock.instant();
        claims().updateMany(new Document("_id", new Document("$in", keys)).append("owner", owner),
                new Document("$set", new Document("at", Date.from(now)).append("until", Date.from(now.plus(lease)))));
    }

    /** Lets one's claim hold for longer. @return false when it is not one's own any more */
    public boolean renew(String key, Duration holds) {
        return change(new Document("_id", key).append("owner", owner), holds);
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
                .append("until", new Document("$gte", Date.from(clock.instant())))
                .append("at", new Document("$lte", latest()))).first() != null;
    }

    /** Forgets all claims whose keys begin with a prefix that ends with a colon. */
    public void forget(String prefix) {
        claims().deleteMany(IdRange.startingWith(prefix));
    }

    private MongoCollection<Document> claims() {
        return database.collection("claims");
    }
}
