package io.github.spotifypipeline.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import io.github.spotifypipeline.http.Answer;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class ErrorAnswersTest {

    private final ErrorAnswers answers = new ErrorAnswers();
    private final ServerAddress server = new ServerAddress();

    @Test
    void onlyAMongoDbThatDoesNotAnswerIsSaidNotTo() {
        for (MongoException silent : List.of(new MongoTimeoutException("none"),
                new MongoSocketReadTimeoutException("late", server, new RuntimeException()),
                new MongoNodeIsRecoveringException(BsonDocument.parse("{ok: 0, code: 91}"), server))) {
            Answer answer = answers.failed(new IllegalStateException(silent), null);
            assertThat(answer.status()).as("%s", silent).isEqualTo(503);
            assertThat(answer.body()).contains("MongoDB does not answer: try again when it does.");
        }
        Answer refused = answers.failed(
                new MongoCommandException(BsonDocument.parse("{ok: 0, code: 241, errmsg: 'Ann s songs'}"), server),
                null);
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).contains("MongoDB answers, but refuses what is asked of it (code 241")
                .doesNotContain("Ann");
        Answer full = answers.failed(
                new MongoCommandException(BsonDocument.parse("{ok: 0, code: 14031, errmsg: 'Ann s disk'}"), server),
                null);
        assertThat(full.status()).as("over when there is room").isEqualTo(503);
        assertThat(full.body()).contains("full: make room").doesNotContain("Ann");
    }
}
