package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.files.SyncControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which syncs begin, takes note of their ends, and holds them back where an account or an endpoint goes. */
public final class SyncSchedule implements SyncControl {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);

    /**
     * Longer than a running sync takes to notice that it must stop: a call to its deadline, and a refresh before it.
     */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(3);

    /** Longer than any step of a route should take. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(15);

    private static final Duration SHORT_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final SyncPlanner planner;
    private final Cursors cursors;
    private final Leases leases;
    private final RunningSyncs running;
    private final StopSignals stops;
    private final Clock clock;
    private final SyncPlanner.Options options;

    public SyncSchedule(SyncPlanner planner, Cursors cursors, RunningSyncs running, StopSignals stops, Clock clock,
                        SyncPlanner.Options options) {
        this.planner = planner;
        this.cursors = cursors;
        this.leases = new Leases(cursors, running, clock);
        this.running = running;
        this.stops = stops;
        this.clock = clock;
        this.options = options;
    }

    /** The syncs that are to begin now, each of another account; none when it is nobody's turn. To be called often. */
    public List<SyncTask> due() {
        dropLost();
        leases.renew();
        return planner.take(Integer.MAX_VALUE);
    }

    /** The sync that is to begin now in place of one that has ended; null when it is nobody's turn. */
    public SyncTask next() {
        return planner.take(1).stream().findFirst().orElse(null);
    }

    /**
     * An error of the JVM, which Camel does not catch, can end a step of a route without a word. The account must not
     * wait for it forever.
     */
    private void dropLost() {
        for (SyncTask task : running.still(LONGEST_STEP)) {
            LOG.error("The sync of {} of account {} has not moved for {} minutes and is given up: look at the steps of"
                    + " its route", task.endpointId(), task.accountId(), LONGEST_STEP.toMinutes());
            planner.postpone(task, clock.instant().plus(LONGEST_RETRY));
            running.end(task);
        }
    }

    /** What a running sync has done so far. */
    public Tally tally(SyncTask task) {
        return running.tally(task);
    }

    /** A sync succeeded: its cursor moves, and its turn is given back. */
    public void succeeded(SyncTask task, CursorState after) {
        planner.succeeded(task, after, leases.succeeded(task, after));
    }

    /** A sync failed: its cursor stays, and its turn is given back. */
    public void failed(SyncTask task, CursorState after) {
        planner.failed(task, after, leases.failed(task, after));
    }

    /** The account of a sync was disconnected meanwhile: nothing of it is kept. */
    public void disconnected(SyncTask task) {
        leases.drop(task);
        planner.changed();
    }

    /** The end of a sync could not be stored: this process tries it again later, or another one does. */
    public void postpone(SyncTask task, Instant until) {
        planner.postpone(task, until);
    }

    /** A sync has ended, however it did. */
    public void ended(SyncTask task) {
        leases.end(task);
    }

    /** Runs an endpoint for all accounts at once, whether due or not. */
    public void request(String endpointId) {
        LOG.info("sync asked for endpoint={}", endpointId);
        planner.request(endpointId);
    }

    @Override
    public void edited(String endpointId) {
        planner.edited(endpointId);
    }

    @Override
    public boolean pause(String endpointId) {
        stops.endpoint(endpointId);
        planner.changed();
        return running.awaitNone(task -> task.endpointId().equals(endpointId), SHORT_WAIT, stops::ofProcess);
    }

    @Override
    public void resume(String endpointId) {
        stops.releaseEndpoint(endpointId);
        planner.changed();
    }

    /** Someone has just signed in: the account's endpoints run at once, but for those that have begun since. */
    public void signedIn(AccountStore.SignedIn signIn) {
        String accountId = signIn.accountId();
        LOG.info("signed in account={}", accountId);
        stops.releaseAccount(accountId);
        if (signIn.isNew()) {
            // a process that was killed while it disconnected the account may have left some; what has run since stays
            cursors.forget(accountId, signIn.at());
        }
        if (options.onStart() && !signIn.isNew()) {
            planner.requestAll(accountId, signIn.at());
        } else {
            // what never ran is due
            planner.changed();
        }
    }

    /**
     * An account was disconnected: a sync of it that is under way, here or in another process, ends with its page, none
     * begins, and how far it was is forgotten.
     */
    public void disconnected(String accountId) {
        LOG.info("disconnected account={}", accountId);
        stops.account(accountId, clock.instant());
        planner.changed();
        running.awaitNone(task -> task.accountId().equals(accountId), LONGEST_CALL, stops::ofProcess);
        RunningSyncs.await(() -> !cursors.isAnyAtWork(accountId), LONGEST_CALL, stops::ofProcess);
        cursors.forget(accountId);
    }

    /** Whether an account was disconnected, so that nothing of it is kept. */
    public boolean isDisconnected(String accountId) {
        return stops.ofAccount(accountId);
    }

    /** Whether an endpoint is held back. */
    public boolean isPaused(String endpointId) {
        return stops.ofEndpoint(endpointId);
    }

    /** Nothing begins any more, and what is under way ends with its page. */
    public void stop() {
        stops.process();
    }

    /** Whether the process is about to end. */
    public boolean isStopping() {
        return stops.ofProcess();
    }

    /** What is known of the accounts is no longer true. */
    public void changed() {
        planner.changed();
    }

    /**
     * Works on stored items of an endpoint while no sync of the account is under way; one that is goes on to its end
     * first.
     *
     * @param work is told the tally to keep, and returns at its end
     * @return that tally
     * @throws BusyException when a sync does not end for minutes, or other stored items of the account are worked on
     */
    public Tally onStored(String accountId, Endpoint endpoint, Consumer<Tally> work) {
        // who was disconnected before has left data that may be worked on; who is disconnected meanwhile is left alone
        boolean gone = stops.ofAccount(accountId);
        Instant now = clock.instant();
        SyncTask task = new SyncTask(accountId, endpoint, CursorState.NONE, now,
                LocalDate.ofInstant(now, options.zone()).toString(), () -> stops.ofProcess()
                || stops.ofEndpoint(endpoint.id()) || !gone && stops.ofAccount(accountId));
        Tally tally = new Tally(task);
        if (!planner.reserve(accountId)) {
            throw new BusyException("Stored items of account " + accountId + " are worked on already: wait for that.");
        }
        try {
            if (!running.awaitNone(other -> other.accountId().equals(accountId), LONGEST_CALL, stops::ofProcess)) {
                throw new BusyException("A sync of account " + accountId
                        + " is under way: try again when it has ended.");
            }
            running.beginStored(task);
            // from here on its route is not replaced; if it is being replaced already, the work is stopped
            if (!tally.mustStop()) {
                work.accept(tally);
            }
            return tally;
        } finally {
            running.end(task);
            planner.release(accountId);
        }
    }

    /** An account has no time now. The message is for a person. */
    public static final class BusyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BusyException(String message) {
            super(message);
        }
    }

    /** Whether a sync of an account is under way in this process. */
    public boolean isUnderWay(String accountId) {
        return running.any(accountId);
    }

    /** How far the syncs are that run in this process; from memory. */
    public List<SyncProgress> progress() {
        return running.progress();
    }

    /** When an endpoint of an account is due. */
    public Instant nextRun(Endpoint endpoint, Account account, CursorState state) {
        return planner.next(endpoint, account, state);
    }
}
