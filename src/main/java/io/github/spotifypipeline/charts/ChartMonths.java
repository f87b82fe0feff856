package io.github.spotifypipeline.charts;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.Binary;

/** The collection {@code chart_months}: the groups of a chart for each account and month that is over. */
final class ChartMonths {

    /** A document may have 16 MB. */
    private static final int MOST_BYTES = 8_000_000;

    private final Database database;
    private final PlayMonths marks;

    ChartMonths(Database database, PlayMonths marks) {
        this.database = database;
        this.marks = marks;
    }

    private MongoCollection<Document> kept() {
        return database.collection("chart_months");
    }

    /** The groups of a month: what is kept, if it is true; else its plays are grouped. */
    List<Object[]> groups(Chart chart, GroupedChart grouped, MonthOfPlays month) {
        Document document = kept().find(new Document("_id", id(chart, month))).first();
        return document != null && grouped.definition().equals(document.getString("definition"))
                && month.stamp().equals(stamp(document))
                ? PackedGroups.unpack(document.get("groups", Binary.class).getData()) : group(chart, grouped, month);
    }

    private static MonthOfPlays.Stamp stamp(Document kept) {
        return new MonthOfPlays.Stamp(kept.getString("mark"), kept.get("plays", Number.class).longValue(),
                kept.getString("last_id"));
    }

    /** Groups a month's plays, as the primary has them, and keeps that. */
    private List<Object[]> group(Chart chart, GroupedChart grouped, MonthOfPlays month) {
        List<Object[]> groups = grouped.groups(database.collection(PlayMonths.PLAYS), month.plays());
        byte[] packed = PackedGroups.pack(groups);
        if (packed.length <= MOST_BYTES) {
            Document id = new Document("_id", id(chart, month));
            kept().replaceOne(id, new Document(id).append("account_id", month.account())
                    .append("chart", chart.id()).append("month", month.month().toString())
                    .append("definition", grouped.definition()).append("mark", month.stamp().mark())
                    .append("plays", month.stamp().plays()).append("last_id", month.stamp().last())
                    .append("groups", new Binary(packed)), new ReplaceOptions().upsert(true));
            PlayMonths.Mark now = marks.of(month.account()).get(month.month());
            if (now == null || !Objects.equals(now.stamp(), month.stamp().mark())) {
                // written to meanwhile, or gone with its account
                kept().deleteOne(new Document(id).append("mark", month.stamp().mark()));
            }
        }
        return groups;
    }

    private static String id(Chart chart, MonthOfPlays month) {
        return month.key() + ":" + chart.id();
    }
}
