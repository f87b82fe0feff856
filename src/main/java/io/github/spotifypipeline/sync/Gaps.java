package io.github.spotifypipeline.sync;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/**
 * The collection {@code gaps}: times in which plays may be lost, because Spotify shows only the last 50. One document a
 * gap: {@code account_id}, {@code endpoint}, {@code from} (the newest play known then), {@code to} (the oldest that came),
 * {@code noticed_at}, and {@code closed_at}, null until later data covers it.
 */
public final class Gaps {

    /** As long as plays that turn up late are looked for: the records from before the gap on are asked for again. */
    private static final Duration LOOKED_FOR = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;

    public Gaps(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How many are open. */
    public long open() {
        long open = 0;
        for (Document ignored : gaps().find(new Document("closed_at", null)).projection(new Document("_id", 1)).batchSize(1000)) {
            open++;
        }
        return open;
    }

    /** The open ones, newest first. @param most no more than these */
    public List<Document> open(int most) {
        return gaps().find(new Document("closed_at", null)).sort(new Document("from", -1).append("_id", 1)).limit(most)
                .batchSize(most).into(new ArrayList<>());
    }

    /** From when on to ask, in Unix ms: from the newest known record, or from before an open gap that is young. */
    Long position(String accountId, String endpointId, Long newest) {
        if (newest == null) {
            return null;
        }
        long position = newest;
        for (Document gap : gaps().find(of(accountId, endpointId)).batchSize(1000)) {
            if (gap.getDate("noticed_at").toInstant().isAfter(clock.instant().minus(LOOKED_FOR))) {
                position = Math.min(position, gap.getDate("from").getTime());
            }
        }
        return position;
    }

    /**
     * Takes note of what a run has shown: a full page that does not reach back to what was known is a gap; what shows all
     * of an older gap closes it, and what shows its end makes it shorter. To be called before the cursor moves, so that a
     * run that is killed in between finds the same again.
     *
     * @param newestBefore the newest record known before the run, in Unix ms; null when none was
     */
    void observe(SyncRun run, Long newestBefore) {
        if (run.oldestRead() == null) {
            return;
        }
        // what is not full has shown everything since the time that was asked for
        boolean all = !run.isFullPage();
        if (newestBefore != null && !all && run.oldestRead().toEpochMilli() > newestBefore) {
            open(run, Instant.ofEpochMilli(newestBefore));
        }
        for (Document gap : gaps().find(of(run.getAccountId(), run.getEndpointId())).batchSize(1000)) {
            cover(run, gap, all);
        }
    }

    private void open(SyncRun run, Instant from) {
        gaps().updateOne(new Document("_id", run.getAccountId() + ":" + run.getEndpointId() + ":" + from.toEpochMilli()),
                new Document("$setOnInsert", new Document("account_id", run.getAccountId())
                        .append("endpoint", run.getEndpointId()).append("from", Date.from(from))
                        .append("to", Date.from(run.oldestRead())).append("noticed_at", Date.from(clock.instant()))
                        .append("closed_at", null)), new UpdateOptions().upsert(true));
    }

    private void cover(SyncRun run, Document gap, boolean all) {
        long from = gap.getDate("from").getTime();
        long to = gap.getDate("to").getTime();
        long oldest = all ? Math.min(run.askedFrom(), run.oldestRead().toEpochMilli()) : run.oldestRead().toEpochMilli();
        if (run.newestRead().toEpochMilli() < to || oldest >= to) {
            return;
        }
        gaps().updateOne(new Document("_id", gap.get("_id")), new Document("$set", oldest <= from
                ? new Document("closed_at", Date.from(clock.instant())) : new Document("to", new Date(oldest))));
    }

    private static Document of(String accountId, String endpointId) {
        return IdRange.startingWith(accountId + ":" + endpointId + ":").append("closed_at", null);
    }

    private MongoCollection<Document> gaps() {
        return database.collection("gaps");
    }
}
