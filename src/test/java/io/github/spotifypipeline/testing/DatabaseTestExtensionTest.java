package io.github.spotifypipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

class DatabaseTestExtensionTest {

    private static final List<String> RUNS = new ArrayList<>();
    private static TestDatabase embedded;

    @BeforeEach
    void prepare(TestDatabase database) {
        database.database().getCollection("prepared").insertOne(new Document("_id", 1));
    }

    @DatabaseTest
    void runsOnEachDatabaseThereIs(TestDatabase database, TestInfo test) {
        RUNS.add(test.getDisplayName());
        if (test.getDisplayName().equals("[embedded]")) {
            embedded = database;
        }

        assertThat(database.database().getName()).isEqualTo(database.databaseName());
        assertThat(database.database().getCollection("prepared").countDocuments()).isEqualTo(1);
        try (MongoClient other = MongoClients.create(database.uri())) {
            assertThat(other.getDatabase(database.databaseName()).listCollectionNames()).containsExactly("prepared");
        }
    }

    @AfterAll
    static void leftNothingOutAndNothingRunning() {
        boolean mongodb = System.getenv("MONGODB_TEST_URI") != null;
        assertThat(RUNS).isEqualTo(mongodb ? List.of("[embedded]", "[mongodb]") : List.of("[embedded]"));
        try (MongoClient client = MongoClients.create(embedded.uri() + "?serverSelectionTimeoutMS=200")) {
            assertThatThrownBy(() -> client.listDatabaseNames().first()).isInstanceOf(MongoTimeoutException.class);
        }
    }
}
