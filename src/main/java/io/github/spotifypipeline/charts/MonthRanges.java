package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/**
 * Divides the plays of a selection by account and month. The embedded database runs one command after the other; short
 * ones let syncs in between. A part is a range of {@code _id}, which begins with the account and {@code played_at} in
 * Unix ms, so that both servers read only its plays.
 */
final class MonthRanges {

    private final Listeners listeners;

    MonthRanges(Database database) {
        this.listeners = new Listeners(database);
    }

    /** The filters of the parts. Each play of the selection passes exactly one; a month without plays has none. */
    List<Document> of(Selection selection) {
        List<Document> parts = new ArrayList<>();
        listeners.of(selection).forEach(listener -> divide(listener, selection.of(listener).plays(), parts));
        return parts;
    }

    private void divide(String listener, Document plays, List<Document> parts) {
        String from = plays.get("_id", Document.class).getString("$gte");
        String end = plays.get("_id", Document.class).getString("$lt");
        while (from.compareTo(end) < 0) {
            Document first = listeners.play(new Document("_id", range(from, end)), 1);
            if (first == null) {
                return;
            }
            String to = endOfMonth(listener, first, end);
            parts.add(new Document(plays).append("_id", range(from, to)));
            from = to;
        }
    }

    /** The end of a play's month, or the given end when that is earlier or the play's time has not 13 digits. */
    private static String endOfMonth(String listener, Document play, String end) {
        if (!(play.get("played_at") instanceof Date at)) {
            return end;
        }
        LocalDate month = at.toInstant().atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1).plusMonths(1);
        String next = listener + ":" + month.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        return next.compareTo(play.getString("_id")) > 0 && next.compareTo(end) < 0 ? next : end;
    }

    private static Document range(String from, String to) {
        return new Document("$gte", from).append("$lt", to);
    }
}
