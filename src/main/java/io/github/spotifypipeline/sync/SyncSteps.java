package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.reading.PageAhead;
import io.github.spotifypipeline.reading.PageRequest;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** What the routes of a sync do page by page, wherever its pages come from. */
public final class SyncSteps {

    /** What to ask now; null when there is no page any more, or the sync must stop. */
    public PageRequest next(@Variable("spotifySync") SyncParts<?> sync) {
        return sync.pages().next();
    }

    /** What to ask while a page is stored; null: nothing before that. */
    public PageRequest meanwhile(@Variable("spotifySync") SyncParts<?> sync) {
        return sync.pages().meanwhile();
    }

    /**
     * Takes an answer.
     *
     * @return its items, without those that are known to fail
     * @throws SpotifyException when it holds no page
     */
    public Page received(@Variable("spotifySync") SyncParts<?> sync, @Variable("spotifyRequest") PageRequest request,
                         @Body SentJson answer) {
        return sync.results().withoutKnownFailures(sync.pages().received(request, answer));
    }

    /**
     * Takes a refusal or a fault.
     *
     * @return a page without an item, where that is no failure
     * @throws SpotifyException when it is one
     */
    public Page refused(SyncParts<?> sync, PageRequest request, Throwable thrown) {
        sync.pages().refused(request, Diagnosis.of(thrown));
        return Page.NONE;
    }

    /** The pages that are to be asked for before their turn. */
    public List<PageAhead> askAhead(SyncParts<?> sync) {
        return sync.pages().askAhead();
    }

    /** A page that was asked for before its turn is there. */
    public void arrived(PageAhead page, SentJson answer) {
        page.arrival().complete(answer);
    }

    /** A page that was asked for before its turn was refused, or a fault came in place of it. */
    public void notArrived(PageAhead page, Throwable thrown) {
        page.arrival().completeExceptionally(thrown);
    }

    /** A step went wrong: the sync has broken off. */
    public void failed(SyncParts<?> sync, Throwable thrown) {
        sync.tally().failed(thrown);
    }
}
