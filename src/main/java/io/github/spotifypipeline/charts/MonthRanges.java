package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/**
 * The plays of a selection, an account and a month at a time: the embedded database does one thing after the other, so
 * what is short lets syncs and others get in between. The parts are ranges of {@code _id}, which begins with the account
 * and {@code played_at} in Unix ms, so both servers read nothing else for them.
 */
final class MonthRanges {

    private final Database database;

    MonthRanges(Database database) {
        this.database = database;
    }

    /** Filters, of which each play of the selection passes exactly one; there is none for a month without plays. */
    List<Document> of(Selection selection) {
        List<String> listeners = selection.account() != null ? List.of(selection.account())
                : new Listeners(database).all();
        List<Document> parts = new ArrayList<>();
        listeners.forEach(listener -> divide(listener, selection.of(listener).plays(), parts));
        return parts;
    }

    private void divide(String listener, Document plays, List<Document> parts) {
        String from = plays.get("_id", Document.class).getString("$gte");
        String end = plays.get("_id", Document.class).getString("$lt");
        while (from.compareTo(end) < 0) {
            Document first = first(from, end);
            if (first == null) {
                return;
            }
            String to = endOfMonth(listener, first, end);
            parts.add(new Document(plays).append("_id", range(from, to)));
            from = to;
        }
    }

    private Document first(String from, String to) {
        return database.shown("plays").find(new Document("_id", range(from, to)))
                .projection(new Document("played_at", 1)).sort(new Document("_id", 1)).limit(1).batchSize(1).first();
    }

    /** @return no later than the end; behind the play in any case, also where its time has not 13 digits or is missing */
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
