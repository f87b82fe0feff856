package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.spotifypipeline.sync.SyncRun;
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

/** A jq function of the sync that an item belongs to: {@code position}, {@code today}, {@code partition}, {@code parent}. */
public final class RunFunction extends JqFunctions.ExchangeAwareFunction {

    private final String outsideOfItems;
    private final Function<Exchange, JsonNode> value;

    /** @param outsideOfItems the error where no item is at hand; null: it does not need one */
    private RunFunction(String outsideOfItems, Function<Exchange, JsonNode> value) {
        this.outsideOfItems = outsideOfItems;
        this.value = value;
    }

    /** {@code position}: the item's place in its list, from 0; known to its key and transform. */
    public static RunFunction position() {
        return new RunFunction("position is known in key and transform only: put it into a field there", exchange -> {
            SyncRun run = exchange.getVariable("spotifySync", SyncRun.class);
            return run == null ? null : LongNode.valueOf(run.position(ItemExpressions.index()));
        });
    }

    /** {@code today}: the day that the sync counts to, {@code YYYY-MM-DD} in the configured time zone. */
    public static RunFunction today() {
        return new RunFunction(null, exchange -> {
            SyncRun run = exchange.getVariable("spotifySync", SyncRun.class);
            Integer index = ItemExpressions.index();
            return run == null ? null : TextNode.valueOf(index == null ? run.getDay() : run.day(index));
        });
    }

    /** {@code partition}: the partition that the item belongs to; null when there is none. */
    public static RunFunction partition() {
        return ofRun(run -> run.partition() == null ? null : TextNode.valueOf(run.partition()));
    }

    /** {@code parent}: the parent's object that the item belongs to, as Spotify sent it; null when there is none. */
    public static RunFunction parent() {
        return ofRun(SyncRun::parent);
    }

    private static RunFunction ofRun(Function<SyncRun, JsonNode> value) {
        return new RunFunction(null, exchange -> {
            SyncRun run = exchange.getVariable("spotifySync", SyncRun.class);
            return run == null ? null : value.apply(run);
        });
    }

    @Override
    protected void doApply(Scope scope, List<Expression> args, JsonNode in, Path path, PathOutput output,
                           Version version, Exchange exchange) throws JsonQueryException {
        if (outsideOfItems != null && ItemExpressions.index() == null) {
            throw new JsonQueryException(outsideOfItems);
        }
        JsonNode found = value.apply(exchange);
        output.emit(found == null ? NullNode.getInstance() : found, null);
    }
}
