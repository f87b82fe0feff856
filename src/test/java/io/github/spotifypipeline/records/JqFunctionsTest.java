package io.github.spotifypipeline.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.junit.jupiter.api.Test;

class JqFunctionsTest {

    private static JsonNode apply(Function function, JsonNode in) throws JsonQueryException {
        List<JsonNode> out = new ArrayList<>();
        function.apply(null, List.of(), in, null, (node, path) -> out.add(node), Versions.JQ_1_7);
        assertThat(out).hasSize(1);
        return out.get(0);
    }

    @Test
    void localTimeIsThatOfTheZoneAlsoAcrossDaylightSaving() throws JsonQueryException {
        JsonFunction berlin = JsonFunction.localTime(ZoneId.of("Europe/Berlin"));

        assertThat(apply(berlin, TextNode.valueOf("2026-01-31T23:30:00.999Z")).asText())
                .isEqualTo("2026-02-01 00:30:00");
        assertThat(apply(berlin, TextNode.valueOf("2026-07-31T23:30:00Z")).asText()).isEqualTo("2026-08-01 01:30:00");
        assertThat(apply(berlin, NullNode.getInstance()).isNull()).isTrue();
    }

    @Test
    void millisAreTheSameForEverySpellingOfATime() throws JsonQueryException {
        assertThat(apply(JsonFunction.millis(), TextNode.valueOf("2023-11-27T09:13:57.637Z")).asLong())
                .isEqualTo(1701076437637L);
        assertThat(apply(JsonFunction.millis(), TextNode.valueOf("2023-11-27T09:13:57Z")))
                .isEqualTo(apply(JsonFunction.millis(), TextNode.valueOf("2023-11-27T09:13:57.000Z")));
    }

    @Test
    void whatIsNoTimeIsAnError() {
        assertThatThrownBy(() -> apply(JsonFunction.millis(), NullNode.getInstance()))
                .isInstanceOf(JsonQueryException.class);
        assertThatThrownBy(() -> apply(JsonFunction.localTime(ZoneId.of("UTC")), TextNode.valueOf("noon")))
                .isInstanceOf(JsonQueryException.class);
    }
}
