package io.github.spotifypipeline.charts;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;

/** The collection {@code chart_months}: what a chart is made of, for each account and month that is over. */
public final class ChartMonths {

    /** A document may have 16 MB. */
    private static final int MOST_BYTES = 8_000_000;

    private final Database database;
    private final PlayMonths marks;

    public ChartMonths(Database database, PlayMonths marks) {
        this.database = database;
        this.marks = marks;
    }

    private MongoCollection<Document> kept() {
        return database.collection("chart_months");
    }

    /**
     * What is kept of a month, if it is true.
     *
     * @param definition what it depends on besides the month's plays
     */
    public Optional<byte[]> find(String chart, String definition, MonthOfPlays month) {
        Document document = kept().find(new Document("_id", id(chart, month))).first();
        return document != null && definition.equals(document.getString("definition"))
                && month.stamp().equals(stamp(document))
                ? Optional.of(document.get("groups", Binary.class).getData()) : Optional.empty();
    }

    private static MonthOfPlays.Stamp stamp(Document kept) {
        return new MonthOfPlays.Stamp(kept.getString("mark"), kept.get("plays", Number.class).longValue(),
                kept.getString("last_id"));
    }

    /** Keeps what was made of a month's plays, as the primary has them, unless it is too much for a document. */
    public void keep(String chart, String definition, MonthOfPlays month, byte[] packed) {
        if (packed.length > MOST_BYTES) {
            return;
        }
        Document id = new Document("_id", id(chart, month));
        kept().replaceOne(id, new Document(id).append("account_id", month.account())
                .append("chart", chart).append("month", month.month().toString())
                .append("definition", definition).append("mark", month.stamp().mark())
                .append("plays", month.stamp().plays()).append("last_id", month.stamp().last())
                .append("groups", new Binary(packed)), new ReplaceOptions().upsert(true));
        PlayMonths.Mark now = marks.of(month.account()).get(month.month());
        if (now == null || !Objects.equals(now.stamp(), month.stamp().mark())) {
            // written to meanwhile, or gone with its account
            kept().deleteOne(new Document(id).append("mark", month.stamp().mark()));
        }
    }

    /** Drops all that is kept of a chart. */
    void forget(String chart) {
        try {
            kept().deleteMany(new Document("chart", chart));
        } catch (MongoException e) {
            // nobody reads it any more, and it is small
        }
    }

    private static String id(String chart, MonthOfPlays month) {
        return month.key() + ":" + chart;
    }
}
