package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.files.SyncControl;
import io.github.spotifypipeline.endpoint.Indexes;
import io.github.spotifypipeline.reading.ListConclusions;
import io.github.spotifypipeline.reading.ListSelection;
import io.github.spotifypipeline.reading.ParentReads;
import io.github.spotifypipeline.reading.SpotifyPages;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.AccountStates;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.schedule.Leases;
import io.github.spotifypipeline.schedule.RunningSyncs;
import io.github.spotifypipeline.schedule.StopSignals;
import io.github.spotifypipeline.schedule.SyncPlanner;
import io.github.spotifypipeline.schedule.SyncProgress;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends syncs. */
public final class Syncs implements SyncControl {

    private static final Logger LOG = LoggerFactory.getLogger(Syncs.class);

    /** Longer than what is under way takes to notice that it must stop: a call to its deadline, and a refresh before it. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(3);

    /** Longer than any step of a route should take. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(15);

    private static final Duration SHORT_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final AccountStore vault;
    private final Database database;
    private final Cursors cursors;
    private final Leases leases;
    private final RateLimitStore limits;
    private final ParentReads reads;
    private final SyncPlanner turns;
    private final SyncStart start;
    private final DocumentCounts counts;
    private final SyncResults endings;
    private final Clock clock;
    private final ZoneId zone;
    private final boolean onStart;
    private final StopSignals stops;
    private final RunningSyncs active = new RunningSyncs();
    private volatile Runnable changed = () -> { };
    private volatile Runnable succeeded = () -> { };
    private volatile boolean stopped;

    /**
     * @param lease    how long a turn is a process's unless it is renewed
     * @param clientId the app's at Spotify
     * @param zone     where the day of a snapshot is at home
     * @param onStart  whether what is due at the start, or never ran, runs at once; else after its first interval
     * @param most     how many accounts sync at once
     * @param alone    whether no other process can have the database
     * @param stopping whether the process is about to end
     */
    public Syncs(EndpointRegistry endpoints, AccountStore vault, RateLimitStore limits, Duration lease,
                 DeadLetters letters, Database database, Clock clock, String clientId, ZoneId zone, boolean onStart,
                 int most, boolean alone, BooleanSupplier stopping, MeterRegistry meters) {
        this.vault = vault;
        this.database = database;
        this.cursors = new Cursors(database, clock, lease);
        this.leases = new Leases(cursors, active, clock);
        this.limits = limits;
        Gaps gaps = new Gaps(database, clock);
        this.reads = new ParentReads(database, clientId);
        this.stops = new StopSignals(() -> stopped || stopping.getAsBoolean());
        this.turns = new SyncPlanner(endpoints, new AccountStates(database, vault, cursors, clock, () -> open(alone)), limits,
                active, stops, clock, new SyncPlanner.Options(zone, onStart, most));
        this.start = new SyncStart(new Indexes(database), gaps,
                new ListSelection(endpoints, database, vault, reads, clock, zone),
                new ListConclusions(endpoints, database, reads, clock), letters, stops);
        this.counts = new DocumentCounts(database);
        this.endings = new SyncResults(vault, leases, limits, gaps, reads, turns, stops, counts,
                new RunRecords(database, meters), database, clock, () -> changed.run(), () -> succeeded.run());
        this.clock = clock;
        this.zone = zone;
        this.onStart = onStart;
    }

    private void open(boolean alone) {
        limits.tryAgainAtStart();
        // of an older version
        List.of("sync:", "refresh:").forEach(kind -> database.collection("claims").deleteMany(IdRange.startingWith(kind)));
        if (alone) {
            // of a process that was killed
            cursors.releaseAll();
            vault.releaseTokens();
        }
    }

    /** @param listener told cheaply, and often, when accounts or endpoints may have begun or ceased to need a person */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** @param listener told cheaply of each sync that succeeded */
    public void onSuccess(Runnable listener) {
        succeeded = listener;
    }

    /** Nothing begins any more, and what is under way ends with its page. */
    public void stop() {
        stopped = true;
    }

    /** Whether the process is about to end. */
    public boolean isStopping() {
        return stops.ofProcess();
    }

    /** How far the syncs have come that are under way in this process; from memory. */
    public List<SyncProgress> progress() {
        return active.progress();
    }

    /** Runs an endpoint for all accounts at once, whether due or not. */
    public void request(String endpointId) {
        LOG.info("sync asked for endpoint={}", endpointId);
        turns.request(endpointId);
    }

    /**
     * An endpoint's file is new or was edited: where that changes what is read or stored, it runs at once. Of several
     * processes that follow the same file one runs it.
     */
    @Override
    public void edited(String endpointId) {
        turns.edited(endpointId);
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
        if (onStart && !signIn.isNew()) {
            turns.requestAll(accountId, signIn.at());
        } else {
            // what never ran is due
            turns.changed();
        }
        changed.run();
    }

    /**
     * An account was disconnected: a run of it that is under way, here or in another process, ends with its page, none
     * begins, and how far it had come is forgotten.
     *
     * @param data whether its documents are about to be deleted, too; else what is known of the lists of parents stays
     *             with them, by which those are found that are gone when the account comes back
     */
    public void disconnected(String accountId, boolean data) {
        LOG.info("disconnected account={}", accountId);
        stops.account(accountId, clock.instant());
        turns.changed();
        active.awaitNone(task -> task.accountId().equals(accountId), LONGEST_CALL, stops::ofProcess);
        RunningSyncs.await(() -> !cursors.isAnyAtWork(accountId), LONGEST_CALL, stops::ofProcess);
        forget(accountId);
        if (data) {
            reads.forget(accountId);
        }
        changed.run();
    }

    /**
     * No run of an endpoint begins until {@link #resume}; one that is under way ends with its page.
     *
     * @return whether none is under way any more; if not, ask again later
     */
    @Override
    public boolean pause(String endpointId) {
        stops.endpoint(endpointId);
        turns.changed();
        return active.awaitNone(task -> task.endpointId().equals(endpointId), SHORT_WAIT, stops::ofProcess);
    }

    /** Its runs may begin again; what is due begins at the next tick. */
    @Override
    public void resume(String endpointId) {
        stops.releaseEndpoint(endpointId);
        turns.changed();
    }

    /** Documents of an account came or went otherwise than by a sync: they are counted anew at its next end. */
    public void documentsChanged(String accountId) {
        counts.forget(accountId);
    }

    private void forget(String accountId) {
        cursors.forget(accountId);
        counts.forget(accountId);
    }

    /**
     * Works on stored items of an endpoint while no sync of the account is under way; one that is goes on to its end first.
     *
     * @param work is told the tally to keep, and returns at its end
     * @return that tally
     * @throws BusyException when a sync does not end for minutes, or other stored items of the account are worked on
     */
    public Tally onStored(String accountId, Endpoint endpoint, Consumer<Tally> work) {
        // who was disconnected before has left data that may be worked on; who is disconnected meanwhile must be left alone
        boolean gone = stops.ofAccount(accountId);
        Instant now = clock.instant();
        SyncTask task = new SyncTask(accountId, endpoint, CursorState.NONE, now,
                LocalDate.ofInstant(now, zone).toString(), () -> stops.ofProcess()
                || stops.ofEndpoint(endpoint.id()) || !gone && stops.ofAccount(accountId));
        Tally tally = new Tally(task);
        if (!turns.reserve(accountId)) {
            throw new BusyException("Stored items of account " + accountId + " are worked on already: wait for that.");
        }
        try {
            if (!active.awaitNone(other -> other.accountId().equals(accountId), LONGEST_CALL, stops::ofProcess)) {
                throw new BusyException("A sync of account " + accountId
                        + " is under way: try again when it has ended.");
            }
            active.beginStored(task);
            work.accept(tally);
            if (tally.get(Count.INSERTED) > 0) {
                counts.forget(task);
            }
            return tally;
        } finally {
            active.end(task);
            turns.release(accountId);
        }
    }

    /** An account has no time now. The message is for a person. */
    public static final class BusyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BusyException(String message) {
            super(message);
        }
    }

    /** The syncs that are to begin now, each of another account; none when it is nobody's turn. */
    public List<SyncParts<SpotifyPages>> due() {
        dropLost();
        leases.renew();
        return turns.take(Integer.MAX_VALUE).stream().map(this::begin).toList();
    }

    /**
     * A step of a route can end a run without a word: an error of the JVM, which Camel does not catch. Its account must not
     * wait for it for ever.
     */
    private void dropLost() {
        for (SyncTask task : active.still(LONGEST_STEP)) {
            LOG.error("The sync of {} of account {} has not moved for {} minutes and is given up: look at the steps of its"
                    + " route", task.endpointId(), task.accountId(), LONGEST_STEP.toMinutes());
            turns.postpone(task, clock.instant().plus(LONGEST_RETRY));
            active.end(task);
        }
    }

    /** A sync has ended, with its last page or before. */
    public void ended(@Variable("spotifySync") SyncParts<SpotifyPages> sync) {
        SyncTask task = sync.tally().task();
        try {
            if (!stops.ofAccount(task.accountId())) {
                endings.ended(sync);
            }
        } finally {
            leases.end(task);
        }
    }

    /** The sync that is to begin now in the place of one that has ended; null when it is nobody's turn. */
    public SyncParts<SpotifyPages> next() {
        return turns.take(1).stream().findFirst().map(this::begin).orElse(null);
    }

    private SyncParts<SpotifyPages> begin(SyncTask task) {
        return start.begin(active.tally(task));
    }

    /** When an endpoint of an account is due. */
    public Instant nextRun(Endpoint endpoint, Account account, CursorState state) {
        return turns.next(endpoint, account, state);
    }

    /** Whether a sync of an account is under way. */
    public boolean isUnderWay(String accountId) {
        return active.any(accountId);
    }
}
