package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
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

    /** How many there are after a sync; when they cannot be counted, the number before it, null when not known. */
    Long after(Tally tally) {
        SyncTask task = tally.task();
        Long before = task.before().found().documents();
        if (counted.contains(key(task)) && before != null) {
            return before + tally.get(Count.INSERTED) - tally.get(Count.DROPPED)
                    - (task.endpoint().mode() == Mode.SNAPSHOT ? tally.get(Count.REMOVED) : 0);
        }
        AtomicLong documents = new AtomicLong();
        try {
            // not countDocuments, which takes the embedded server's memory
            database.collection(task.endpoint().collection()).find(IdRange.startingWith(task.accountId() + ":"))
                    .projection(new Document("_id", 1)).batchSize(1000)
                    .forEach(document -> documents.incrementAndGet());
        } catch (MongoException e) {
            // a number to show does not decide about a sync
            return before;
        }
        counted.add(key(task));
        return documents.get();
    }

    /** The documents of a task's endpoint are counted anew at its next end. */
    void forget(SyncTask task) {
        counted.remove(key(task));
    }

    /** The documents of all endpoints of an account are counted anew. */
    void forget(String accountId) {
        counted.removeIf(key -> key.startsWith(accountId + ":"));
    }

    private static String key(SyncTask task) {
        return task.accountId() + ":" + task.endpointId();
    }
}
