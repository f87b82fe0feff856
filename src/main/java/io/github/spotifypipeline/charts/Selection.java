package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.IdRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/**
 * Whose and which days a chart is about.
 *
 * @param account the account's id; null: all accounts
 * @param from    the first day; null: from the beginning
 * @param to      the last day, which counts; null: to the end
 * @param zone    the time zone of the days
 */
public record Selection(String account, LocalDate from, LocalDate to, ZoneId zone) {

    /** Between these, times in Unix ms have 13 digits, so that they are ordered as texts, too: from 2001 to 2286. */
    private static final long LEAST_13_DIGITS = 1_000_000_000_000L;
    private static final long MOST_13_DIGITS = 9_999_999_999_999L;
    private static final int DAY_CHARACTERS = 10;

    /** The collections whose documents are everybody's. */
    private static final Set<String> WITHOUT_ACCOUNT = Set.of("tracks", "artists");

    /** A day as {@code YYYY-MM-DD}; empty when the text is anything else. */
    public static Optional<LocalDate> day(String text) {
        try {
            return text.length() == DAY_CHARACTERS ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The same days of one account. */
    Selection of(String one) {
        return new Selection(one, from, to, zone);
    }

    /**
     * The filter of the plays. Their {@code _id} begins with the account and {@code played_at} in Unix ms, so a range
     * of it keeps both servers from reading other plays.
     */
    Document plays() {
        Document filter = new Document();
        Document period = period();
        if (account != null) {
            filter.putAll(ids(period));
            filter.append("account_id", account);
        }
        if (!period.isEmpty()) {
            filter.append("played_at", period);
        }
        return filter;
    }

    /**
     * The filter of the documents of any collection.
     *
     * @param time the field that the days are about; null: there is none
     */
    Document documents(String collection, String time) {
        if (collection.equals("plays") && "played_at".equals(time)) {
            return plays();
        }
        Document filter = WITHOUT_ACCOUNT.contains(collection) ? new Document() : all();
        if (time != null && !isOfAllDays()) {
            filter.append(time, period());
        }
        return filter;
    }

    /** Whether it has all of a time. @param end exclusive */
    boolean contains(Instant start, Instant end) {
        return (from == null || !from.atStartOfDay(zone).toInstant().isAfter(start))
                && (to == null || !to.plusDays(1).atStartOfDay(zone).toInstant().isBefore(end));
    }

    /** Whether it is about all days. */
    boolean isOfAllDays() {
        return from == null && to == null;
    }

    /** The filter of all there is, of whatever day. */
    Document all() {
        return account == null ? new Document() : IdRange.startingWith(account + ":").append("account_id", account);
    }

    /** The filter of what left a list. */
    Document removed() {
        Document filter = all();
        Document period = period();
        return filter.append("removed_at", period.isEmpty() ? new Document("$ne", null) : period);
    }

    private Document period() {
        Document period = new Document();
        if (from != null) {
            period.append("$gte", Date.from(from.atStartOfDay(zone).toInstant()));
        }
        if (to != null) {
            period.append("$lt", Date.from(to.plusDays(1).atStartOfDay(zone).toInstant()));
        }
        return period;
    }

    private Document ids(Document period) {
        Document ids = (Document) IdRange.startingWith(account + ":").get("_id");
        if (is13Digits(period.getDate("$gte"))) {
            ids.append("$gte", account + ":" + period.getDate("$gte").getTime());
            if (is13Digits(period.getDate("$lt"))) {
                ids.append("$lt", account + ":" + period.getDate("$lt").getTime());
            }
        }
        return new Document("_id", ids);
    }

    private static boolean is13Digits(Date time) {
        return time != null && time.getTime() >= LEAST_13_DIGITS && time.getTime() <= MOST_13_DIGITS;
    }
}
