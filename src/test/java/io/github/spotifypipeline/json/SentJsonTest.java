package io.github.spotifypipeline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentJsonTest {

    private static SentJson read(String text, Charset charset) throws IOException {
        return SentJson.read(text.getBytes(charset));
    }

    private static SentJson read(String text) throws IOException {
        return read(text, StandardCharsets.UTF_8);
    }

    private static List<String> entries(JsonNode list) {
        return list.valueStream().map(node -> {
            SentEntry entry = SentEntry.of(node);
            return entry == null ? node.toString() : new String(entry.bytes(), entry.from(),
                    entry.to() - entry.from(), StandardCharsets.UTF_8) + " = " + SentEntry.read(node);
        }).toList();
    }

    @Test
    void leavesTheObjectsInListsAsTheyWereSent() throws IOException {
        SentJson json = read("""
                {"total": 3.0, "items": [{"a" : "ä€😀" , "b": [1]}, null,{} ], "artists": {"items": [{"n": 2E1}],
                 "next": null}, "more": {"deep": {"items": [{"c": 1}]}}}""");

        assertThat(entries(json.outline().get("items"))).containsExactly(
                "{\"a\" : \"ä€😀\" , \"b\": [1]} = {\"a\":\"ä€😀\",\"b\":[1]}", "null", "{} = {}");
        assertThat(entries(json.outline().at("/artists/items"))).containsExactly("{\"n\": 2E1} = {\"n\":20}");
        assertThat(json.outline().get("total").isIntegralNumber()).isTrue();
        assertThat(json.outline().at("/more/deep/items/0/c").intValue()).isEqualTo(1);
        assertThat(json.tree().toString()).isEqualTo("{\"total\":3,\"items\":[{\"a\":\"ä€😀\",\"b\":[1]},null,{}],"
                + "\"artists\":{\"items\":[{\"n\":20}],\"next\":null},\"more\":{\"deep\":{\"items\":[{\"c\":1}]}}}");
    }

    @Test
    void readsWhatBeginsWithAMarkOrIsInAnotherEncoding() throws IOException {
        for (SentJson json : List.of(read("\uFEFF{\"items\":[{\"a\":\"ä\"}]}"),
                read("{\"items\":[{\"a\":\"ä\"}]}", StandardCharsets.UTF_16BE))) {
            assertThat(SentEntry.read(json.outline().at("/items/0")).get("a").textValue()).isEqualTo("ä");
            assertThat(json.tree().at("/items/0/a").textValue()).isEqualTo("ä");
        }
    }

    @Test
    void refusesWhatIsNoJsonOrMoreThanOneValue() throws IOException {
        for (String text : List.of("{", "{\"items\":[{\"a\":1}", "{\"items\":[{\"a\":1,}]}",
                "{\"items\":[{\"a\":\"\\x\"}]}", "{\"items\":[{\"a\":tru}]}", "<html>", "{} {}", "{\"a\":1}]")) {
            assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(IOException.class);
        }
        assertThat(read("").outline().isContainerNode()).isFalse();
        assertThat(read("[{\"a\":1}]").outline().at("/0/a").intValue()).isEqualTo(1);
    }

    @Test
    void hashesTheBytesOfAnEntryAlone() throws IOException {
        JsonNode list = read("{\"items\":[{\"a\":1},{\"a\":1},{\"a\":2},{\"a\": 1}]}").outline().get("items");
        List<Hash128> hashes = list.valueStream().map(node -> SentEntry.of(node).hash()).toList();

        assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isEqualTo(Hash128.of("{\"a\":1}"));
        assertThat(hashes.stream().distinct()).hasSize(3);
        assertThat(Hash128.parse(hashes.get(2).toString())).isEqualTo(hashes.get(2));
        assertThat(Hash128.parse("x")).isNull();
        assertThat(Hash128.parse("g".repeat(32))).isNull();
        // of the reference implementation, for the text "hello"
        assertThat(Hash128.of("hello")).hasToString("cbd8a7b341bd9b025b1e906a48ae1d19");
    }
}
