package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.ListIdentity;
import io.github.spotifypipeline.reading.Page;
import java.util.List;
import java.util.function.Function;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.apache.camel.Exchange;
import org.apache.camel.language.jq.JqFunctions;

/**
 * A jq function of the item that a key or transform works on: {@code position}, {@code today}, {@code partition},
 * {@code parent}. In a step of a route, {@code today} is the sync's date, and the others are those of the page's list.
 */
public final class ItemFunction extends JqFunctions.ExchangeAwareFunction {

    private final Function<Item, JsonNode> ofItem;
    private final InStep inStep;

    private ItemFunction(Function<Item, JsonNode> ofItem, InStep inStep) {
        this.ofItem = ofItem;
        this.inStep = inStep;
    }

    /** The same in a step of a route. */
    private interface InStep {

        JsonNode value(Exchange exchange) throws JsonQueryException;
    }

    /** {@code position}: the item's place in its list, from 0; known to its key and transform. */
    public static ItemFunction position() {
        return new ItemFunction(item -> LongNode.valueOf(item.requirePosition()), exchange -> {
            throw new JsonQueryException("position is known in key and transform only: put it into a field there");
        });
    }

    /** {@code today}: the date that the item counts to, {@code YYYY-MM-DD} in the configured time zone. */
    public static ItemFunction today() {
        return new ItemFunction(item -> TextNode.valueOf(item.day()), exchange -> {
            SyncParts<?> sync = exchange.getVariable("spotifySync", SyncParts.class);
            return sync == null ? null : TextNode.valueOf(sync.tally().task().day());
        });
    }

    /** {@code partition}: the partition that the item belongs to; null when there is none. */
    public static ItemFunction partition() {
        return ofList(list -> TextNode.valueOf(list.partition()));
    }

    /** {@code parent}: the parent's object that the item belongs to, as Spotify sent it; null when there is none. */
    public static ItemFunction parent() {
        return ofList(ListIdentity::parent);
    }

    private static ItemFunction ofList(Function<ListIdentity, JsonNode> value) {
        return new ItemFunction(item -> value.apply(item.list()), exchange -> {
            Page page = exchange.getVariable("spotifyPage", Page.class);
            return page == null || page.isEmpty() ? null : value.apply(page.items().get(0).list());
        });
    }

    @Override
    protected void doApply(Scope scope, List<Expression> args, JsonNode in, Path path, PathOutput output,
                           Version version, Exchange exchange) throws JsonQueryException {
        Item item = ItemExpressions.item();
        JsonNode found = item == null ? inStep.value(exchange) : ofItem.apply(item);
        output.emit(found == null ? NullNode.getInstance() : found, null);
    }
}
