package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.PlayMonths;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.bson.Document;

/** The plays of an account in a month (UTC). */
public record MonthOfPlays(String account, YearMonth month, PlayMonths.Mark mark, Stamp stamp) {

    /**
     * What holds as long as the plays are the same.
     *
     * @param mark  that writers of this program leave
     * @param plays how many there are
     * @param last  the {@code _id} of the last
     */
    public record Stamp(String mark, long plays, String last) {
    }

    /** Whether nobody writes to it. */
    public boolean isSettled() {
        return !mark.writing();
    }

    public String key() {
        return account + ":" + month;
    }

    Instant start() {
        return start(month);
    }

    Instant end() {
        return start(month.plusMonths(1));
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The range of its {@code _id}s. */
    IdSpan span() {
        return new IdSpan(account + ":" + start().toEpochMilli(), account + ":" + end().toEpochMilli());
    }

    /** The filter of its plays. */
    public Document plays() {
        return span().of(new Document()).append("account_id", account);
    }
}
