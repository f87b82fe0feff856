package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableBackendTest {

    private static final IndexOptions UNIQUE = new IndexOptions().unique(true);

    @TempDir
    private Path folder;

    private DataFile file;
    private MongoServer server;
    private MongoClient client;
    private MongoCollection<Document> collection;

    @BeforeEach
    void start() {
        file = DataFile.open(folder);
        server = new MongoServer(file.backend());
        client = MongoClients.create(server.bindAndGetConnectionString() + "/?retryReads=false&retryWrites=false");
        collection = client.getDatabase("spotify").getCollection("c");
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
        file.close();
    }

    @Test
    void hasWrittenEverythingBeforeItAnswers() {
        collection.insertOne(new Document("_id", 1));
        assertThat(file.backend().getMvStore().hasUnsavedChanges()).as("after a write").isFalse();

        assertThatThrownBy(() -> collection.insertOne(new Document("_id", 1))).isInstanceOf(MongoWriteException.class);
        assertThat(file.backend().getMvStore().hasUnsavedChanges()).as("after a failed write").isFalse();
    }

    @Test
    void doesNotWriteForARead() {
        collection.insertOne(new Document("_id", 1));
        long version = file.backend().getMvStore().getCurrentVersion();

        assertThat(collection.find(new Document("_id", 1)).first()).isNotNull();
        assertThat(file.backend().getMvStore().getCurrentVersion()).isEqualTo(version);
    }

    @Test
    void answersReadersWhileTheDocumentIsUpdated() {
        List<Document> artists = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            artists.add(new Document("name", "artist " + i).append("genres", List.of("a", "b")));
        }
        collection.insertOne(new Document("_id", 1).append("artists", artists));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(CompletableFuture.runAsync(() -> {
                while (!done.get()) {
                    collection.find().batchSize(10).first();
                    reads.incrementAndGet();
                }
            }));
        }
        try {
            for (int i = 0; i < 400; i++) {
                collection.updateOne(new Document("_id", 1), new Document(i % 2 == 0 ? "$set" : "$unset",
                        new Document("f" + i % 20, i).append("g" + i % 7, i)));
            }
        } finally {
            done.set(true);
        }

        assertThat(readers).allSatisfy(reader -> assertThat(reader).succeedsWithin(Duration.ofMinutes(2)));
        assertThat(reads.get()).isPositive();
    }

    @Test
    void doesNotTakeAnIndexForBuiltWhoseBuildFailed() {
        for (int i = 0; i < 10; i++) {
            collection.insertOne(new Document("_id", i).append("serial", i == 9 ? 0 : i));
        }
        assertThatThrownBy(() -> collection.createIndex(new Document("serial", 1), UNIQUE))
                .hasMessageContaining("E11000");
        collection.updateOne(new Document("_id", 9), new Document("$set", new Document("serial", 9)));
        collection.updateOne(new Document("_id", 1), new Document("$set", new Document("serial", 100)));
        collection.createIndex(new Document("serial", 1), UNIQUE);

        for (int serial : new int[] {0, 2, 5, 8, 9, 100}) {
            assertThat(collection.find(new Document("serial", serial)).first()).as("%s", serial).isNotNull();
        }
        assertThat(collection.find(new Document("serial", 1)).first()).isNull();
    }

    @Test
    void doesNotChangeTheDatabaseByReadingIt() {
        Document stored = new Document("_id", 1).append("raw", new Document("a", 1));
        collection.insertOne(stored);
        collection.aggregate(List.of(new Document("$addFields", new Document("raw", new Document("b", 2)))))
                .into(new ArrayList<>());

        assertThat(collection.find().first()).isEqualTo(stored);
    }

    @Test
    void refusesATopLevelDotDocumentByDocument() {
        assertThatThrownBy(() -> collection.insertOne(new Document("_id", 1).append("a.b", 1)))
                .isInstanceOfSatisfying(MongoWriteException.class, e -> {
                    assertThat(e.getError().getCode()).isEqualTo(57);
                    assertThat(e.getError().getMessage()).contains("'a.b'");
                });
    }

    @Test
    void givesEachWriteErrorACode() {
        collection.insertOne(new Document("_id", 1));
        Document reply = client.getDatabase("spotify").runCommand(Document.parse(
                "{update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 1}, b: 1}}]}"));

        assertThat(reply.getList("writeErrors", Document.class)).singleElement()
                .satisfies(error -> assertThat(error).containsEntry("code", 8).containsKey("errmsg"));
    }

    @Test
    void saysThatItLivesWhileACommandTakesItsTime() {
        MongoDatabase patient = client.getDatabase("spotify").withTimeout(5, TimeUnit.SECONDS);
        file.backend().lock.lock();
        try {
            for (String command : List.of("ping", "isMaster", "buildInfo")) {
                assertThat(patient.runCommand(new Document(command, 1))).as(command).containsEntry("ok", 1.0);
            }
        } finally {
            file.backend().lock.unlock();
        }
    }

    @Test
    void saysThatItsFileFailedAndRefusesAllElse() {
        collection.insertOne(new Document("_id", 1));
        file.backend().getMvStore().closeImmediately();

        String message = "cannot use its file any more";
        assertThatThrownBy(() -> collection.insertOne(new Document("_id", 2))).isInstanceOf(MongoException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> collection.find().first()).isInstanceOf(MongoException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> client.getDatabase("spotify").runCommand(new Document("ping", 1)))
                .isInstanceOf(MongoException.class).hasMessageContaining(message);
    }
}
