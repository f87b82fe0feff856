package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where the pages of a sync come from, one after the other. A request is a value: its answer is given with it.
 */
public interface PageSource {

    /**
     * What to ask now. Where a list has been read, this settles what is no longer in it and goes on to the next list.
     *
     * @return null when there is no page any more, or when the sync must stop
     */
    PageRequest next();

    /**
     * What may be asked, and made records of, while the page before it is stored: the next page of the same list, so
     * that all of a list is stored when {@link #next} settles it.
     *
     * @return null when {@link #next} is to be asked after that
     */
    default PageRequest meanwhile() {
        return null;
    }

    /**
     * Takes the answer to a request.
     *
     * @param answer JSON null for one without content; anything when nothing was asked
     * @return its items; none when nothing may be stored of them
     * @throws SpotifyException when it holds no page
     */
    Page received(PageRequest request, SentJson answer);

    /**
     * Takes a refusal or a fault in place of an answer.
     *
     * @throws SpotifyException with the failure when the sync cannot go on
     */
    void refused(PageRequest request, Failure failure);

    /** What is to be asked for before its turn, now that a page was received. */
    default List<PageAhead> askAhead() {
        return List.of();
    }

    /** The page that was asked for at an address before its turn; null when none was. */
    default PageAhead takeAhead(String url) {
        return null;
    }

    /** Done when nothing that was asked for before its turn is under way. To be asked at the end. */
    default CompletableFuture<Void> endAhead() {
        return CompletableFuture.completedFuture(null);
    }
}
