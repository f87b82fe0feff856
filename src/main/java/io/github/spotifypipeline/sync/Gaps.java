package io.github.spotifypipeline.sync;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.reading.EventTimes;
import io.github.spotifypipeline.schedule.SyncTask;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.NavigableSet;
import org.bson.Document;

/**
 * The collection {@code gaps}: times in which plays may be lost, because Spotify shows only the last 50. One document a
 * gap: {@code account_id}, {@code endpoint}, {@code from} (the newest play known then), {@code to} (the oldest that
 * came), {@code noticed_at}, and {@code closed_at}, null until later data covers it.
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
    public long countOpen() {
        return gaps().find(new Document("closed_at", null)).projection(new Document("_id", 1)).batchSize(1000)
                .into(new ArrayList<>()).size();
    }

    /** The open ones, newest first. @param most no more than these */
    public List<Document> listOpen(int most) {
        return gaps().find(new Document("closed_at", null)).sort(new Document("from", -1).append("_id", 1)).limit(most)
                .batchSize(most).into(new ArrayList<>());
    }

    /** The open ones of an account. */
    public List<Document> listOpenOf(String accountId) {
        return gaps().find(IdRange.startingWith(accountId + ":").append("closed_at", null)).batchSize(1000)
                .into(new ArrayList<>());
    }

    /** A time that is still not known, in Unix ms. */
    public record Left(long from, long to) {
    }

    /**
     * An import has the plays of a gap, or some of them. What is left of it stays open, in several gaps where it was
     * divided.
     *
     * @param id       {@code _id} of the gap
     * @param left     in order; empty when nothing is
     * @param closedBy {@code _id} of the import
     */
    public void cover(String id, List<Left> left, String closedBy) {
        Document gap = gaps().find(new Document("_id", id)).first();
        if (gap == null) {
            return;
        }
        if (left.isEmpty()) {
            gaps().updateOne(new Document("_id", id), new Document("$set",
                    new Document("closed_at", Date.from(clock.instant())).append("closed_by", closedBy)));
            return;
        }
        for (Left more : left.subList(1, left.size())) {
            Document part = new Document(gap).append("from", new Date(more.from())).append("to", new Date(more.to()));
            part.remove("_id");
            gaps().updateOne(new Document("_id", gap.get("account_id") + ":" + gap.get("endpoint") + ":" + more.from()),
                    new Document("$setOnInsert", part), new UpdateOptions().upsert(true));
        }
        // last, so that an import that is killed in between finds the gap again
        gaps().updateOne(new Document("_id", id), new Document("$set",
                new Document("from", new Date(left.get(0).from())).append("to", new Date(left.get(0).to()))));
    }

    /** From when on to ask, in Unix ms: from the newest known record, or from before an open gap that is young. */
    Long position(SyncTask task) {
        Long newest = task.before().found().position();
        if (newest == null) {
            return null;
        }
        long position = newest;
        for (Document gap : gaps().find(of(task.accountId(), task.endpointId())).batchSize(1000)) {
            if (gap.getDate("noticed_at").toInstant().isAfter(clock.instant().minus(LOOKED_FOR))) {
                position = Math.min(position, gap.getDate("from").getTime());
            }
        }
        return position;
    }

    /**
     * Takes note of what a sync has shown. What was asked from before the newest known record and does not show it has
     * a gap between it and the next record, however many it shows, and even where older ones are there; what shows an
     * older gap from its first record to its last closes it, and what shows its end makes it shorter. To be called
     * before the cursor moves, so that a sync that is killed in between finds the same again.
     */
    void observe(SyncTask task, EventTimes times) {
        NavigableSet<Long> shown = times.shown();
        Long newestBefore = task.before().found().position();
        if (newestBefore != null && times.askedFrom() < newestBefore && !shown.contains(newestBefore)
                && shown.higher(newestBefore) != null) {
            openGap(task, newestBefore, shown.higher(newestBefore));
        }
        if (!shown.isEmpty()) {
            for (Document gap : gaps().find(of(task.accountId(), task.endpointId())).batchSize(1000)) {
                cover(gap, shown);
            }
        }
    }

    private void openGap(SyncTask task, long from, long to) {
        gaps().updateOne(new Document("_id", task.accountId() + ":" + task.endpointId() + ":" + from),
                new Document("$setOnInsert", new Document("account_id", task.accountId())
                        .append("endpoint", task.endpointId()).append("from", new Date(from))
                        .append("to", new Date(to)).append("noticed_at", Date.from(clock.instant()))
                        .append("closed_at", null)), new UpdateOptions().upsert(true));
    }

    private void cover(Document gap, NavigableSet<Long> shown) {
        long from = gap.getDate("from").getTime();
        long to = gap.getDate("to").getTime();
        if (shown.last() < to) {
            return;
        }
        if (shown.contains(from)) {
            set(gap, "closed_at", Date.from(clock.instant()));
        } else if (shown.higher(from) < to) {
            set(gap, "to", new Date(shown.higher(from)));
        }
    }

    private void set(Document gap, String field, Date time) {
        gaps().updateOne(new Document("_id", gap.get("_id")), new Document("$set", new Document(field, time)));
    }

    private static Document of(String accountId, String endpointId) {
        return IdRange.startingWith(accountId + ":" + endpointId + ":").append("closed_at", null);
    }

    private MongoCollection<Document> gaps() {
        return database.collection("gaps");
    }
}
