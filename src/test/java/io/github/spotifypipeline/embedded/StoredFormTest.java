package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.MaxKey;
import org.bson.types.ObjectId;
import org.h2.mvstore.type.ObjectDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How documents and keys lie in the file. */
class StoredFormTest {

    private static final List<String> TEXTS = List.of("a", "b", "z", "aa", "ab", "", "\u0000", "\u007F", "\u0080",
            "\u07FF", "\u0800", "é", "日本", "\uD83D\uDE00", "a\u0000", "a\u0080",
            "x".repeat(65_535), "x".repeat(65_536),
            "y".repeat(65_536), "account:spotify:track:1", "account:spotify:track:2");

    @TempDir
    private Path folder;

    @Test
    void ordersKeysOfOneTextAsTheStockTypeDoes() {
        ObjectDataType stock = new ObjectDataType();
        IndexKeyType ours = new IndexKeyType();
        for (String one : TEXTS) {
            for (String other : TEXTS) {
                assertThat(Integer.signum(ours.compare(new KeyValue(one), new KeyValue(other))))
                        .as("%.20s and %.20s", one, other)
                        .isEqualTo(Integer.signum(stock.compare(new KeyValue(one), new KeyValue(other))));
            }
        }
        assertThat(ours.compare(new KeyValue("a"), new KeyValue(1)))
                .isEqualTo(stock.compare(new KeyValue("a"), new KeyValue(1)));
        assertThat(ours.compare(new KeyValue("a"), new KeyValue("a", "b")))
                .isEqualTo(stock.compare(new KeyValue("a"), new KeyValue("a", "b")));
    }

    private static List<Document> documents() {
        return IntStream.range(0, 300).mapToObj(i -> new Document("_id", i % 3 == 0 ? new ObjectId() : "id:" + i)
                .append("uri", i % 2 == 0 ? "uri:" + i : null).append("n", i)).toList();
    }

    private static MongoCollection<Document> collection(MongoClient client) {
        return client.getDatabase("spotify").getCollection("c");
    }

    private static List<Document> all(MongoClient client) {
        return collection(client).find().sort(new Document("n", 1)).batchSize(1000).into(new ArrayList<>());
    }

    @Test
    void readsAndGoesOnWithWhatTheStockBackendStored() {
        List<Document> documents = documents();
        MongoServer stock = new MongoServer(new H2Backend(folder.resolve(DataFile.NAME).toString()));
        try (MongoClient client = MongoClients.create(stock.bindAndGetConnectionString())) {
            collection(client).createIndex(new Document("uri", 1).append("n", 1), new IndexOptions().unique(true));
            collection(client).insertMany(documents.subList(0, 200));
        }
        stock.shutdown();

        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            assertThat(all(client)).isEqualTo(documents.subList(0, 200));
            collection(client).insertMany(documents.subList(200, 300));
            documents.forEach(document -> assertThat(collection(client).updateOne(
                    new Document("_id", document.get("_id")), new Document("$set", new Document("seen", true)))
                    .getModifiedCount()).isOne());
        }
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            assertThat(all(client)).hasSize(300).allMatch(document -> document.getBoolean("seen"));
            documents.forEach(document -> assertThat(collection(client)
                    .find(new Document("_id", document.get("_id"))).first()).isNotNull());
        }
    }

    @Test
    void keepsEveryTypeOfValue() {
        Document document = new Document("_id", "all").append("text", "日本 \uD83D\uDE00").append("int", 1)
                .append("long", 1L << 40).append("double", 0.1).append("decimal", Decimal128.parse("1.5"))
                .append("date", new Date(1_700_000_000_123L)).append("null", null).append("true", true)
                .append("list", List.of(1, "two", new Document("three", 3L), List.of()))
                .append("nested", new Document("empty", new Document())).append("id", new ObjectId())
                .append("binary", new Binary(new byte[] {1, 2})).append("uuid", new Binary((byte) 4, new byte[16]))
                .append("regex", new BsonRegularExpression("a.*", "i")).append("timestamp", new BsonTimestamp(1, 2))
                .append("max", new MaxKey());
        Document before;
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            collection(client).insertOne(document);
            before = collection(client).find().first();
        }
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            assertThat(collection(client).find().first().toString()).isEqualTo(before.toString());
            assertThat(collection(client).find().first().toJson()).isEqualTo(before.toJson());
        }
    }
}
