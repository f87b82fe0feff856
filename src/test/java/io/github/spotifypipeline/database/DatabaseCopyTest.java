package io.github.spotifypipeline.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCopyTest {

    @TempDir
    Path folder;

    private static Document cursor(long millis) {
        return new Document("_id", "anna:profile").append("account_id", "anna").append("endpoint", "profile")
                .append("cursor", 5L).append("last_success_at", new Date(millis));
    }

    private static List<Document> all(MongoCollection<Document> collection) {
        return collection.find().sort(new Document("_id", 1)).batchSize(1000).into(new ArrayList<>());
    }

    private static List<String> indexes(Database database, String collection) {
        List<String> indexes = new ArrayList<>();
        database.collection(collection).listIndexes().forEach(index -> {
            if (!index.get("key", Document.class).containsKey("_id")) {
                indexes.add(index.get("key") + " " + index.get("unique") + " " + index.get("expireAfterSeconds"));
            }
        });
        return indexes;
    }

    @DatabaseTest
    void copiesEverythingAsItIsAndMayBeRepeatedButNotOverWhatIsNewer(TestDatabase there) {
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                Database source = Database.at(server.connectionString(), "spotify");
                Database target = Database.at(there.uri(), there.databaseName())) {
            source.collection("plays").insertMany(IntStream.range(0, 1_201)
                    .mapToObj(i -> new Document("_id", "anna:" + i)
                    .append("played_at", new Date(i)).append("raw", new Document("n", i))).toList());
            source.collection("accounts").insertOne(new Document("_id", "anna").append("access_token",
                    new Binary(new byte[] {1}))
                    .append("token_version", 3L));
            source.collection("cursors").insertOne(cursor(1_000));
            source.collection("runs").insertOne(new Document("account_id", "anna"));
            Document bySong = new Document("account_id", 1).append("track_uri", 1).append("played_at", -1);
            source.collection("plays").createIndex(bySong);
            source.collection("plays").createIndex(new Document("played_at", 1), new IndexOptions().unique(true));
            source.prepare();
            target.collection("plays").insertOne(new Document("_id", "anna:5").append("of", "a copy that broke off"));

            DatabaseCopy copy = new DatabaseCopy(source, target);
            assertThat(copy.collections()).containsExactly("plays", "cursors", "runs", "accounts");
            for (int round = 0; round < 2; round++) {
                assertThat(copy.objections()).isEmpty();
                long[] told = {0};
                copy.collections().forEach(name -> told[0] += copy.copy(name, more -> { }));
                assertThat(told[0]).isEqualTo(1_204);
            }
            for (String name : copy.collections()) {
                assertThat(all(target.collection(name))).isEqualTo(all(source.collection(name)));
            }

            assertThat(indexes(target, "plays")).containsExactlyInAnyOrder(bySong + " null null",
                    new Document("played_at", 1) + " true null");
            assertThat(indexes(target, "runs")).containsExactly(new Document("started_at", 1) + " null "
                    + (indexes(target, "runs").get(0).endsWith("null") ? "null" : Duration.ofDays(90).toSeconds()));

            target.collection("cursors").replaceOne(new Document("_id", "anna:profile"), cursor(2_000));
            target.collection("accounts").insertOne(new Document("_id", "bert"));
            assertThat(copy.objections()).containsExactly("it holds the account bert, which is not here",
                    "its profile of account anna has synced later than the one here");
        }
    }
}
