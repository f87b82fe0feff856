package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not depend on how much is stored, measured in bytes, not in time. */
class LargeCollectionTest {

    private static final int PLAYS = 3_000;

    /** Those of the collection of plays; they are not unique. */
    private static final List<Document> INDEXES = List.of(new Document("account_id", 1).append("played_at", -1),
            new Document("track_uri", 1), new Document("isrc", 1), new Document("artist_uris", 1));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void opensAndIndexesACollectionWithoutReadingItsDocuments(boolean cleanly) {
        fill(cleanly);
        try (DataFile file = DataFile.open(folder)) {
            WireServer server = new WireServer(file.backend());
            server.bind(new InetSocketAddress("127.0.0.1", 0));
            try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + server.port() + "/")) {
                MVStore store = file.backend().getMvStore();
                INDEXES.forEach(index -> plays(client).createIndex(index));
                plays(client).createIndex(new Document("album_uri", 1));
                plays(client).estimatedDocumentCount();

                assertThat(read(store)).as("bytes read").isLessThan(1_000_000);
                assertThat(plays(client).listIndexes()).hasSize(INDEXES.size() + 2);
                plays(client).find(new Document("artist_uris", "none")).into(new ArrayList<>());
                assertThat(read(store)).as("bytes read by a scan").isGreaterThan(PLAYS * 1_000L);
            } finally {
                server.close();
            }
        }
    }

    /** Scattered updates leave chunks behind that are mostly dead; here their space is free at once, not in 5 s. */
    @Test
    void keepsItsFileSmallWhileScatteredUpdatesGoOn() throws IOException {
        fill(true);
        Path path = folder.resolve(DataFile.NAME);
        long full = Files.size(path);
        long largest = 0;
        Random random = new Random(1);
        try (DataFile file = DataFile.open(folder)) {
            file.backend().getMvStore().setRetentionTime(0);
            WireServer server = new WireServer(file.backend());
            server.bind(new InetSocketAddress("127.0.0.1", 0));
            try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + server.port() + "/")) {
                for (int round = 0; round < 300; round++) {
                    Document seen = new Document("$set", new Document("seen", round));
                    plays(client).bulkWrite(random.ints(10, 0, PLAYS).mapToObj(i ->
                            new UpdateOneModel<Document>(new Document("_id", id(i)), seen)).toList());
                    largest = Math.max(largest, Files.size(path));
                }
            } finally {
                server.close();
            }
        }

        assertThat(largest).as("largest size of the file").isLessThan(4 * full);
    }

    private void fill(boolean cleanly) {
        DataFile file = DataFile.open(folder);
        WireServer server = new WireServer(file.backend());
        server.bind(new InetSocketAddress("127.0.0.1", 0));
        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + server.port() + "/")) {
            INDEXES.forEach(index -> plays(client).createIndex(index));
            for (int i = 0; i < PLAYS; i += 1_000) {
                plays(client).insertMany(IntStream.range(i, i + 1_000).mapToObj(LargeCollectionTest::play).toList());
            }
        } finally {
            if (!cleanly) {
                // what a process leaves that is killed
                file.backend().getMvStore().closeImmediately();
            }
            server.close();
            file.close();
        }
    }

    private static Document play(int i) {
        return new Document("_id", id(i)).append("account_id", "alice").append("played_at", new Date(i * 200_000L))
                .append("track_uri", "spotify:track:" + i).append("isrc", "US" + i)
                .append("artist_uris", List.of("spotify:artist:" + i % 100)).append("raw", "x".repeat(1_000));
    }

    private static String id(int i) {
        return "alice:%09d".formatted(i);
    }

    private static MongoCollection<Document> plays(MongoClient client) {
        return client.getDatabase("spotify").getCollection("plays");
    }

    private static long read(MVStore store) {
        return store.getFileStore().getReadBytes();
    }
}
