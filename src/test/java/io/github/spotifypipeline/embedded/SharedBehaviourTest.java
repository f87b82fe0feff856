package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.BsonString;
import org.bson.Document;

/** What the rest of the code relies on: the same on the embedded database and on a MongoDB. */
class SharedBehaviourTest {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final int MEGABYTE = 1024 * 1024;

    @DatabaseTest
    void storesAnyFieldNameWithinASubDocument(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        Document raw = new Document("$odd", 1).append("a.b", 2).append("", 3)
                .append("deep", new Document("$x.y", 4)).append("list", List.of(new Document("$set", 5)));

        items.bulkWrite(List.of(upsert("upserted", raw), replacement("replaced", "nothing yet")), UNORDERED);
        items.bulkWrite(List.of(replacement("replaced", raw)), UNORDERED);
        items.insertOne(new Document("_id", "inserted").append("raw", raw));
        items.updateMany(new Document(), new Document("$set", new Document("seen", true)));

        for (String id : List.of("upserted", "replaced", "inserted")) {
            assertThat(find(items, id)).as(id).containsEntry("raw", raw).containsEntry("seen", true);
        }
    }

    @DatabaseTest
    void anUpsertByIdInsertsWhatItSets(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        UpdateOptions upsert = new UpdateOptions().upsert(true);
        Document id = new Document("_id", "a");
        Document update = new Document("$set", new Document("n", 1).append("deep", new Document("x", 2)))
                .append("$setOnInsert", new Document("first", true));

        assertThat(items.updateOne(id, update, upsert).getUpsertedId()).isEqualTo(new BsonString("a"));
        assertThat(find(items, "a")).isEqualTo(Document.parse("{_id: 'a', n: 1, deep: {x: 2}, first: true}"));
        assertThat(items.updateOne(id, Document.parse("{$set: {n: 2}, $setOnInsert: {first: false}}"), upsert)
                .getModifiedCount()).isEqualTo(1);
        assertThat(find(items, "a")).containsEntry("n", 2).containsEntry("first", true);
        items.updateOne(new Document("_id", "b"), Document.parse("{$set: {'p.q': 1}}"), upsert);
        assertThat(find(items, "b")).isEqualTo(Document.parse("{_id: 'b', p: {q: 1}}"));
        assertThatThrownBy(() -> items.updateOne(new Document("_id", "c"),
                Document.parse("{$set: {n: 1}, $setOnInsert: {n: 1}}"), upsert))
                .isInstanceOf(MongoWriteException.class);
        assertThat(find(items, "c")).isNull();
    }

    @DatabaseTest
    void readsALoneSurrogateAsTheReplacementCharacter(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        items.bulkWrite(List.of(upsert("high", "a\ud800b"), upsert("low", "\udc00"), upsert("pair", "\ud83d\ude00"),
                upsert("id \ud800", "\u0000")), UNORDERED);

        assertThat(find(items, "high")).containsEntry("raw", "a\ufffdb");
        assertThat(find(items, "low")).containsEntry("raw", "\ufffd");
        assertThat(find(items, "pair")).containsEntry("raw", "\ud83d\ude00");
        // found by what was sent; only the embedded database would find it by what is read
        assertThat(find(items, "id \ud800")).containsEntry("_id", "id \ufffd").containsEntry("raw", "\u0000");
    }

    @DatabaseTest
    void aRangeOfIdsIsFoundInBothDirectionsAndAggregatedAloneWhileLookupsSeeEverything(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        for (String id : List.of("a:1", "a:2", "a:3", "b:1", "b;", "c")) {
            items.insertOne(new Document("_id", id).append("raw", new Document("n", id)));
        }
        items.insertOne(new Document("_id", 7));
        Document range = IdRange.startingWith("a:");

        assertThat(ids(items.find(range).sort(new Document("_id", -1)).limit(2).batchSize(2)))
                .containsExactly("a:3", "a:2");
        assertThat(ids(items.find(range).sort(new Document("_id", 1)).skip(1).batchSize(9)))
                .containsExactly("a:2", "a:3");
        assertThat(ids(items.find(new Document("_id", new Document("$gte", "a;"))).sort(new Document("_id", 1)).limit(1)
                .batchSize(1))).containsExactly("b:1");
        assertThat(ids(items.find(new Document("_id", new Document("$gte", "a:2").append("$lt", null)))
                .sort(new Document("_id", 1)).batchSize(9))).isEmpty();

        Document everything = new Document("from", "items").append("as", "all").append("let", new Document())
                .append("pipeline", List.of(new Document("$group", new Document("_id", null)
                        .append("count", new Document("$sum", 1)))));
        assertThat(items.aggregate(List.of(new Document("$match", range), new Document("$lookup", everything),
                new Document("$unwind", "$all"), new Document("$addFields", new Document("n", "$all.count")),
                new Document("$unset", "raw.n"), new Document("$sort", new Document("_id", 1)))))
                .extracting(item -> item.get("_id") + " " + item.get("n") + " " + item.get("raw"))
                .containsExactly("a:1 7 Document{{}}", "a:2 7 Document{{}}", "a:3 7 Document{{}}");
        assertThat(items.aggregate(List.of(new Document("$match", range), new Document("$group",
                new Document("_id", null).append("last", new Document("$max", "$raw.n"))
                        .append("count", new Document("$sum", 1)))))).containsExactly(
                new Document("_id", null).append("last", "a:3").append("count", 3));
        assertThat(items.aggregate(List.of(new Document("$count", "count")))).containsExactly(new Document("count", 7));
        assertThat(find(items, "a:1")).containsEntry("raw", new Document("n", "a:1"));
    }

    private static List<Object> ids(Iterable<Document> found) {
        List<Object> ids = new ArrayList<>();
        found.forEach(item -> ids.add(item.get("_id")));
        return ids;
    }

    @DatabaseTest
    void refusesADocumentThatIsTooLargeBeforeItIsSent(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        String large = "x".repeat(17 * MEGABYTE);
        List<WriteModel<Document>> writes = List.of(upsert("small", "x"), upsert("large", large));

        assertThatThrownBy(() -> items.bulkWrite(writes, UNORDERED))
                .isInstanceOf(BsonMaximumSizeExceededException.class);
        assertThatThrownBy(() -> items.insertOne(new Document("raw", large)))
                .isInstanceOf(BsonMaximumSizeExceededException.class);
        items.bulkWrite(List.of(upsert("just right", large.substring(0, 15 * MEGABYTE))), UNORDERED);
        assertThat(find(items, "just right").getString("raw")).hasSize(15 * MEGABYTE);
    }

    @DatabaseTest
    void goesOnAfterADuplicateInABulk(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        items.createIndex(new Document("account_id", 1).append("serial", 1), new IndexOptions().unique(true));
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (int serial : new int[] {1, 2, 1, 3}) {
            writes.add(new InsertOneModel<>(new Document("_id", "a:" + writes.size())
                    .append("account_id", "a").append("serial", serial)));
        }

        assertThatThrownBy(() -> items.bulkWrite(writes, UNORDERED))
                .isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
                    assertThat(e.getWriteErrors()).singleElement().satisfies(error -> {
                        assertThat(error.getIndex()).isEqualTo(2);
                        assertThat(error.getCode()).isEqualTo(11000);
                    });
                });
        assertThat(items.estimatedDocumentCount()).isEqualTo(3);
    }

    @DatabaseTest
    void readsInBatches(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        items.insertMany(IntStream.range(0, 2_500).mapToObj(i -> new Document("_id", i)).toList());

        assertThat(items.find().sort(new Document("_id", -1)).batchSize(1_000).map(d -> d.getInteger("_id")))
                .containsExactlyElementsOf(IntStream.iterate(2_499, i -> i >= 0, i -> i - 1).boxed().toList());
    }

    @DatabaseTest
    void looksUpManyById(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            writes.add(new InsertOneModel<>(new Document("_id", "a:" + i).append("raw", new Document("uri", "u" + i))));
        }
        items.bulkWrite(writes, UNORDERED);
        Document byId = new Document("_id", new Document("$in", List.of("a:1", "a:5000", "a:9999", "missing")));

        assertThat(items.find(byId).batchSize(10)).hasSize(3);
    }

    @DatabaseTest
    void looksUpARangeOfIds(TestDatabase database) {
        MongoCollection<Document> items = items(database);
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            writes.add(new InsertOneModel<>(new Document("_id", "a" + i / 10 + ":" + i % 10).append("n", i)));
        }
        writes.add(new InsertOneModel<>(new Document("_id", 7)));
        writes.add(new InsertOneModel<>(new Document("_id", "a500")));
        writes.add(new InsertOneModel<>(new Document("_id", "a500;")));
        items.bulkWrite(writes, UNORDERED);
        Document range = IdRange.startingWith("a500:");

        assertThat(items.find(range).sort(new Document("_id", -1)).batchSize(4).map(d -> d.getString("_id")))
                .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "a500:" + (9 - i)).toList());
        assertThat(items.find(IdRange.startingWith("a500:").append("n", 5003)).batchSize(10)).hasSize(1);
        assertThat(items.find(range).sort(new Document("_id", 1)).skip(2).limit(3).batchSize(10)
                .map(d -> d.getString("_id"))).containsExactly("a500:2", "a500:3", "a500:4");
        assertThat(items.find(new Document("_id", new Document("$gt", "a500:2").append("$lt", "a500;")))
                .sort(new Document("_id", 1)).limit(3).batchSize(3).map(d -> d.getString("_id")))
                .containsExactly("a500:3", "a500:4", "a500:5");
        assertThat(items.deleteMany(range).getDeletedCount()).isEqualTo(10);
        assertThat(items.estimatedDocumentCount()).isEqualTo(9_993);
    }

    @DatabaseTest
    void takesALeaseOnlyOnce(TestDatabase database) {
        MongoCollection<Document> claims = database.database().withWriteConcern(WriteConcern.MAJORITY)
                .getCollection("claims");
        claims.insertOne(new Document("_id", "slot").append("owner", "nobody"));
        Document free = new Document("_id", "slot").append("owner", "nobody");
        Document take = new Document("$set", new Document("owner", "me"));
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

        assertThat(claims.findOneAndUpdate(free, take, after)).containsEntry("owner", "me");
        assertThat(claims.findOneAndUpdate(free, take, after)).isNull();
    }

    private static MongoCollection<Document> items(TestDatabase database) {
        return database.database().getCollection("items");
    }

    private static Document find(MongoCollection<Document> items, String id) {
        return items.find(new Document("_id", id)).first();
    }

    private static WriteModel<Document> upsert(String id, Object raw) {
        return new UpdateOneModel<>(new Document("_id", id),
                new Document("$setOnInsert", new Document("raw", raw)), new UpdateOptions().upsert(true));
    }

    private static WriteModel<Document> replacement(String id, Object raw) {
        return new ReplaceOneModel<>(new Document("_id", id), new Document("raw", raw),
                new ReplaceOptions().upsert(true));
    }
}
