package io.github.spotifypipeline.schedule;

import com.mongodb.MongoException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Renews and gives back the turns of the syncs that are under way in this process. How often, {@link Cursors#renewal}
 * says.
 */
public final class Leases {

    private final Cursors cursors;
    private final RunningSyncs running;
    private final Clock clock;
    private Instant renewedAt = Instant.EPOCH;

    public Leases(Cursors cursors, RunningSyncs running, Clock clock) {
        this.cursors = cursors;
        this.running = running;
        this.clock = clock;
    }

    /** Lets them hold for longer, if it is time for that; to be called often. */
    public void renew() {
        Instant now = clock.instant();
        Set<SyncTask> tasks = running.leased();
        // not if the clock went back since
        boolean isRecent = !now.isBefore(renewedAt) && now.isBefore(renewedAt.plus(cursors.renewal()));
        if (tasks.isEmpty() || isRecent) {
            return;
        }
        renewedAt = now;
        try {
            List<String> ids = tasks.stream().map(task -> Cursors.id(task.accountId(), task.endpointId())).toList();
            cursors.renew(ids);
        } catch (MongoException e) {
            // another process may take what cannot go on here
        }
    }

    /** A sync succeeded. @return as {@link Cursors#succeeded} */
    public boolean succeeded(SyncTask task, CursorState after) {
        boolean undisturbed = cursors.succeeded(task.accountId(), task.endpointId(), task.before(), after);
        running.givenBack(task);
        return undisturbed;
    }

    /** A sync failed. @return as {@link Cursors#failed} */
    public boolean failed(SyncTask task, CursorState after) {
        boolean undisturbed = cursors.failed(task.accountId(), task.endpointId(), task.before(), after);
        running.givenBack(task);
        return undisturbed;
    }

    /** The account of a sync is no longer connected: nothing of it is kept. */
    public void drop(SyncTask task) {
        cursors.drop(task.accountId(), task.endpointId());
        running.givenBack(task);
    }

    /** A sync has ended, however it did. If it was stopped, any process may take its turn at once. */
    public void end(SyncTask task) {
        try {
            if (running.leased().contains(task)) {
                cursors.release(task.accountId(), task.endpointId());
            }
        } catch (MongoException e) {
            // it runs out
        } finally {
            running.end(task);
        }
    }
}
