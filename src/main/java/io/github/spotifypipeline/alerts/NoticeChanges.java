package io.github.spotifypipeline.alerts;

import static io.github.spotifypipeline.alerts.Notice.date;

import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * What a look changes in the collection {@code notices}: compares what is stored with what was found.
 *
 * @param now        when it was found
 * @param awakeSince since when the program runs and the machine does not sleep
 */
record NoticeChanges(AlertFindings found, Instant now, Instant awakeSince) {

    /** What comes back sooner waits, so that a flapping condition tells at most twice a minute. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** The writes, of which each leaves alone what another replica has changed meanwhile. */
    List<WriteModel<Document>> to(Iterable<Notice> stored) {
        Map<String, Notice> known = new HashMap<>();
        stored.forEach(notice -> known.put(notice.key(), notice));
        List<WriteModel<Document>> writes = new ArrayList<>();
        found.needs().stream().filter(alert -> !alert.isOfThisProcess()).forEach(alert -> {
            Notice notice = known.remove(alert.key());
            writes.add(notice == null ? insert(alert) : notice.isBeingTold(now) ? null : lasts(notice, alert));
        });
        known.values().forEach(notice -> writes.add(isOver(notice)));
        return writes.stream().filter(Objects::nonNull).toList();
    }

    /** Of two replicas, one inserts and the other changes nothing. */
    private WriteModel<Document> insert(Alert alert) {
        return new UpdateOneModel<>(new Document("_id", alert.key()), new Document("$setOnInsert",
                begin(alert, now.plus(alert.patience())).append("recovery_told_at", null)),
                new UpdateOptions().upsert(true));
    }

    private Document begin(Alert alert, Instant due) {
        return new Document("subject", alert.subject()).append("account_id", alert.accountId())
                .append("display_name", alert.account() == null ? null : alert.account().displayName())
                .append("endpoint", alert.endpointId())
                .append("message", alert.inWords()).append("recovery", alert.recovery())
                .append("sign_in_url", Objects.toString(alert.signInUrl(), null))
                .append("since", date(now)).append("told_at", null).append("recovered_at", null)
                .append("due_at", date(due)).append("tries", 0);
    }

    /** @return null when nothing is to be written */
    private WriteModel<Document> lasts(Notice notice, Alert alert) {
        if (!notice.isRecovery()) {
            return notice.isTold() ? null : renew(notice, alert);
        }
        if (notice.time("due_at") != null) {
            // nobody has heard yet that it was over
            return notice.set(new Document("recovered_at", null).append("due_at", null).append("tries", 0));
        }
        return notice.set(begin(alert, latest(now.plus(alert.patience()), quietUntil(notice))));
    }

    /** A message that waits is brought up to date. */
    private WriteModel<Document> renew(Notice notice, Alert alert) {
        Instant due = notice.time("due_at");
        // what went silent because the program was off, or the machine slept, has the time to run first
        Instant renewed = notice.tries() == 0 ? latest(due, awakeSince.plus(alert.patience())) : due;
        return renewed.equals(due) && alert.inWords().equals(notice.text("message")) ? null
                : notice.set(new Document("due_at", date(renewed)).append("message", alert.inWords()));
    }

    /** @return null when nothing is to be written */
    private WriteModel<Document> isOver(Notice notice) {
        String account = notice.text("account_id");
        if (account != null && !found.accounts().contains(account)) {
            return new DeleteOneModel<>(notice.unchanged());
        }
        if (notice.isBeingTold(now) || notice.isRecovery() && notice.time("due_at") != null) {
            return null;
        }
        if (notice.isTold() && !notice.isRecovery()) {
            return account == null || found.fine().contains(notice.key())
                    ? notice.set(new Document("recovered_at", date(now)).append("due_at", date(now))
                            .append("tries", 0)) : null;
        }
        // nobody heard that it had come back, so nobody hears that it went
        return now.isBefore(quietUntil(notice))
                ? notice.set(new Document("recovered_at", date(now)).append("due_at", null))
                : new DeleteOneModel<>(notice.unclaimed());
    }

    /** What came back is not told before this time. */
    private static Instant quietUntil(Notice notice) {
        Instant told = notice.time("recovery_told_at");
        return told == null ? Instant.MIN : told.plus(QUIET);
    }

    private static Instant latest(Instant one, Instant other) {
        return Stream.of(one, other).max(Instant::compareTo).orElseThrow();
    }
}
