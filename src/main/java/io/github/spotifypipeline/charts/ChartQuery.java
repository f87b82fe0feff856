package io.github.spotifypipeline.charts;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoIterable;
import io.github.spotifypipeline.database.Database;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** A query that is executed, and shown to people, from the same documents. */
sealed interface ChartQuery {

    int BATCH = 1000;
    long LONGEST_SECONDS = 30;

    /** The collection that it asks. */
    String collection();

    /** Its answer, fetched while it is read. */
    MongoIterable<Document> run(Database database);

    /** As mongosh reads it. */
    String text();

    /** Stages of the aggregation pipeline. */
    record Aggregation(String collection, List<Document> stages) implements ChartQuery {

        @Override
        public MongoIterable<Document> run(Database database) {
            return database.shown(collection).aggregate(stages).batchSize(BATCH)
                    .maxTime(LONGEST_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public String text() {
            return "db." + collection + ".aggregate(" + Mongosh.lines(stages) + ")";
        }
    }

    /** Documents as they are. @param limit 0: all */
    record Find(String collection, Document filter, Document projection, Document sort, int limit)
            implements ChartQuery {

        @Override
        public MongoIterable<Document> run(Database database) {
            FindIterable<Document> found = database.shown(collection).find(filter).projection(projection).sort(sort);
            return limit == 0 ? found.batchSize(BATCH) : found.limit(limit).batchSize(limit);
        }

        /** The same of what is before an {@code _id} in a range of them. */
        Find before(String id) {
            Document ids = new Document((Document) filter.get("_id")).append("$lt", id);
            return new Find(collection, new Document(filter).append("_id", ids), projection, sort, limit);
        }

        @Override
        public String text() {
            return "db." + collection + ".find(\n  " + Mongosh.text(filter) + ",\n  " + Mongosh.text(projection)
                    + "\n).sort(" + Mongosh.text(sort) + ")" + (limit == 0 ? "" : ".limit(" + limit + ")");
        }
    }
}
