package io.github.spotifypipeline.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class MongoRefusalTest {

    private static final ServerAddress SERVER = new ServerAddress();

    private static MongoCommandException command(int code, String name) {
        return new MongoCommandException(BsonDocument.parse(
                "{ok: 0, errmsg: 'of a document', code: " + code + ", codeName: '" + name + "'}"), SERVER);
    }

    private static MongoBulkWriteException write(int code) {
        return new MongoBulkWriteException(BulkWriteResult.unacknowledged(),
                List.of(new BulkWriteError(code, "of a document", new BsonDocument(), 0)), null, SERVER, Set.of());
    }

    @Test
    void onlyAMissingRightIsCalledOne() {
        assertThat(MongoRefusal.of(command(13, "Unauthorized")).orElseThrow())
                .contains("(code 13 Unauthorized): the user needs the role readWrite");
        assertThat(MongoRefusal.of(command(18, "AuthenticationFailed")).orElseThrow()).contains("role readWrite");
        assertThat(MongoRefusal.of(write(13)).orElseThrow()).contains("(code 13): the user needs the role readWrite");
        assertThat(MongoRefusal.of(command(96, "OperationFailed")).orElseThrow())
                .contains("(code 96 OperationFailed): MongoDB's log").doesNotContain("readWrite", "document");
        assertThat(MongoRefusal.of(write(96)).orElseThrow()).contains("(code 96): MongoDB's log");
        assertThat(MongoRefusal.of(new MongoSocketException("away", SERVER))).isEmpty();
    }

    @Test
    void namesCollectionCodeAndRemedy() {
        assertThat(MongoRefusal.of(write(121), "plays").orElseThrow())
                .contains("in the collection plays (code 121 DocumentValidationFailure)", "validator",
                        "db.runCommand({collMod: \"plays\"").doesNotContain("of a document");
        assertThat(MongoRefusal.of(command(166, "CommandNotSupportedOnView"), "plays").orElseThrow())
                .contains("collection plays (code 166 CommandNotSupportedOnView)", "a view of this name");
        assertThat(MongoRefusal.of(write(11000), "plays").orElseThrow())
                .contains("(code 11000 DuplicateKey)", "unique index");
        assertThat(MongoRefusal.of(write(10003), "plays").orElseThrow()).contains("capped");
        for (MongoException full : List.of(write(14031), command(14031, "OutOfDiskSpace"), new MongoCommandException(
                BsonDocument.parse("{ok: 0, errmsg: '28: No space left on device', code: 8, codeName: 'UnknownError'}"),
                SERVER))) {
            assertThat(MongoRefusal.of(full).orElseThrow())
                    .contains("full: make room, and everything goes on by itself");
        }
    }
}
