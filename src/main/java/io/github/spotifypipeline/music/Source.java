package io.github.spotifypipeline.music;

import com.mongodb.client.MongoCursor;
import io.github.spotifypipeline.database.Database;
import java.util.Iterator;
import java.util.List;
import org.bson.Document;

/** What the rows of a chart come from. */
@FunctionalInterface
interface Source {

    /** The queries. @param most how many rows are wanted; 0: all */
    List<Query> queries(Selection selection, int most);

    /**
     * The answers to the queries, in the chart's order, fetched while they are read. When not all are read, it is closed
     * if it is a {@link MongoCursor}.
     */
    default Iterator<Document> answers(Database database, Selection selection, int most) {
        return queries(selection, most).get(0).run(database).iterator();
    }
}
