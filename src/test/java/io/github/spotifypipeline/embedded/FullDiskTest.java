package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.MongoRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    @TempDir
    private Path folder;

    @AfterEach
    void makeRoom() {
        FullDisk.FULL.set(false);
    }

    private static List<Object> ids(MongoCollection<Document> collection) {
        return collection.find().sort(new Document("_id", 1)).map(document -> document.get("_id"))
                .into(new ArrayList<>());
    }

    private static MongoCommandException refused(Runnable action) {
        MongoCommandException e = catchThrowableOfType(MongoCommandException.class, action::run);
        assertThat(e).isNotNull();
        return e;
    }

    @Test
    void saysSoAndGoesOnByItselfWhenThereIsRoomAgain() {
        FullDisk.register();
        try (DataFile file = DataFile.open(folder, FullDisk.SCHEME)) {
            MongoServer server = new MongoServer(file.backend());
            String uri = server.bindAndGetConnectionString() + "/?retryReads=false&retryWrites=false";
            try (MongoClient client = MongoClients.create(uri); Database database = Database.at(uri, "spotify")) {
                MongoCollection<Document> collection = client.getDatabase("spotify").getCollection("c");
                collection.insertOne(new Document("_id", 0));
                List<Object> acknowledged = new ArrayList<>(List.of(0));
                for (int round = 1; round <= 3; round++) {
                    int id = round * 10;
                    FullDisk.FULL.set(true);

                    MongoCommandException write = refused(() -> collection.insertOne(new Document("_id", id)));
                    assertThat(write.getErrorCode()).isEqualTo(14031);
                    assertThat(MongoRefusal.of(write).orElseThrow()).startsWith("The embedded database cannot write to"
                            + " its file, because the disk that " + folder + " is on is full: make room")
                            .endsWith("is lost.");
                    assertThat(database.trouble()).isEqualTo(MongoRefusal.of(write).orElseThrow());
                    assertThat(refused(() -> ids(collection)).getErrorCode()).isEqualTo(14031);
                    // longer than it takes until it looks again
                    await().during(Duration.ofMillis(1500)).atMost(Duration.ofMinutes(2))
                            .until(() -> database.trouble() != null);

                    FullDisk.FULL.set(false);
                    await().atMost(Duration.ofMinutes(2)).until(() -> database.trouble() == null);
                    assertThat(ids(collection)).isEqualTo(acknowledged);
                    collection.insertOne(new Document("_id", id + 1));
                    acknowledged.add(id + 1);
                    assertThat(ids(collection)).isEqualTo(acknowledged);
                }
            } finally {
                server.shutdownNow();
            }
        }
        assertThat(folder.toFile().list()).containsExactly(DataFile.NAME);
        try (EmbeddedMongo again = EmbeddedMongo.start(folder, 0);
                MongoClient client = MongoClients.create(again.connectionString())) {
            assertThat(ids(client.getDatabase("spotify").getCollection("c"))).containsExactly(0, 11, 21, 31);
        }
    }
}
