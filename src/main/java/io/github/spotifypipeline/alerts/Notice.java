package io.github.spotifypipeline.alerts;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;

/** A message that is to be told: that something needs a person, or that it has recovered. */
public final class Notice {

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
            message.put(field, document.getString(field));
        }
        message.put("message", document.getString(recovered ? "recovery" : "message"));
        message.put("sign_in_url", recovered ? null : document.getString("sign_in_url"));
        message.put("at", date(recovered ? "recovered_at" : "since").toString());
        return message;
    }

    boolean isRecovery() {
        return document.getDate("recovered_at") != null;
    }

    int tries() {
        return document.getInteger("tries");
    }

    /** This very message: the document while nobody has told it or changed it. */
    Document thisOne() {
        return new Document("_id", document.getString("_id")).append("since", document.getDate("since"))
                .append("recovered_at", document.getDate("recovered_at"));
    }

    /** The same, as long as nobody else tries to tell it. */
    Document unclaimed() {
        return thisOne().append("due_at", document.getDate("due_at"));
    }

    private Instant date(String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }
}
