package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.database.PlayMonths.Mark;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bson.Document;

/**
 * Which months have plays, and their stamps. What this program writes changes a month's mark. What others write is
 * noticed by the number of plays: where it is not the sum of all months, each of them is looked for and counted anew,
 * as at the first time in a process.
 */
public final class MonthStamps {

    private final Database database;
    private final PlayMonths marks;
    private final Listeners listeners;
    private final Map<String, Map<YearMonth, MonthOfPlays.Stamp>> counted = new HashMap<>();

    /** How many plays belong to no month; null: not known yet. */
    private Long others;
    private int recounts;

    public MonthStamps(Database database, PlayMonths marks, Listeners listeners) {
        this.database = database;
        this.marks = marks;
        this.listeners = listeners;
    }

    /** Those of each account that has plays. */
    public Map<String, List<MonthOfPlays>> all() {
        long plays = plays();
        Map<String, List<MonthOfPlays>> months = ofListeners();
        if (others != null && sum(months) + others != plays) {
            counted.clear();
            recounts++;
            plays = plays();
            months = ofListeners();
            others = null;
        }
        if (others == null) {
            others = plays - sum(months);
        }
        return months;
    }

    private long plays() {
        return database.collection(PlayMonths.PLAYS).estimatedDocumentCount();
    }

    private static long sum(Map<String, List<MonthOfPlays>> months) {
        return months.values().stream().flatMap(List::stream).mapToLong(month -> month.stamp().plays()).sum();
    }

    private Map<String, List<MonthOfPlays>> ofListeners() {
        Map<String, List<MonthOfPlays>> months = new HashMap<>();
        List<String> accounts = listeners.all();
        counted.keySet().retainAll(accounts);
        accounts.forEach(account -> months.put(account, of(account)));
        return months;
    }

    /** How often all were counted anew: what was read of plays before may not be true any more. */
    public int recounts() {
        return recounts;
    }

    /** Whether each play belongs to a month. */
    public boolean haveAll() {
        return others != null && others == 0;
    }

    private List<MonthOfPlays> of(String account) {
        Map<YearMonth, Mark> marked = marks.of(account);
        Map<YearMonth, MonthOfPlays.Stamp> known = counted.get(account);
        if (known == null || !marked.keySet().containsAll(known.keySet())) {
            // marks are gone: with their account, or because somebody wants all to be counted anew
            recounts += known == null ? 0 : 1;
            known = new HashMap<>();
            counted.put(account, known);
            TreeSet<YearMonth> unmarked = find(account);
            unmarked.removeAll(marked.keySet());
            if (!unmarked.isEmpty()) {
                marks.add(account, unmarked);
                marked = marks.of(account);
            }
        }
        List<MonthOfPlays> months = new ArrayList<>();
        for (Map.Entry<YearMonth, Mark> entry : marked.entrySet()) {
            MonthOfPlays month = stamped(new MonthOfPlays(account, entry.getKey(), entry.getValue(), null), known);
            if (month.stamp().plays() == 0 && month.isSettled()) {
                marks.remove(account, month.month(), month.stamp().mark());
                known.remove(month.month());
            } else {
                months.add(month);
            }
        }
        return months;
    }

    private MonthOfPlays stamped(MonthOfPlays month, Map<YearMonth, MonthOfPlays.Stamp> known) {
        MonthOfPlays.Stamp stamp = known.get(month.month());
        if (stamp == null || !month.isSettled() || !stamp.mark().equals(month.mark().stamp())) {
            Document ids = month.span().of(new Document());
            // a command that reads an index alone; an aggregation of countDocuments reads the plays
            long plays = ((Number) database.database().runCommand(new Document("count", PlayMonths.PLAYS)
                    .append("query", ids)).get("n")).longValue();
            Document last = listeners.play(ids, -1);
            stamp = new MonthOfPlays.Stamp(month.mark().stamp(), plays, last == null ? null : last.getString("_id"));
            known.put(month.month(), stamp);
        }
        return new MonthOfPlays(month.account(), month.month(), month.mark(), stamp);
    }

    /** The months of an account in which there are plays. Each is found by its first; the next is behind it. */
    private TreeSet<YearMonth> find(String account) {
        TreeSet<YearMonth> months = new TreeSet<>();
        Document all = IdRange.startingWith(account + ":").get("_id", Document.class);
        IdSpan rest = new IdSpan(all.getString("$gte"), all.getString("$lt"));
        while (!rest.isEmpty()) {
            Document play = listeners.play(rest.of(new Document()), 1);
            if (play == null) {
                break;
            }
            String id = play.getString("_id");
            YearMonth month = PlayMonths.month(account, id);
            String next = id + "\0";
            if (month != null) {
                months.add(month);
                String end = new MonthOfPlays(account, month, null, null).span().to();
                next = end.compareTo(next) > 0 ? end : next;
            }
            rest = new IdSpan(next, rest.to());
        }
        return months;
    }
}
