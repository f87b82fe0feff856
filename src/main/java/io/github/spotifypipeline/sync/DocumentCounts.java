package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.endpoint.Mode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;

/**
 * How many documents each endpoint of each account has: counted once a process, so that a crash between a page and its
 * cursor leaves no wrong number; then added up.
 */
final class DocumentCounts {

    private final Database database;
    private final Set<String> counted = ConcurrentHashMap.newKeySet();

    DocumentCounts(Database database) {
        this.database = database;
    }

    /** How many there are after a run; the number before it when they cannot be counted, null when that is not known. */
    Long after(SyncRun run) {
        if (counted.contains(key(run)) && run.before().found().documents() != null) {
            return run.before().found().documents() + run.inserted() - run.dropped()
                    - (run.endpoint().mode() == Mode.SNAPSHOT ? run.removed() : 0);
        }
        AtomicLong documents = new AtomicLong();
        try {
            // not countDocuments, which takes the embedded server's memory
            database.collection(run.getCollection()).find(IdRange.startingWith(run.getAccountId() + ":"))
                    .projection(new Document("_id", 1)).batchSize(1000).forEach(document -> documents.incrementAndGet());
        } catch (MongoException e) {
            // a number to show does not decide about a sync
            return run.before().found().documents();
        }
        counted.add(key(run));
        return documents.get();
    }

    /** The documents of a run's endpoint are counted anew at its next end. */
    void forget(SyncRun run) {
        counted.remove(key(run));
    }

    /** So are those of all endpoints of an account. */
    void forget(String accountId) {
        counted.removeIf(key -> key.startsWith(accountId + ":"));
    }

    private static String key(SyncRun run) {
        return run.getAccountId() + ":" + run.getEndpointId();
    }
}
