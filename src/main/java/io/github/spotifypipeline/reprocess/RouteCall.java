package io.github.spotifypipeline.reprocess;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.records.ItemResults;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.SyncSchedule;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.sync.Syncs;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.bson.Document;

/** Sends stored items through the route of their endpoint, as a sync does with fetched ones. */
public final class RouteCall {

    private final ProducerTemplate template;
    private final Syncs syncs;
    private final Function<List<Document>, Object> rowPages;

    /** @param rowPages makes of documents of an export's rows what the routes of imports take as a page */
    public RouteCall(ProducerTemplate template, Syncs syncs, Function<List<Document>, Object> rowPages) {
        this.template = template;
        this.syncs = syncs;
        this.rowPages = rowPages;
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

    /** Works on stored items of an account while none of its syncs is under way. @return what has been done */
    Tally onStored(String account, Endpoint endpoint, Consumer<Tally> work) {
        return syncs.onStored(account, endpoint, work);
    }

    /** Sends a page of an export's rows through the route that imports them. @return false when it broke off */
    boolean sendRows(String routeId, List<Document> documents, Tally tally, ItemResults results) {
        Exchange end = template.send("direct:" + routeId + "?block=false", exchange -> {
            exchange.setVariable("spotifyImportPage", rowPages.apply(documents));
            exchange.setVariable("spotifySync", new SyncParts<StoredPages>(tally, null, results));
        });
        if (end.getException() != null) {
            tally.failed(end.getException());
        }
        return end.getException() == null;
    }
}
