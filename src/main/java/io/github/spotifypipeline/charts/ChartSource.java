package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import java.util.Iterator;
import java.util.List;
import org.bson.Document;

/** What the rows of a chart come from. */
interface ChartSource {

    /** The queries. @param most how many rows are wanted; 0: all */
    List<ChartQuery> queries(Database database, Selection selection, int most);

    /** The answers to the queries, in the chart's order; of those that may be many, fetched while they are read. */
    default Iterator<Document> answers(Database database, Selection selection, int most) {
        return queries(database, selection, most).get(0).run(database).iterator();
    }
}
