package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Indexes;
import io.github.spotifypipeline.reading.ListConclusions;
import io.github.spotifypipeline.reading.ListSelection;
import io.github.spotifypipeline.reading.SpotifyPages;
import io.github.spotifypipeline.records.SyncLetters;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.StopSignals;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.util.function.Function;

/** Makes what the route of a sync works with. Asks the database nothing before the route asks for the first page. */
final class SyncStart {

    private final Indexes indexes;
    private final Gaps gaps;
    private final ListSelection selection;
    private final ListConclusions conclusions;
    private final Function<Tally, SyncLetters> letters;
    private final StopSignals stops;
    private final int pagesAhead;

    /** @param letters what becomes of the items of a sync */
    SyncStart(Indexes indexes, Gaps gaps, ListSelection selection, ListConclusions conclusions,
              Function<Tally, SyncLetters> letters, StopSignals stops, int pagesAhead) {
        this.indexes = indexes;
        this.gaps = gaps;
        this.selection = selection;
        this.conclusions = conclusions;
        this.letters = letters;
        this.stops = stops;
        this.pagesAhead = pagesAhead;
    }

    SyncParts<SpotifyPages> begin(Tally tally) {
        SyncLetters results = letters.apply(tally);
        SpotifyPages pages = new SpotifyPages(tally, () -> plan(tally.task()), conclusions, stops, pagesAhead,
                results);
        return new SyncParts<>(tally, pages, results);
    }

    private SpotifyPages.Plan plan(SyncTask task) {
        Endpoint endpoint = task.endpoint();
        indexes.prepare(endpoint);
        Long after = endpoint.isIncremental() && !endpoint.paging().newest() ? gaps.position(task) : null;
        return new SpotifyPages.Plan(selection.of(task).iterator(), after);
    }
}
