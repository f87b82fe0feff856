package io.github.spotifypipeline.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;

class IdPagesTest {

    /** An id of a list, ordered as its number. */
    private static String id(String list, int number) {
        return "%s:%03d".formatted(list, number);
    }

    /** Two lists between others, every tenth of whose documents has been removed. */
    private static MongoCollection<Document> things(TestDatabase database) {
        MongoCollection<Document> things = database.database().getCollection("things");
        for (String list : List.of("anna:1", "anna:2", "anna:3", "bert:2")) {
            things.insertMany(IntStream.range(0, 100).mapToObj(i -> new Document("_id", id(list, (i * 37) % 100))
                    .append("removed_at", i % 10 == 0 ? "once" : null).append("n", i).append("raw", "x")).toList());
        }
        things.insertOne(new Document("_id", 7));
        return things;
    }

    private static List<String> present(String list) {
        return IntStream.range(0, 100).filter(i -> i % 10 != 0).map(i -> (i * 37) % 100).sorted()
                .mapToObj(number -> id(list, number)).toList();
    }

    private static List<String> read(MongoCollection<Document> things, String prefix, int page) {
        List<String> ids = new ArrayList<>();
        new IdPages(things, IdRange.startingWith(prefix).append("removed_at", null), new Document("n", 1), page)
                .forEach(thing -> {
                    assertThat(thing).containsOnlyKeys("_id", "n");
                    ids.add(thing.getString("_id"));
                });
        return ids;
    }

    @DatabaseTest
    void allOfARangeIsReadOnceWhateverThePages(TestDatabase database) {
        MongoCollection<Document> things = things(database);

        for (int page : List.of(1, 7, 45, 89, 90, 91, 5_000)) {
            assertThat(read(things, "anna:2:", page)).as("pages of %s", page).isEqualTo(present("anna:2"));
        }
        assertThat(read(things, "anna:", 50)).hasSize(270).doesNotHaveDuplicates().isSorted();
        assertThat(read(things, "carl:", 50)).isEmpty();
    }

    /** MongoDB orders by code points, Java and what stores the embedded database by UTF-16. */
    @DatabaseTest
    void charactersBeyondTheFirstPlaneAreReadOnceAndInOrder(TestDatabase database) {
        MongoCollection<Document> things = database.database().getCollection("things");
        List<String> ids = List.of("anna:1:a", "anna:1:\uD7A3", "anna:1:\uFF5E", "anna:1:\uFF5E\uD83E\uDD8A",
                "anna:1:\uFF5E\uD83E\uDD8B", "anna:1:\uFFEEb", "anna:1:\uD83E\uDD8A", "anna:1:\uD83E\uDD8Ab",
                "anna:1:\uD83E\uDD8A\uFF5E", "anna:1:\uD83E\uDD8A\uD83E\uDD8A", "anna:1:\uDBFF\uDFFD");
        IntStream.range(0, ids.size()).map(i -> i * 7 % ids.size())
                .forEach(i -> things.insertOne(new Document("_id", ids.get(i)).append("n", i)));
        things.insertOne(new Document("_id", "anna:2:\uD83E\uDD8A").append("n", 0));

        for (int page = 1; page <= ids.size() + 1; page++) {
            assertThat(read(things, "anna:1:", page)).as("pages of %s", page).isEqualTo(ids);
        }
        assertThat(things.find(new Document("_id", new Document("$gte", ids.get(0)).append("$lt", ids.get(7))))
                .sort(new Document("_id", -1)).map(thing -> thing.getString("_id")).into(new ArrayList<>()))
                .isEqualTo(List.of(ids.get(6), ids.get(5), ids.get(4), ids.get(3), ids.get(2), ids.get(1), ids.get(0)));
    }

    @DatabaseTest
    void noAnswerIsLongerThanAPage(TestDatabase database) {
        things(database);
        List<String> asked = new ArrayList<>();
        CommandListener listener = new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                if (event.getCommand().containsKey("find") || event.getCommand().containsKey("getMore")) {
                    asked.add(event.getCommandName() + " " + event.getCommand().get("limit").asNumber().intValue());
                }
            }
        };

        try (MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(database.uri())).addCommandListener(listener).build())) {
            read(client.getDatabase(database.databaseName()).getCollection("things"), "anna:2:", 40);
        }

        assertThat(asked).containsExactly("find 40", "find 40", "find 40");
    }

    @DatabaseTest
    void whatIsDeletedOrMarkedMeanwhileDisturbsNoOther(TestDatabase database) {
        MongoCollection<Document> things = things(database);
        List<String> ids = new ArrayList<>();

        new IdPages(things, IdRange.startingWith("anna:2:").append("removed_at", null), new Document("n", 1), 20)
                .forEach(thing -> {
                    ids.add(thing.getString("_id"));
                    things.deleteOne(new Document("_id", thing.getString("_id")));
                });

        assertThat(ids).isEqualTo(present("anna:2"));
        assertThat(things.countDocuments(IdRange.startingWith("anna:2:"))).isEqualTo(10);
    }
}
