package io.github.spotifypipeline.alerts;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.StoredTime;
import io.github.spotifypipeline.spotify.Backoff;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collection {@code notices}: what has been told of what needs a person, so that each is told once when it starts
 * and once when it is over, whoever restarts, and by one of several replicas. Who delivers a message first moves its
 * {@code due_at} to when it would be tried again; so a message that did not get through, or whose process died, is
 * repeated, with growing distance. What is true of one process alone is not told, as another would take it back.
 */
public final class AlertDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

    /** How long what nobody announced may stay unnoticed. */
    private static final Duration LOOK = Duration.ofSeconds(60);

    /** Ticks come each second; where none came for longer than this, the machine slept. */
    private static final Duration SLEEP = Duration.ofMinutes(1);

    /** What comes back sooner waits, so that a flapping condition tells at most twice a minute. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    /** The first wait is longer than a delivery takes. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), LONGEST_RETRY);

    private final AlertRules attention;
    private final Database database;
    private final Clock clock;
    private Instant awakeSince;
    private Instant lastTick;
    private volatile boolean changed;
    private volatile boolean noted = true;
    private Instant nextLook = Instant.MIN;

    public AlertDelivery(AlertRules attention, Database database, Clock clock) {
        this.attention = attention;
        this.database = database;
        this.clock = clock;
        this.awakeSince = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.lastTick = awakeSince;
    }

    /** Something may have begun or ceased to need a person: the next tick looks. Costs nothing. */
    public void changed() {
        changed = true;
    }

    /** A sync has succeeded: what was noted may be over, so that it is not told at the next tick as if it were not. */
    public void succeeded() {
        if (noted) {
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
            compare(attention.look(), now);
            List<Notice> due = new ArrayList<>();
            noted = false;
            for (Document notice : notices().find().sort(new Document("since", 1)).batchSize(1000)) {
                noted = true;
                Instant turn = due(notice, now);
                if (turn != null && turn.isAfter(now)) {
                    nextLook = turn.isBefore(nextLook) ? turn : nextLook;
                } else if (turn != null) {
                    due.add(new Notice(notice));
                }
            }
            return due;
        } catch (MongoException e) {
            // the check of the database says it
            return List.of();
        }
    }

    /** A machine that slept was as silent as a program that was off, and nothing can have been tried since. */
    private void noticeSleep(Instant now) {
        if (now.isAfter(lastTick.plus(SLEEP))) {
            awakeSince = now.truncatedTo(ChronoUnit.MILLIS);
            changed = true;
        } else if (now.isBefore(lastTick)) {
            // the clock was ahead, and so is what was to be waited for
            awakeSince = awakeSince.isBefore(now) ? awakeSince : now.truncatedTo(ChronoUnit.MILLIS);
            changed = true;
        }
        lastTick = now;
    }

    /** Takes a message, which nobody else may then tell until it is due again. @return whether it was to be had */
    public boolean claim(Notice notice) {
        Instant again = clock.instant().plus(distance(notice.tries()));
        return update(notice.unclaimed(), new Document("due_at", Date.from(again)).append("tries", notice.tries() + 1));
    }

    /** A message has been delivered. */
    public void told(Notice notice) {
        update(notice.thisOne(), new Document(notice.isRecovery() ? "recovery_told_at" : "told_at",
                Date.from(clock.instant())).append("due_at", null).append("tries", 0));
    }

    /** A message did not get through. Only the kind of failure is logged, as an exception's text may hold an address. */
    public void failed(Notice notice, Throwable thrown) {
        LOG.warn("The notice \"{}\" could not be delivered ({}). It is tried again in {} minutes.",
                notice.message().get("message"), kind(thrown), distance(notice.tries()).toMinutes());
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
        return thrown.getClass().getSimpleName();
    }

    private static Duration distance(int tries) {
        return BACKOFF.after(tries + 1);
    }

    private void compare(AlertFindings found, Instant now) {
        Map<String, Document> known = new HashMap<>();
        notices().find().batchSize(1000).forEach(notice -> known.put(notice.getString("_id"), notice));
        for (Alert need : found.needs().stream().filter(one -> !one.isOfThisProcess()).toList()) {
            Document notice = known.remove(need.key());
            if (notice == null) {
                // of two replicas, one inserts and the other changes nothing
                notices().updateOne(new Document("_id", need.key()),
                        new Document("$setOnInsert", begin(need, now, now.plus(need.patience()))
                                .append("recovery_told_at", null)),
                        new UpdateOptions().upsert(true));
            } else if (!isBeingTold(notice, now)) {
                goesOn(notice, need, now);
            }
        }
        known.values().forEach(notice -> isNoMore(notice, found, now));
    }

    private static Document begin(Alert need, Instant now, Instant due) {
        return new Document("subject", need.subject()).append("account_id", need.accountId())
                .append("display_name", need.displayName()).append("endpoint", need.endpointId())
                .append("message", need.inWords()).append("recovery", need.recovery())
                .append("sign_in_url", need.signInUrl() == null ? null : need.signInUrl().toString())
                .append("since", Date.from(now)).append("told_at", null)
                .append("recovered_at", null).append("due_at", Date.from(due)).append("tries", 0);
    }

    private void goesOn(Document notice, Alert need, Instant now) {
        if (notice.getDate("recovered_at") == null) {
            if (notice.getDate("told_at") == null) {
                renew(notice, need);
            }
        } else if (notice.getDate("due_at") != null) {
            // nobody has heard yet that it was over
            update(new Notice(notice).unclaimed(),
                    new Document("recovered_at", null).append("due_at", null).append("tries", 0));
        } else {
            Instant quiet = quietUntil(notice);
            Instant due = now.plus(need.patience());
            update(new Notice(notice).unclaimed(), begin(need, now, due.isAfter(quiet) ? due : quiet));
        }
    }

    /** What waits to be told says how it is by now. */
    private void renew(Document notice, Alert need) {
        // what went silent because the program was off, or the machine slept, has the time to run first
        Instant earliest = awakeSince.plus(need.patience());
        Instant due = instant(notice, "due_at");
        Instant renewed = notice.getInteger("tries") == 0 && due.isBefore(earliest) ? earliest : due;
        if (!renewed.equals(due) || !need.inWords().equals(notice.getString("message"))) {
            update(new Notice(notice).unclaimed(),
                    new Document("due_at", Date.from(renewed)).append("message", need.inWords()));
        }
    }

    private void isNoMore(Document notice, AlertFindings found, Instant now) {
        String account = notice.getString("account_id");
        if (account != null && !found.accounts().contains(account)) {
            notices().deleteOne(new Notice(notice).thisOne());
        } else if (isBeingTold(notice, now)) {
            return;
        } else if (notice.getDate("told_at") != null && notice.getDate("recovered_at") == null) {
            if (account == null || found.fine().contains(notice.getString("_id"))) {
                update(new Notice(notice).unclaimed(),
                        new Document("recovered_at", Date.from(now)).append("due_at", Date.from(now)).append("tries", 0));
            }
        } else if (notice.getDate("recovered_at") != null && notice.getDate("due_at") != null) {
            return;
        } else if (now.isBefore(quietUntil(notice))) {
            // nobody heard that it had come back, so nobody hears that it went
            update(new Notice(notice).unclaimed(), new Document("recovered_at", Date.from(now)).append("due_at", null));
        } else {
            notices().deleteOne(new Notice(notice).unclaimed());
        }
    }

    /** What came back before this time was not told yet. */
    private static Instant quietUntil(Document notice) {
        Instant told = instant(notice, "recovery_told_at");
        return told == null ? Instant.MIN : told.plus(QUIET);
    }

    /** Somebody has claimed it, or has failed to deliver it and waits. */
    private static boolean isBeingTold(Document notice, Instant now) {
        Instant due = due(notice, now);
        return notice.getInteger("tries") > 0 && due != null && due.isAfter(now);
    }

    /** When it is to be told; what a clock that was ahead has put off is due. @return null when there is nothing to tell */
    private static Instant due(Document notice, Instant now) {
        Instant due = instant(notice, "due_at");
        return StoredTime.isImpossible(due, now, LONGEST_RETRY) ? now : due;
    }

    private boolean update(Document which, Document fields) {
        return notices().updateOne(which, new Document("$set", fields)).getModifiedCount() == 1;
    }

    private static Instant instant(Document notice, String field) {
        return StoredTime.of(notice, field);
    }

    private MongoCollection<Document> notices() {
        return database.collection("notices");
    }
}
