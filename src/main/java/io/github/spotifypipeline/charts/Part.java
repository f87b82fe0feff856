package io.github.spotifypipeline.charts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * A part of the plays of an account that is grouped by itself.
 *
 * @param filter of its plays
 * @param key    by which its groups may be kept in memory; null: they may not
 * @param stamp  what they depend on
 */
public record Part(Document filter, String key, String stamp) {

    /**
     * Divides the plays of a selection.
     *
     * @param whole months that are over, and wholly in it
     * @param rest  of what is in no such month
     */
    public record Division(List<MonthOfPlays> whole, List<Part> rest) {
    }

    /**
     * Divides the plays of one account.
     *
     * @param one     the selection, of this account
     * @param months  of the account
     * @param haveAll whether each play of the account is in one of them
     */
    public static Division divide(Selection one, List<MonthOfPlays> months, boolean haveAll, Instant now) {
        List<MonthOfPlays> whole = months.stream().filter(month -> month.isSettled() && !month.end().isAfter(now)
                && one.contains(month.start(), month.end())).toList();
        Document plays = one.plays();
        Document ids = plays.get("_id", Document.class);
        IdSpan all = new IdSpan(ids.getString("$gte"), ids.getString("$lt"));
        List<Part> rest = new ArrayList<>();
        for (IdSpan span : haveAll ? partly(months, whole) : between(all, whole)) {
            IdSpan part = span.and(all);
            if (!part.isEmpty()) {
                add(one, part, months, now, rest);
            }
        }
        return new Division(whole, rest);
    }

    private static List<IdSpan> partly(List<MonthOfPlays> months, Collection<MonthOfPlays> whole) {
        return months.stream().filter(month -> !whole.contains(month)).map(MonthOfPlays::span).toList();
    }

    private static List<IdSpan> between(IdSpan all, List<MonthOfPlays> whole) {
        List<IdSpan> between = new ArrayList<>();
        String from = all.from();
        for (MonthOfPlays month : whole) {
            between.add(new IdSpan(from, month.span().from()));
            from = month.span().to();
        }
        between.add(new IdSpan(from, all.to()));
        return between;
    }

    /** What of a month that is not over was before today may be kept: a new play is of today. */
    private static void add(Selection one, IdSpan part, List<MonthOfPlays> months, Instant now, List<Part> parts) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        MonthOfPlays open = months.stream().filter(month -> month.month().equals(YearMonth.from(today))
                && month.isSettled() && part.contains(month.span())
                && one.contains(month.start(), month.end())).findFirst().orElse(null);
        if (open == null) {
            parts.add(new Part(part.of(one.plays()), null, null));
            return;
        }
        String midnight = open.account() + ":" + today.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        add(one, new IdSpan(part.from(), open.span().from()), parts);
        IdSpan before = new IdSpan(open.span().from(), midnight);
        if (!before.isEmpty()) {
            String stamp = open.mark().days().entrySet().stream().filter(day -> day.getKey() < today.getDayOfMonth())
                    .map(Map.Entry::getValue).collect(Collectors.joining(" "));
            parts.add(new Part(before.of(open.plays()), open.account() + ":" + midnight, stamp));
        }
        add(one, new IdSpan(midnight, part.to()), parts);
    }

    private static void add(Selection one, IdSpan span, List<Part> parts) {
        if (!span.isEmpty()) {
            parts.add(new Part(span.of(one.plays()), null, null));
        }
    }
}
