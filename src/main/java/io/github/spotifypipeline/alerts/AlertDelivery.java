package io.github.spotifypipeline.alerts;

import static io.github.spotifypipeline.alerts.Notice.date;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.spotify.Backoff;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collection {@code notices}: what has been told of what needs a person. Each is told once when it starts and once
 * when it is over, also after a restart, by one of several replicas. Who delivers a message first moves its
 * {@code due_at} to the time of the next try; so a message that did not get through, or whose process died, is told
 * again, at growing intervals. What is true of one process alone is not told, because another would take it back.
 */
public final class AlertDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

    /** How often to look when nothing is known to have changed. */
    private static final Duration LOOK = Duration.ofSeconds(60);

    /** Ticks come each second; the machine slept when none came for longer than this. */
    private static final Duration SLEEP = Duration.ofMinutes(1);

    /** The first wait is longer than a delivery takes. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Notice.LONGEST_RETRY);

    private final AlertRules alerts;
    private final Database database;
    private final Clock clock;
    private Instant awakeSince;
    private Instant lastTick;
    private volatile boolean changed;
    private volatile boolean hasNotices = true;
    private Instant nextLook = Instant.MIN;

    public AlertDelivery(AlertRules alerts, Database database, Clock clock) {
        this.alerts = alerts;
        this.database = database;
        this.clock = clock;
        this.awakeSince = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.lastTick = awakeSince;
    }

    /** The set of alerts may have changed: the next tick looks. */
    public void changed() {
        changed = true;
    }

    /** A sync has succeeded, so that a notice may be out of date: the next tick looks before it tells. */
    public void succeeded() {
        if (hasNotices) {
            changed = true;
        }
    }

    /**
     * Looks, once a minute and whenever something has changed.
     *
     * @return the messages that are to be told now, oldest first; each is to be claimed first
     */
    public synchronized List<Notice> due() {
        Instant now = clock.instant();
        noticeSleep(now);
        if (!changed && now.isBefore(nextLook)) {
            return List.of();
        }
        changed = false;
        nextLook = now.plus(LOOK);
        try {
            List<WriteModel<Document>> changes = new NoticeChanges(alerts.look(), now, awakeSince).to(stored());
            if (!changes.isEmpty()) {
                notices().bulkWrite(changes, new BulkWriteOptions().ordered(false));
            }
            List<Notice> due = new ArrayList<>();
            List<Notice> all = stored();
            hasNotices = !all.isEmpty();
            for (Notice notice : all) {
                Instant time = notice.due(now);
                if (time != null && time.isAfter(now)) {
                    nextLook = time.isBefore(nextLook) ? time : nextLook;
                } else if (time != null) {
                    due.add(notice);
                }
            }
            return due;
        } catch (MongoException e) {
            // the health check of the database reports it
            return List.of();
        }
    }

    /** A machine that slept was as silent as a program that was off, and nothing can have been tried since. */
    private void noticeSleep(Instant now) {
        Instant millis = now.truncatedTo(ChronoUnit.MILLIS);
        if (now.isAfter(lastTick.plus(SLEEP))) {
            awakeSince = millis;
            changed = true;
        } else if (now.isBefore(lastTick)) {
            // the clock was set back
            awakeSince = awakeSince.isBefore(now) ? awakeSince : millis;
            changed = true;
        }
        lastTick = now;
    }

    /** Takes a message, which nobody else may then tell until it is due again. @return whether nobody else has it */
    public boolean claim(Notice notice) {
        return update(notice.unclaimed(),
                new Document("due_at", date(clock.instant().plus(BACKOFF.after(notice.tries() + 1))))
                .append("tries", notice.tries() + 1));
    }

    /** A message has been delivered. */
    public void told(Notice notice) {
        update(notice.unchanged(), new Document(notice.isRecovery() ? "recovery_told_at"
                : "told_at", date(clock.instant()))
                .append("due_at", null).append("tries", 0));
    }

    /**
     * A message did not get through. Only the kind of failure is logged, as an exception's text may hold an address.
     */
    public void failed(Notice notice, Throwable thrown) {
        LOG.warn("The notice \"{}\" could not be delivered ({}). It is tried again in {} minutes.",
                notice.message().get("message"), kind(thrown), BACKOFF.after(notice.tries() + 1).toMinutes());
    }

    private static String kind(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException e) {
                return "the receiver answered HTTP " + e.getStatusCode();
            }
            if (cause instanceof IOException) {
                return "the receiver could not be reached, or did not answer in time";
            }
        }
        return "a step of its route failed";
    }

    private boolean update(Document which, Document fields) {
        return notices().updateOne(which, new Document("$set", fields)).getModifiedCount() == 1;
    }

    /** Oldest first. */
    private List<Notice> stored() {
        return notices().find().sort(new Document("since", 1)).batchSize(1000).map(Notice::new).into(new ArrayList<>());
    }

    private MongoCollection<Document> notices() {
        return database.collection("notices");
    }
}
