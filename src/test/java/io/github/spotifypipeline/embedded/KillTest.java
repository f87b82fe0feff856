package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded database has acknowledged outlives a kill. {@code -Drounds=50} kills it more often. */
class KillTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 4);

    @TempDir
    private Path folder;

    @Test
    void keepsEverythingAcknowledgedWhenKilledAtAnyMoment() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            int acknowledged = writeUntilKilled();
            try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                    MongoClient client = MongoClients.create(server.connectionString())) {
                check(client.getDatabase("kill"), acknowledged, "round " + round);
            }
        }
    }

    /** Returns the last number that the writer had acknowledged. */
    private int writeUntilKilled() throws IOException {
        Process writer = OtherProcess.start(DurableWriter.class, folder);
        try (BufferedReader output = writer.inputReader()) {
            int last = -1;
            String line = OtherProcess.awaitLine(output, DurableWriter.ACKNOWLEDGED);
            CompletableFuture.delayedExecutor(ThreadLocalRandom.current().nextInt(1_500), TimeUnit.MILLISECONDS)
                    // not the process, which would also close its output
                    .execute(() -> writer.toHandle().destroyForcibly());
            while (line != null) {
                if (line.startsWith(DurableWriter.ACKNOWLEDGED)) {
                    last = Integer.parseInt(line.substring(DurableWriter.ACKNOWLEDGED.length()));
                }
                line = output.readLine();
            }
            return last;
        } finally {
            writer.destroyForcibly().onExit().join();
        }
    }

    private static void check(MongoDatabase database, int acknowledged, String round) {
        Document stored = database.getCollection("cursors").find(new Document("_id", "cursor")).first();
        assertThat(stored).as("cursor, %s", round).isNotNull();
        int cursor = stored.getInteger("batch");
        assertThat(cursor).as("cursor, %s", round).isGreaterThanOrEqualTo(acknowledged);

        MongoCollection<Document> data = database.getCollection("data");
        Map<String, String> serials = new HashMap<>();
        data.find().batchSize(1_000).forEach(document ->
                serials.put(document.getString("_id"), document.getString("serial")));
        assertThat(serials.keySet()).as("claimed by the cursor, %s", round).containsAll(idsUpTo(cursor));
        assertThat(data.countDocuments(new Document("_id", new Document("$in", List.copyOf(serials.keySet())))))
                .as("found by _id, %s", round).isEqualTo(serials.size());
        assertThat(data.countDocuments(new Document("serial", new Document("$in", List.copyOf(serials.values())))))
                .as("found by the unique index, %s", round).isEqualTo(serials.size());

        String taken = serials.get(cursor + ":0");
        assertThatThrownBy(() -> data.insertOne(new Document("_id", "duplicate").append("serial", taken)))
                .as("duplicate, %s", round).isInstanceOf(MongoWriteException.class).hasMessageContaining("E11000");
        data.deleteOne(new Document("_id", cursor + ":0"));
        data.insertOne(new Document("_id", cursor + ":0").append("serial", taken));
    }

    private static List<String> idsUpTo(int cursor) {
        List<String> ids = new ArrayList<>();
        for (int batch = 0; batch <= cursor; batch++) {
            for (int i = 0; i < DurableWriter.BATCH_SIZE; i++) {
                ids.add(batch + ":" + i);
            }
        }
        return ids;
    }
}
