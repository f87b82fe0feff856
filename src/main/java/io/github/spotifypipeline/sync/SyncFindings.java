package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.reading.ParentReads;
import io.github.spotifypipeline.reading.SpotifyPages;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import java.time.Duration;
import java.time.Instant;

/** Says how far an endpoint of an account is after a sync that succeeded. */
final class SyncFindings {

    private static final Duration SECOND_LOOK = Duration.ofHours(1);

    private final Gaps gaps;
    private final ParentReads reads;
    private final DocumentCounts counts;

    SyncFindings(Gaps gaps, ParentReads reads, DocumentCounts counts) {
        this.gaps = gaps;
        this.reads = reads;
        this.counts = counts;
    }

    /** What the cursor is to say; gaps are stored before that. */
    CursorState after(Tally tally, SpotifyPages pages, Instant now) {
        SyncTask task = tally.task();
        if (task.endpoint().isIncremental()) {
            gaps.observe(task, pages.times());
        }
        CursorState.Found found = new CursorState.Found(pages.times().newest(), counts.after(tally),
                pages.completeness(), pages.isAvailable(), pages.doubted(), refusedLists(task));
        return task.before().afterSuccess(now, secondLookAt(task, pages, now), complaint(tally, pages), found);
    }

    /** Nothing is known any more of how many documents an endpoint has. */
    void forget(SyncTask task) {
        counts.forget(task);
    }

    /** What showed so little that it is not believed is asked again soon; null when all is believed. */
    private static Instant secondLookAt(SyncTask task, SpotifyPages pages, Instant now) {
        Instant next = task.endpoint().schedule().next(now);
        Instant soon = now.plus(SECOND_LOOK);
        return pages.doubted().isEmpty() ? null : soon.isBefore(next) ? soon : next;
    }

    private long refusedLists(SyncTask task) {
        return task.endpoint().parent() == null ? 0 : reads.countRefused(task.accountId(), task.endpointId());
    }

    /**
     * A sync that stored nothing of what it read, may not read what is the account's own, or cannot tell what is gone,
     * has not failed, but needs a person.
     */
    private String complaint(Tally tally, SpotifyPages pages) {
        SyncTask task = tally.task();
        if (tally.isAllDead()) {
            return "None of the " + tally.get(Count.READ) + " items could be transformed:"
                    + " dead_letters has them, with the reason. Check the endpoint's key and transform.";
        }
        long refused = task.endpoint().parent() == null ? 0
                : reads.countOwnRefused(task.accountId(), task.endpointId(), task.startedAt());
        return refused == 0 ? pages.heldUp() : "Spotify refuses "
                + (refused == 1 ? "a list that is" : refused + " lists that are")
                + " the account's own, sync after sync: what is stored of " + (refused == 1 ? "it" : "them")
                + " stays as it was. If that lasts, sign in again at /login, then try another app at Spotify"
                + " (SPOTIFY_CLIENT_ID).";
    }
}
