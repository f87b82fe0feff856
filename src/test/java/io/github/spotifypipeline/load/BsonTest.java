package io.github.spotifypipeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class BsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void makesDatesOfTopLevelFieldsThatEndWithAtOnly() throws IOException {
        Document document = Bson.document(JSON.readTree("""
                {"played_at":"2023-11-27T09:13:57.637Z","played_at_local":"2023-11-27 12:13:57","added_at":null,
                 "seen_at":"yesterday","raw":{"played_at":"2023-11-27T09:13:57.637Z"}}
                """));

        assertThat(document.get("played_at")).isEqualTo(Date.from(Instant.parse("2023-11-27T09:13:57.637Z")));
        assertThat(document.get("played_at_local")).isEqualTo("2023-11-27 12:13:57");
        assertThat(document).containsEntry("added_at", null).containsEntry("seen_at", "yesterday");
        assertThat(document.get("raw", Document.class).get("played_at")).isEqualTo("2023-11-27T09:13:57.637Z");
    }

    @Test
    void keepsJsonTypes() throws IOException {
        Document document = Bson.document(JSON.readTree("""
                {"i":7,"l":5000000000,"d":1.5,"huge":123456789012345678901234567890,"b":true,"n":null,"s":"$x.y",
                 "a":[1,"two",null,{"x":[]}]}
                """));

        assertThat(document).containsEntry("i", 7).containsEntry("l", 5_000_000_000L).containsEntry("d", 1.5)
                .containsEntry("huge", 123456789012345678901234567890d).containsEntry("b", true)
                .containsEntry("n", null).containsEntry("s", "$x.y");
        assertThat(document.getList("a", Object.class)).containsExactly(1, "two", null, new Document("x", List.of()));
    }

    @Test
    void refusesWhatMongoDbWouldNotTake() throws IOException {
        String deep = "[".repeat(98) + "]".repeat(98);
        String large = "{\"text\":\"" + "\u97f3".repeat(4_100_000) + "\"}";
        String many = "[" + "1,".repeat(1_900_000) + "1]";

        assertThatThrownBy(() -> Bson.requireStorable(JSON.readTree(deep))).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> Bson.requireStorable(JSON.readTree(large))).hasMessageContaining("larger");
        assertThatThrownBy(() -> Bson.requireStorable(JSON.readTree(many))).hasMessageContaining("larger");
        assertThatThrownBy(() -> Bson.requireStorable(JSON.readTree("{\"$set\":1}"))).hasMessageContaining("name");
        assertThatThrownBy(() -> Bson.requireStorable(JSON.readTree("{\"a.b\":1}"))).hasMessageContaining("name");
        Bson.requireStorable(JSON.readTree("{\"raw\":{\"$set\":1,\"a.b\":" + "[".repeat(85) + "]".repeat(85) + "}}"));
    }

    @Test
    void replacesHalfCharactersSoThatATextIsFoundByWhatIsStored() throws IOException {
        Document document = Bson.document(JSON.readTree("""
                {"_id":"a\\ud83db","name":"\\ud83c\\udfa7 ok \\udfa7","raw":{"x\\ud83d":1}}"""));

        assertThat(document).containsEntry("_id", "a\uFFFDb").containsEntry("name", "\ud83c\udfa7 ok \uFFFD")
                .containsEntry("raw", new Document("x\uFFFD", 1));
    }

    @Test
    void refusesANameWithNul() throws IOException {
        assertThatThrownBy(() -> Bson.requireStorable(JSON.readTree("{\"a\":[{\"b\\u0000\":1}]}")))
                .hasMessageContaining("U+0000");
        Bson.requireStorable(JSON.readTree("{\"a\":\"b\\u0000\"}"));
    }
}
