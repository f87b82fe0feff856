package io.github.spotifypipeline.reprocess;

import io.github.spotifypipeline.records.SyncParts;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Sends stored items through the route of their endpoint, as a sync does with fetched ones. */
public final class RouteCall {

    private final ProducerTemplate template;

    public RouteCall(ProducerTemplate template) {
        this.template = template;
    }

    /** Returns when all pages went through the route, or it broke off. */
    void send(SyncParts<StoredPages> sync) {
        // without waiting for an endpoint whose file was deleted meanwhile
        Exchange end = template.send("direct:spotify-sync-" + sync.tally().task().endpointId() + "?block=false",
                exchange -> exchange.getMessage().setBody(sync));
        if (end.getException() != null) {
            sync.tally().failed(end.getException());
        }
    }
}
