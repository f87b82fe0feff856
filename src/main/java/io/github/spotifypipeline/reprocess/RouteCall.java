package io.github.spotifypipeline.reprocess;

import io.github.spotifypipeline.sync.StoredRun;
import io.github.spotifypipeline.sync.Syncs;
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

    /** Returns when the run has ended. */
    void send(StoredRun run) {
        // without waiting for an endpoint whose file was deleted meanwhile
        Exchange end = template.send("direct:spotify-sync-" + run.getEndpointId() + "?block=false",
                exchange -> exchange.getMessage().setBody(run));
        if (end.getException() != null) {
            syncs.failed(run, end.getException());
        }
    }
}
