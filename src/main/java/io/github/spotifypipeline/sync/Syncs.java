package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.reading.ParentReads;
import io.github.spotifypipeline.reading.SpotifyPages;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.SyncSchedule;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Variable;

/** Begins and ends syncs, as the routes of the schedule ask. */
public final class Syncs {

    private final SyncSchedule schedule;
    private final SyncStart start;
    private final SyncResults results;
    private final ParentReads reads;
    private final DocumentCounts counts;
    private final SyncEvents events;

    Syncs(SyncSchedule schedule, SyncStart start, SyncResults results, ParentReads reads, DocumentCounts counts,
          SyncEvents events) {
        this.schedule = schedule;
        this.start = start;
        this.results = results;
        this.reads = reads;
        this.counts = counts;
        this.events = events;
    }

    /** The syncs that are to begin now, each of another account; none when it is nobody's turn. */
    public List<SyncParts<SpotifyPages>> due() {
        return schedule.due().stream().map(this::begin).toList();
    }

    /** The sync that is to begin now in place of one that has ended; null when it is nobody's turn. */
    public SyncParts<SpotifyPages> next() {
        SyncTask task = schedule.next();
        return task == null ? null : begin(task);
    }

    private SyncParts<SpotifyPages> begin(SyncTask task) {
        return start.begin(schedule.tally(task));
    }

    /** A sync has ended, with its last page or before. */
    public void ended(@Variable("spotifySync") SyncParts<SpotifyPages> sync) {
        SyncTask task = sync.tally().task();
        try {
            if (!schedule.isDisconnected(task.accountId())) {
                results.ended(sync);
            }
        } finally {
            schedule.ended(task);
        }
    }

    /** Nothing begins any more, and what is under way ends with its page. */
    public void stop() {
        schedule.stop();
    }

    /** Whether the process is about to end. */
    public boolean isStopping() {
        return schedule.isStopping();
    }

    /** Whether a sync of an account is under way in this process. */
    public boolean isUnderWay(String accountId) {
        return schedule.isUnderWay(accountId);
    }

    /** Someone has just signed in: the account's endpoints run at once, but for those that have begun since. */
    public void signedIn(AccountStore.SignedIn signIn) {
        schedule.signedIn(signIn);
        events.changed();
    }

    /**
     * An account was disconnected: a sync of it that is under way, here or in another process, ends with its page, none
     * begins, and how far it was is forgotten.
     *
     * @param data whether its documents are about to be deleted, too; else what is known of the lists of parents stays
     *             with them, by which those are found that are gone when the account comes back
     */
    public void disconnected(String accountId, boolean data) {
        schedule.disconnected(accountId);
        counts.forget(accountId);
        if (data) {
            reads.forget(accountId);
        }
        events.changed();
    }

    /** Documents of an account came or went otherwise than by a sync: they are counted anew at its next end. */
    public void documentsChanged(String accountId) {
        counts.forget(accountId);
    }

    /**
     * Works on stored items of an endpoint while no sync of the account is under way; one that is goes on to its end
     * first.
     *
     * @param work is told the tally to keep, and returns at its end
     * @return that tally
     * @throws SyncSchedule.BusyException when the account has no time for minutes
     */
    public Tally onStored(String accountId, Endpoint endpoint, Consumer<Tally> work) {
        return schedule.onStored(accountId, endpoint, tally -> {
            work.accept(tally);
            // before a sync of the account adds to the number
            if (tally.get(Count.INSERTED) > 0) {
                counts.forget(tally.task());
            }
        });
    }
}
