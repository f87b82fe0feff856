package io.github.spotifypipeline.reprocess;

import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.reading.PageRequest;
import io.github.spotifypipeline.reading.PageSource;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/** Reads stored items page by page: of what is still to come only the {@code _id}s are in memory. */
final class StoredPages implements PageSource {

    private final List<String> ids;
    private final int size;
    private final Tally tally;
    private final Function<List<String>, List<Page>> read;
    private final Queue<Page> pages = new ArrayDeque<>();
    private int next;

    /**
     * @param size how many are read at once
     * @param read finds them; a page for each list that they belong to
     */
    StoredPages(List<String> ids, int size, Tally tally, Function<List<String>, List<Page>> read) {
        this.ids = ids;
        this.size = size;
        this.tally = tally;
        this.read = read;
    }

    @Override
    public PageRequest next() {
        // what is left out fills no page, so that looking for the next one may take long
        if (tally.mustStop()) {
            return null;
        }
        while (pages.isEmpty() && next < ids.size()) {
            int end = Math.min(ids.size(), next + size);
            pages.addAll(read.apply(ids.subList(next, end)));
            next = end;
        }
        return pages.isEmpty() ? null : PageRequest.STORED;
    }

    @Override
    public Page received(PageRequest request, SentJson answer) {
        return pages.remove();
    }

    @Override
    public void refused(PageRequest request, Failure failure) {
        throw new SpotifyException(failure);
    }
}
