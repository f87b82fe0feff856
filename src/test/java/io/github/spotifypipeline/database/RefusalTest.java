package io.github.spotifypipeline.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoSocketException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class RefusalTest {

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
        assertThat(Database.refusal(command(13, "Unauthorized")).orElseThrow())
                .contains("(code 13 Unauthorized): the user needs the role readWrite");
        assertThat(Database.refusal(command(18, "AuthenticationFailed")).orElseThrow()).contains("role readWrite");
        assertThat(Database.refusal(write(13)).orElseThrow()).contains("(code 13): the user needs the role readWrite");
        assertThat(Database.refusal(command(96, "OperationFailed")).orElseThrow())
                .contains("(code 96 OperationFailed): MongoDB's log").doesNotContain("readWrite", "document");
        assertThat(Database.refusal(write(121)).orElseThrow()).contains("(code 121): MongoDB's log");
        assertThat(Database.refusal(new MongoSocketException("away", SERVER))).isEmpty();
    }
}
