package io.github.spotifypipeline.embedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * The program that {@link KillTest} kills: it writes batches of documents, each followed by the cursor that claims it,
 * and prints the number of each cursor that was acknowledged. From time to time it closes the database and opens it
 * again, so that some of the kills hit the compaction.
 */
final class DurableWriter {

    static final int BATCH_SIZE = 20;
    static final String ACKNOWLEDGED = "acknowledged ";

    private static final int BATCHES_BETWEEN_CLOSES = 150;

    private DurableWriter() {
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        while (true) {
            try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                    MongoClient client = MongoClients.create(server.connectionString())) {
                write(client.getDatabase("kill"));
            }
        }
    }

    private static void write(MongoDatabase database) {
        MongoCollection<Document> data = database.getCollection("data");
        data.createIndex(new Document("serial", 1), new IndexOptions().unique(true));
        MongoCollection<Document> cursors = database.getCollection("cursors");
        Document cursor = cursors.find(new Document("_id", "cursor")).first();
        int last = cursor == null ? -1 : cursor.getInteger("batch");
        for (int batch = last + 1; batch <= last + BATCHES_BETWEEN_CLOSES; batch++) {
            data.bulkWrite(changes(batch), new BulkWriteOptions().ordered(false));
            cursors.updateOne(new Document("_id", "cursor"), new Document("$set", new Document("batch", batch)),
                    new UpdateOptions().upsert(true));
            System.out.println(ACKNOWLEDGED + batch);
        }
    }

    /** New documents, and a rewrite of those from some batches ago, unique value and all. */
    private static List<WriteModel<Document>> changes(int batch) {
        List<WriteModel<Document>> changes = new ArrayList<>();
        for (int i = 0; i < BATCH_SIZE; i++) {
            changes.add(upsert(batch, i, "new-"));
            if (batch >= 10) {
                changes.add(upsert(batch - 10, i, "rewritten-"));
            }
        }
        return changes;
    }

    private static WriteModel<Document> upsert(int batch, int i, String prefix) {
        String id = batch + ":" + i;
        return new UpdateOneModel<>(new Document("_id", id), new Document("$set", new Document("batch", batch)
                .append("serial", prefix + id).append("padding", prefix.repeat(40))), new UpdateOptions().upsert(true));
    }
}
