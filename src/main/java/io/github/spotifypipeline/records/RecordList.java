package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Collects the records of a page in a JSON array, in their order; what is not a record is left out. */
public final class RecordList implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange list, Exchange item) {
        Exchange result = list;
        if (result == null) {
            result = item.copy();
            result.getMessage().setBody(JsonNodeFactory.instance.arrayNode());
        }
        if (item.getMessage().getBody() instanceof ObjectNode document) {
            result.getMessage().getBody(ArrayNode.class).add((JsonNode) document);
        }
        return result;
    }
}
