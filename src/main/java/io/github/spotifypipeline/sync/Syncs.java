package io.github.spotifypipeline.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.files.SyncControl;
import io.github.spotifypipeline.endpoint.Indexes;
import io.github.spotifypipeline.reading.ListReading;
import io.github.spotifypipeline.reading.ListSelection;
import io.github.spotifypipeline.reading.ParentReads;
import io.github.spotifypipeline.reading.RemovedRecords;
import io.github.spotifypipeline.schedule.AccountStates;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.schedule.Leases;
import io.github.spotifypipeline.schedule.RunningSyncs;
import io.github.spotifypipeline.schedule.StopSignals;
import io.github.spotifypipeline.schedule.SyncPlanner;
import io.github.spotifypipeline.schedule.SyncProgress;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.spotify.SpotifyException;
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

/** Takes syncs from their turn through their lists and pages to their end. */
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
    private final Gaps gaps;
    private final ParentReads reads;
    private final SyncPlanner turns;
    private final Indexes indexes;
    private final ListSelection slices;
    private final RemovedRecords sweeps;
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
                 Database database, Clock clock,
                 String clientId, ZoneId zone, boolean onStart, int most, boolean alone, BooleanSupplier stopping,
                 MeterRegistry meters) {
        this.vault = vault;
        this.database = database;
        this.cursors = new Cursors(database, clock, lease);
        this.leases = new Leases(cursors, active, clock);
        this.limits = limits;
        this.gaps = new Gaps(database, clock);
        this.reads = new ParentReads(database, clientId);
        this.stops = new StopSignals(() -> stopped || stopping.getAsBoolean());
        this.turns = new SyncPlanner(endpoints, new AccountStates(database, vault, cursors, clock, () -> open(alone)), limits,
                active, stops, clock, new SyncPlanner.Options(zone, onStart, most));
        this.indexes = new Indexes(database);
        this.slices = new ListSelection(endpoints, database, vault, reads, clock, zone);
        this.sweeps = new RemovedRecords(endpoints, database, reads, clock);
        this.counts = new DocumentCounts(database);
        this.endings = new SyncResults(vault, leases, limits, gaps, reads, turns, stops, sweeps, counts,
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

    private void forget(String accountId) {
        cursors.forget(accountId);
        counts.forget(accountId);
    }

    /**
     * Has an endpoint's route work on stored items while no sync of the account is under way; one that is goes on to its
     * end first.
     *
     * @param route sends the run through the route, and returns at its end
     * @return the run
     * @throws BusyException when a sync does not end for minutes, or other stored items of the account are worked on
     */
    public StoredRun runStored(String accountId, Endpoint endpoint, StoredRun.Work work, Consumer<StoredRun> route) {
        // who was disconnected before has left data that may be worked on; who is disconnected meanwhile must be left alone
        boolean gone = stops.ofAccount(accountId);
        Instant now = clock.instant();
        StoredRun run = new StoredRun(new SyncTask(accountId, endpoint, CursorState.NONE, now,
                LocalDate.ofInstant(now, zone).toString(), () -> stops.ofProcess()
                || stops.ofEndpoint(endpoint.id()) || !gone && stops.ofAccount(accountId)), work);
        if (!turns.reserve(accountId)) {
            throw new BusyException("Stored items of account " + accountId + " are worked on already: wait for that.");
        }
        try {
            if (!active.awaitNone(other -> other.accountId().equals(accountId), LONGEST_CALL, stops::ofProcess)) {
                throw new BusyException("A sync of account " + accountId + " is under way: try again when it has ended.");
            }
            active.beginStored(run.task());
            route.accept(run);
            if (run.inserted() > 0) {
                counts.forget(run);
            }
            return run;
        } finally {
            active.end(run.task());
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

    /** The runs that are to begin now, each of another account; none when it is nobody's turn. */
    public List<SyncRun> due() {
        dropLost();
        leases.renew();
        return turns.take(Integer.MAX_VALUE).stream().map(this::run).toList();
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

    /** A run has ended. */
    public void ended(@Variable("spotifySync") SyncRun run) {
        leases.end(run.task());
    }

    /** The run that is to begin now in the place of one that has ended; null when it is nobody's turn. */
    public SyncRun next() {
        return turns.take(1).stream().findFirst().map(this::run).orElse(null);
    }

    private SyncRun run(SyncTask task) {
        return new SyncRun(task, active.tally(task));
    }

    /** When an endpoint of an account is due. */
    public Instant nextRun(Endpoint endpoint, Account account, CursorState state) {
        return turns.next(endpoint, account, state);
    }

    /**
     * Whether there is a page to fetch now; false also when the process is stopping. Where a list has been read, this
     * marks what is no longer in it and goes on to the next list.
     */
    public boolean isMore(@Variable("spotifySync") SyncRun run) {
        if (run instanceof StoredRun stored) {
            return stored.isMore();
        }
        if (!run.isPlanned()) {
            indexes.prepare(run.endpoint());
            if (run.endpoint().isIncremental()) {
                run.askAfter(run.endpoint().paging().newest() ? null
                        : gaps.position(run.getAccountId(), run.getEndpointId(), run.before().found().position()));
            }
            run.plan(slices.of(run));
        }
        while (true) {
            ListReading sweep = run.sweep();
            if (stops.ofAccount(run.getAccountId())) {
                run.mustStop();
                return false;
            }
            if (run.hasReachedTheEnd()) {
                sweep.end();
            }
            if (sweep != null && sweep.isMore()) {
                return !run.mustStop();
            }
            boolean ended = sweep == null || sweeps.end(run, sweep);
            // what has read its last list to the end is not stopped any more
            boolean goesOn = !ended || run.isMoreSlices();
            if (goesOn && run.mustStop() || ended && !run.nextSlice()) {
                return false;
            }
        }
    }

    /**
     * Takes a page.
     *
     * @return its entries, without those that Spotify left empty, which are counted; none when the account was
     *     disconnected meanwhile, of which nothing more may be stored
     */
    public List<JsonNode> received(SyncRun run, JsonNode page) {
        List<JsonNode> entries = run.received(page);
        return stops.ofAccount(run.getAccountId()) ? List.of() : entries;
    }

    /** Whether a sync of an account is under way. */
    public boolean isUnderWay(String accountId) {
        return active.any(accountId);
    }

    /**
     * Takes a refusal or a fault that may be no failure: of the list of a parent's record, which is then left alone for
     * a time ({@link ParentReads#refused}), or of the first page of an endpoint that Spotify does not offer everywhere. A
     * page of HTML is not Spotify's word, and what was begun to be shown is on offer.
     *
     * @return no entries
     * @throws SpotifyException when it is a failure
     */
    public List<JsonNode> unavailable(SyncRun run, Throwable thrown) {
        Failure failure = Diagnosis.of(thrown);
        ListReading sweep = run.sweep();
        if (failure.is(FailureKind.NOT_MODIFIED)) {
            sweep.drop();
            return List.of();
        }
        boolean refused = failure.is(FailureKind.FORBIDDEN) || failure.is(FailureKind.NOT_FOUND);
        if (refused && sweep.refusedVerification()) {
            return List.of();
        }
        if (sweep.slice().isChild() && failure.isOfResource()) {
            sweep.refuse(failure.is(FailureKind.NOT_FOUND));
        } else if (!sweep.slice().isChild() && run.endpoint().source().isOptional() && sweep.isAtFirstPage()
                && failure.isNotOffered()) {
            run.notAvailable();
            sweep.drop();
        } else {
            throw new SpotifyException(failure);
        }
        return List.of();
    }

    /** All pages are stored: the cursor moves. A run that was stopped before its last page leaves it where it is. */
    public void succeeded(SyncRun run) {
        if (!run.isFromDatabase() && !stops.ofAccount(run.getAccountId())) {
            endings.succeeded(run);
        }
    }

    /**
     * The run broke off: the cursor stays, and the next try waits, longer with each failure, or as long as the calls are
     * not allowed. What concerns the account or the app stops that.
     */
    public void failed(SyncRun run, Throwable thrown) {
        if (run instanceof StoredRun stored) {
            stored.failed(thrown);
        } else if (!stops.ofAccount(run.getAccountId())) {
            endings.failed(run, thrown);
        }
    }
}
