package io.github.spotifypipeline.database;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * The collection {@code play_months}: a mark for each account and month of {@code plays}, which is another one after
 * each write there. What is derived of a month's plays holds as long as its mark is the same, whichever process writes.
 * Each write is marked before and after: before, so that a process that is killed behind the write has marked it;
 * after, because somebody may have read in between.
 */
public final class PlayMonths {

    public static final String PLAYS = "plays";
    private static final String MARKS = "play_months";
    /** A write that began earlier was broken off by a kill. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(10);
    /** The account, then {@code played_at} in Unix ms; from 2001 to 2286 that has 13 digits. */
    private static final Pattern TIME = Pattern.compile("\\d{13}(?=:|$)");

    private final Database database;
    private final Clock clock;

    public PlayMonths(Database database) {
        this(database, Clock.systemUTC());
    }

    PlayMonths(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The mark of a month.
     *
     * @param stamp   another one after each write
     * @param days    the same for each day of the month that was written to
     * @param writing whether a write has begun and not ended
     */
    public record Mark(String stamp, Map<Integer, String> days, boolean writing) {
    }

    private Mark mark(Document document) {
        Map<Integer, String> days = new TreeMap<>();
        if (document.get("days") instanceof Document stored) {
            stored.forEach((day, stamp) -> days.put(Integer.valueOf(day), String.valueOf(stamp)));
        }
        return new Mark(document.getString("stamp"), days, document.get("writing_since") instanceof Date since
                && since.toInstant().plus(LONGEST_WRITE).isAfter(clock.instant()));
    }

    /** The month of a play in UTC by its {@code _id}; null when that has no time of 13 digits behind the account. */
    public static YearMonth month(String accountId, String id) {
        LocalDate day = day(accountId, id);
        return day == null ? null : YearMonth.from(day);
    }

    private static LocalDate day(String accountId, String id) {
        Matcher matcher = TIME.matcher(id);
        int from = accountId.length() + 1;
        try {
            return id.startsWith(accountId + ":") && matcher.region(from, id.length()).lookingAt()
                    ? Instant.ofEpochMilli(Long.parseLong(matcher.group())).atZone(ZoneOffset.UTC).toLocalDate() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The marks of an account's months. */
    public Map<YearMonth, Mark> of(String accountId) {
        Map<YearMonth, Mark> marks = new TreeMap<>();
        database.collection(MARKS).find(IdRange.startingWith(accountId + ":")).batchSize(1000)
                .forEach(mark -> marks.put(YearMonth.parse(mark.getString("month")), mark(mark)));
        return marks;
    }

    /** Writes to plays of an account between two marks of their months. */
    public void change(String accountId, Collection<String> ids, Runnable write) {
        begin(accountId, ids);
        write.run();
        end(accountId, ids);
    }

    /** The same for plays of an account of which nothing is known: each day of its months is marked. */
    public void changeAny(String accountId, Runnable write) {
        change(accountId, of(accountId).keySet().stream()
                .flatMap(month -> month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)))
                .map(day -> accountId + ":" + day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()).toList(),
                write);
    }

    /** Marks the months of plays that are to be written. */
    public void begin(String accountId, Collection<String> ids) {
        mark(accountId, ids, Date.from(clock.instant()));
    }

    /** Marks the months of plays that were written. */
    public void end(String accountId, Collection<String> ids) {
        mark(accountId, ids, null);
    }

    private void mark(String accountId, Collection<String> ids, Date writingSince) {
        Map<YearMonth, Set<Integer>> days = new TreeMap<>();
        for (String id : ids) {
            LocalDate day = day(accountId, id);
            if (day != null) {
                days.computeIfAbsent(YearMonth.from(day), month -> new TreeSet<>()).add(day.getDayOfMonth());
            }
        }
        String stamp = UUID.randomUUID().toString();
        List<WriteModel<Document>> writes = new ArrayList<>();
        days.forEach((month, those) -> {
            Document set = new Document("account_id", accountId).append("month", month.toString())
                    .append("stamp", stamp).append("writing_since", writingSince);
            those.forEach(day -> set.append("days." + day, stamp));
            // what was deleted with its account meanwhile does not come back
            writes.add(new UpdateOneModel<>(id(accountId, month), new Document("$set", set),
                    new UpdateOptions().upsert(writingSince != null)));
        });
        write(writes);
    }

    /** Marks months that have no mark. */
    public void add(String accountId, Collection<YearMonth> months) {
        Document first = new Document("account_id", accountId).append("stamp", UUID.randomUUID().toString())
                .append("writing_since", null);
        write(months.stream().map(month -> new UpdateOneModel<Document>(id(accountId, month),
                new Document("$setOnInsert", new Document(first).append("month", month.toString())),
                new UpdateOptions().upsert(true))).collect(Collectors.toList()));
    }

    /** Takes a month's mark away that has no plays, unless it is another one by now. */
    public void remove(String accountId, YearMonth month, String stamp) {
        database.collection(MARKS).deleteOne(id(accountId, month).append("stamp", stamp));
    }

    private void write(List<WriteModel<Document>> writes) {
        if (!writes.isEmpty()) {
            database.collection(MARKS).bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    private static Document id(String accountId, YearMonth month) {
        return new Document("_id", accountId + ":" + month);
    }
}
