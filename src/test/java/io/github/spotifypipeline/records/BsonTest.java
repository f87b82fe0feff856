package io.github.spotifypipeline.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.json.WholeNumbers;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void makesDatesOfTopLevelFieldsThatEndWithAtOnly() throws IOException {
        Document document = Bson.document(JSON.readTree("""
                {"played_at":"2023-11-27T09:13:57.637Z","played_at_local":"2023-11-27 12:13:57","added_at":null,
                 "seen_at":"yesterday","at":1.0,"raw":{"played_at":"2023-11-27T09:13:57.637Z"}}
                """));

        assertThat(document.get("played_at")).isEqualTo(Date.from(Instant.parse("2023-11-27T09:13:57.637Z")));
        assertThat(document.get("played_at_local")).isEqualTo("2023-11-27 12:13:57");
        assertThat(document).containsEntry("added_at", null).containsEntry("seen_at", null).containsEntry("at", 1);
        assertThat(Bson.timeless(
                JSON.readTree("{\"seen_at\":\"yesterday\",\"added_at\":null,\"at\":true,\"ms_at\":1}")))
                .containsExactly("seen_at");
        assertThat(document.get("raw", Document.class).get("played_at")).isEqualTo("2023-11-27T09:13:57.637Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"2026-11-22T10:00:00Z\" | 2026-11-22T10:00:00Z", "\"2026-11-22T10:00:00.5+01:00\" | 2026-11-22T09:00:00.500Z",
        "\"2026-11-22\" | 2026-11-22T00:00:00Z", "1764000000000 | 2025-11-24T16:00:00Z",
        "1764000000 | 2025-11-24T16:00:00Z",
        "1.764E12 | 2025-11-24T16:00:00Z", "99999999999 | 5138-11-16T09:46:39Z", "100000000000 | 1973-03-03T09:46:40Z",
        "1e14 |", "0 |", "-1 |", "1e400 |", "\"1764000000\" |", "\"2026\" |", "\"\" |",
        "\"+999999999-12-31T23:59:59Z\" |", "true |", "{} |", "[\"2026-11-22T10:00:00Z\"] |", "null |"})
    void whatSaysATimeIsOne(String value, Instant time) throws IOException {
        assertThat(Bson.instant(JSON.readTree(value))).isEqualTo(time);
    }

    @Test
    void aWholeNumberIsAnIntOrALongHoweverItIsSpelt() throws IOException {
        Document document = Bson.document(JSON.readTree("""
                {"a":[7.0,7e0,70e-1,-0.0,5000000000.0,9007199254740992.0],"b":[0.5,1e19,9.3e18,1e400]}"""));

        assertThat(document.getList("a", Object.class))
                .containsExactly(7, 7, 7, 0, 5_000_000_000L, 9_007_199_254_740_992L);
        assertThat(document.getList("b", Object.class)).containsExactly(0.5, 1e19, 9.3e18, Double.POSITIVE_INFINITY);
        JsonNode exact = WholeNumbers.reader().build()
                .readTree("[9007199254740993.0,9223372036854775807,9223372036854775807.00,"
                + "1e-400,1E1000000000]");
        assertThat(Bson.value(exact)).asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(9_007_199_254_740_993L, Long.MAX_VALUE, Long.MAX_VALUE, 0, Double.POSITIVE_INFINITY);
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
