package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.testing.TestDatabase;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedCommandsTest {

    private static TestDatabase server;

    @BeforeAll
    static void start() {
        server = TestDatabase.embedded();
        server.database().getCollection("c").insertOne(new Document("_id", 1).append("t", "kept"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            create        | {create: "x", validator: {a: 1}}
            create        | {create: "x", validationLevel: "strict"}
            create        | {create: "x", viewOn: "c", pipeline: []}
            create        | {create: "x", timeseries: {timeField: "t"}}
            create        | {create: "x", collation: {locale: "de"}}
            collation     | {find: "c", filter: {}, collation: {locale: "de"}}
            collation     | {aggregate: "c", pipeline: [], cursor: {}, collation: {locale: "de"}}
            collation     | {distinct: "c", key: "t", collation: {locale: "de"}}
            collation     | {update: "c", updates: [{q: {}, u: {$set: {t: 1}}, collation: {locale: "de"}}]}
            collation     | {delete: "c", deletes: [{q: {}, limit: 0, collation: {locale: "de"}}]}
            collation     | {findAndModify: "c", query: {}, remove: true, collation: {locale: "de"}}
            collation     | {createIndexes: "c", indexes: [{key: {a: 1}, name: "a", collation: {locale: "de"}}]}
            partialFilter | {createIndexes: "c", indexes: [{key: {a: 1}, name: "a", partialFilterExpression: {b: 1}}]}
            $out          | {aggregate: "c", pipeline: [{$match: {}}, {$out: "c"}], cursor: {}}
            $out          | {aggregate: "c", pipeline: [{$unionWith: {coll: "c", pipeline: [{$out: "c"}]}}], cursor: {}}
            $out          | {aggregate: "c", pipeline: [{$lookup: {from: "c", as: "x", pipeline: [{$out: "c"}]}}],\
             cursor: {}}
            $changeStream | {aggregate: "c", pipeline: [{$changeStream: {}}], cursor: {}}
            $changeStream | {aggregate: 1, pipeline: [{$changeStream: {}}], cursor: {}}
            $graphLookup  | {aggregate: "c", pipeline: [{$graphLookup: {from: "c", startWith: "$t", as: "x"}}],\
             cursor: {}}
            $setField     | {aggregate: "c", pipeline: [{$project: {u: {$setField: {}}}}], cursor: {}}
            $setField     | {find: "c", filter: {$expr: {$eq: [1, {$setField: {}}]}}}
            $setField     | {find: "c", projection: {d: {$setField: {}}}}
            $setField     | {count: "c", query: {$expr: {$eq: [1, {$setField: {}}]}}}
            $stdDevPop    | {aggregate: "c", pipeline: [{$group: {_id: 1, x: {$stdDevPop: "$t"}}}], cursor: {}}
            $where        | {find: "c", filter: {$where: "true"}}
            min           | {find: "c", min: {_id: 1}, max: {_id: 2}, hint: {_id: 1}}
            returnKey     | {find: "c", returnKey: true}
            $natural      | {find: "c", sort: {$natural: -1}}
            .$            | {find: "c", projection: {"t.$": 1}}
            explain       | {explain: {find: "c"}, verbosity: "queryPlanner"}
            $pop          | {update: "c", updates: [{q: {}, u: {$pop: {t: 1}}}]}
            $rename       | {findAndModify: "c", query: {}, update: {$rename: {t: "u"}}}
            positional    | {update: "c", updates: [{q: {}, u: {$set: {"t.$": 1}}}]}
            hint          | {update: "c", updates: [{q: {}, u: {$set: {t: 1}}, hint: "t"}]}
            pipeline      | {update: "c", updates: [{q: {}, u: [{$set: {t: 1}}]}]}
            pipeline      | {findAndModify: "c", query: {}, update: [{$set: {t: 1}}]}
            dot           | {update: "c", updates: [{q: {_id: 1}, u: {"a.b": 1}}]}
            transaction   | {find: "c", startTransaction: true, autocommit: false}
            dropIndexes   | {dropIndexes: "c", index: "*"}
            dropIndexes   | {dropIndexes: "c", index: "_id_"}
            """)
    void refusesWhatWouldLoseOrLie(String subject, String command) {
        assertThatThrownBy(() -> server.database().runCommand(Document.parse(command)))
                .isInstanceOfSatisfying(MongoCommandException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo(115);
                    assertThat(e.getErrorCodeName()).isEqualTo("CommandNotSupported");
                    assertThat(e.getErrorMessage()).startsWith("The embedded database does not support ")
                            .contains("mongodb.uri (MONGODB_URI)");
                });
        assertThat(server.database().getCollection("c").find().batchSize(10))
                .containsExactly(new Document("_id", 1).append("t", "kept"));
        assertThat(server.database().listCollectionNames()).containsExactly("c");
    }

    @Test
    void refusesToRenameACollection() {
        MongoCollection<Document> collection = server.database().getCollection("c");

        assertThatThrownBy(() -> collection.renameCollection(
                new MongoNamespace(server.databaseName(), "d")))
                .isInstanceOf(MongoCommandException.class).hasMessageContaining("does not support renameCollection");
    }

    @Test
    void refusesAChangeStream() {
        assertThatThrownBy(() -> server.database().watch().iterator()).isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("does not support the stage $changeStream");
    }

    @Test
    void takesAnyNameForDataInDocumentsToStore() {
        MongoCollection<Document> collection = server.database().getCollection("data");
        Document raw = new Document("$out", 1).append("collation", 2).append("$dayOfWeek", List.of(3));
        collection.insertOne(new Document("_id", 1).append("raw", raw).append("collation", 1).append("viewOn", 2));
        collection.updateOne(new Document("_id", 1), new Document("$set", new Document("raw2", raw)));

        assertThat(collection.find().first()).containsEntry("raw", raw).containsEntry("raw2", raw);
        collection.drop();
    }

    @Test
    void refusesToDropADatabaseWhoseNameBeginsAnother() {
        String name = server.databaseName();
        MongoDatabase longer = server.client().getDatabase(name + "2");
        longer.getCollection("c").insertOne(new Document("_id", 1));

        assertThatThrownBy(() -> server.database().drop()).isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("it would lose the database " + name + "2");
        assertThat(longer.getCollection("c").find().first()).isNotNull();
        longer.drop();
    }

    @Test
    void aCollectionThatIsNotThereIsDroppedWithTheErrorThatMongoshKnows() {
        assertThatThrownBy(() -> server.database().runCommand(new Document("drop", "nothing")))
                .isInstanceOfSatisfying(MongoCommandException.class, refusal -> {
                    assertThat(refusal.getErrorCode()).isEqualTo(26);
                    assertThat(refusal.getErrorCodeName()).isEqualTo("NamespaceNotFound");
                });
    }
}
