package io.github.spotifypipeline.endpoint;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.IndexOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.reading.ListSelection;
import io.github.spotifypipeline.reading.RemovedRecords;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class IndexesTest {

    private Database database;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private static Endpoint endpoint(String collection, Mode mode, String cursorField) {
        return new Endpoint(collection, list("/me/" + collection), new Endpoint.Paging(50, 0, cursorField, 0), null,
                DAILY, new Endpoint.Storage(collection, mode, "1"), NO_EXPRESSIONS);
    }

    private void prepare() {
        database.prepare();
        Indexes indexes = new Indexes(database);
        indexes.prepare(endpoint("listens", Mode.APPEND, "played_at"));
        indexes.prepare(endpoint("notes", Mode.APPEND, null));
        indexes.prepare(new Endpoint("asked", list("/me/asked"), new Endpoint.Paging(50, 0, "played_at", 0), null,
                DAILY, new Endpoint.Storage("asked", Mode.APPEND, List.of("track_uri", "artist_uris"), true, false,
                        "1"),
                NO_EXPRESSIONS));
        indexes.prepare(endpoint("saved_things", Mode.MIRROR, null));
        indexes.prepare(endpoint("top_things", Mode.SNAPSHOT, null));
    }

    private List<Document> indexes(String collection) {
        List<Document> keys = new ArrayList<>();
        database.collection(collection).listIndexes().forEach(index -> {
            Document key = index.get("key", Document.class);
            if (!key.containsKey("_id")) {
                keys.add(key);
            }
        });
        return keys;
    }

    @DatabaseTest
    void aCollectionGetsTheIndexOfItsEndpointsModeOnce(TestDatabase test) {
        prepare();
        prepare();

        assertThat(indexes("listens")).containsExactly(new Document("account_id", 1).append("played_at", -1));
        assertThat(indexes("notes")).containsExactly(new Document("account_id", 1));
        assertThat(indexes("asked")).containsExactlyInAnyOrder(new Document("account_id", 1).append("played_at", -1),
                new Document("account_id", 1).append("track_uri", 1).append("played_at", -1),
                new Document("account_id", 1).append("artist_uris", 1).append("played_at", -1));
        assertThat(indexes("saved_things")).containsExactly(new Document("account_id", 1).append("removed_at", 1));
        assertThat(indexes("top_things")).containsExactly(new Document("account_id", 1).append("day", 1));
        assertThat(indexes("parent_reads")).containsExactly(new Document("account_id", 1).append("endpoint", 1));
        assertThat(indexes("runs")).containsExactly(new Document("started_at", 1));
    }

    @DatabaseTest
    void anIndexThatSomebodyMadeDifferentlyStopsNothing(TestDatabase test) {
        database.collection("runs").createIndex(new Document("started_at", 1), new IndexOptions().name("of somebody"));

        assertThatCode(this::prepare).doesNotThrowAnyException();

        assertThat(indexes("top_things")).as("the others are made").hasSize(1);
    }

    @DatabaseTest
    void whatReadingsAndChildrenAskReadsNothingOfOtherAccounts(TestDatabase test) {
        prepare();
        for (String account : List.of("anna", "bert")) {
            for (String list : List.of("1", "2", "3", "4")) {
                database.collection("saved_things").insertMany(IntStream.range(0, 100).mapToObj(i ->
                        new Document("_id", account + ":" + list + ":" + i).append("account_id", account)
                                .append("removed_at", i < 50 ? null : new Date(i))).toList());
            }
        }
        Document all = RemovedRecords.stored("anna", "anna:", Mode.MIRROR);
        Document list = RemovedRecords.stored("anna", "anna:2:", Mode.MIRROR);
        Document parents = ListSelection.present("anna");

        assertThat(database.collection("saved_things").find(all).batchSize(1000)).hasSize(200);
        assertThat(database.collection("saved_things").find(list).batchSize(1000)).hasSize(50);
        assertThat(database.collection("saved_things").find(parents).batchSize(1000)).hasSize(200);
        examined(all).ifPresent(documents -> assertThat(documents).as("by the index").isEqualTo(200));
        examined(list).ifPresent(documents -> assertThat(documents).as("by _id").isLessThanOrEqualTo(100));
        examined(parents).ifPresent(documents -> assertThat(documents).as("by _id").isEqualTo(400));
    }

    @DatabaseTest
    void whatPeopleAskFirstReadsNothingElse(TestDatabase test) {
        prepare();
        for (String account : List.of("anna", "bert")) {
            database.collection("asked").insertMany(IntStream.range(0, 500)
                    .mapToObj(i -> new Document("_id", account + ":" + i)
                    .append("account_id", account).append("played_at", new Date(i)).append("track_uri", "t" + i % 50)
                    .append("artist_uris", List.of("a" + i % 50, "b" + i % 25))).toList());
        }
        Document song = new Document("account_id", "anna").append("track_uri", "t7");
        Document artist = new Document("account_id", "anna").append("artist_uris", "b3");

        assertThat(database.collection("asked").find(song).batchSize(1000)).hasSize(10);
        assertThat(database.collection("asked").find(artist).batchSize(1000)).hasSize(20);
        examined("asked", song).ifPresent(documents -> assertThat(documents).isEqualTo(10));
        examined("asked", artist).ifPresent(documents -> assertThat(documents).isEqualTo(20));
    }

    private Optional<Integer> examined(Document filter) {
        return examined("saved_things", filter);
    }

    /** Only a real MongoDB explains itself. */
    private Optional<Integer> examined(String collection, Document filter) {
        try {
            return Optional.of(database.database().runCommand(new Document("explain",
                            new Document("find", collection).append("filter", filter))
                            .append("verbosity", "executionStats"))
                    .get("executionStats", Document.class).getInteger("totalDocsExamined"));
        } catch (MongoCommandException e) {
            return Optional.empty();
        }
    }
}
