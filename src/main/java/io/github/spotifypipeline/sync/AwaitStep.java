package io.github.spotifypipeline.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A step of a route that waits for something without holding a thread. The body becomes what came, if that is not null;
 * why it did not come becomes the route's exception.
 */
public final class AwaitStep extends AsyncProcessorSupport {

    private final Function<Exchange, CompletableFuture<?>> what;
    private final Executor executor;

    /**
     * @param what     gives what to wait for; null: nothing
     * @param executor does what follows
     */
    public AwaitStep(Function<Exchange, CompletableFuture<?>> what, Executor executor) {
        this.what = what;
        this.executor = executor;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<?> awaited = what.apply(exchange);
        if (awaited == null) {
            callback.done(true);
            return true;
        }
        awaited.whenCompleteAsync((value, thrown) -> {
            if (thrown != null) {
                exchange.setException(thrown);
            } else if (value != null) {
                exchange.getMessage().setBody(value);
            }
            callback.done(false);
        }, executor);
        return false;
    }
}
