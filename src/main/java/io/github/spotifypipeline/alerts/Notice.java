package io.github.spotifypipeline.alerts;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.StoredTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;

/** A document of {@code notices}: a message that something needs a person, or that it has recovered. */
public final class Notice {

    /** The longest time between two tries to deliver it. */
    static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final Document document;

    Notice(Document document) {
        this.document = document;
    }

    /**
     * What is told: {@code event} ({@code needs_person} or {@code recovered}), {@code subject}, {@code account_id},
     * {@code display_name}, {@code endpoint}, {@code message}, {@code sign_in_url}, {@code at} (ISO 8601 in UTC). What
     * does not apply is null.
     */
    public Map<String, Object> message() {
        boolean recovered = isRecovery();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("event", recovered ? "recovered" : "needs_person");
        for (String field : new String[] {"subject", "account_id", "display_name", "endpoint"}) {
            message.put(field, text(field));
        }
        message.put("message", text(recovered ? "recovery" : "message"));
        message.put("sign_in_url", recovered ? null : text("sign_in_url"));
        message.put("at", time(recovered ? "recovered_at" : "since").toString());
        return message;
    }

    String key() {
        return text("_id");
    }

    String text(String field) {
        return document.getString(field);
    }

    /** Null when there is none. */
    Instant time(String field) {
        return StoredTime.of(document, field);
    }

    boolean isTold() {
        return time("told_at") != null;
    }

    boolean isRecovery() {
        return time("recovered_at") != null;
    }

    int tries() {
        return document.getInteger("tries");
    }

    /**
     * When it is to be told; now when a clock that was ahead has put it off. @return null when there is nothing to tell
     */
    Instant due(Instant now) {
        Instant due = time("due_at");
        return StoredTime.isImpossible(due, now, LONGEST_RETRY) ? now : due;
    }

    /** Whether somebody has claimed it, or has failed to deliver it and waits. */
    boolean isBeingTold(Instant now) {
        Instant due = due(now);
        return tries() > 0 && due != null && due.isAfter(now);
    }

    /** The filter of this message, as long as nobody has told it or changed it. */
    Document unchanged() {
        return new Document("_id", key()).append("since", document.getDate("since"))
                .append("recovered_at", document.getDate("recovered_at"));
    }

    /** The filter of this message, as long as nobody else tries to tell it either. */
    Document unclaimed() {
        return unchanged().append("due_at", document.getDate("due_at"));
    }

    /** Sets fields unless somebody tries to tell it meanwhile. */
    WriteModel<Document> set(Document fields) {
        return new UpdateOneModel<>(unclaimed(), new Document("$set", fields));
    }

    static Date date(Instant time) {
        return time == null ? null : Date.from(time);
    }
}
