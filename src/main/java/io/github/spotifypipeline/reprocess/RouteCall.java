package io.github.spotifypipeline.reprocess;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.SyncSchedule;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.sync.Syncs;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Sends stored items through the route of their endpoint, as a sync does with fetched ones. */
public final class RouteCall {

    private final ProducerTemplate template;
    private final Syncs syncs;

    public RouteCall(ProducerTemplate template, Syncs syncs) {
        this.template = template;
        this.syncs = syncs;
    }

    /** Whether nothing further may begin. */
    boolean isStopping() {
        return syncs.isStopping();
    }

    /**
     * Returns when all pages went through the route, or it broke off.
     *
     * @param parts makes what the route works with
     * @return what has been done
     * @throws SyncSchedule.BusyException when the account has no time for minutes
     */
    Tally send(String account, Endpoint endpoint, Function<Tally, SyncParts<StoredPages>> parts) {
        return syncs.onStored(account, endpoint, tally -> {
            SyncParts<StoredPages> sync = parts.apply(tally);
            // without waiting for an endpoint whose file was deleted meanwhile
            Exchange end = template.send("direct:spotify-sync-" + endpoint.id() + "?block=false",
                    exchange -> exchange.getMessage().setBody(sync));
            if (end.getException() != null) {
                tally.failed(end.getException());
            }
        });
    }
}
