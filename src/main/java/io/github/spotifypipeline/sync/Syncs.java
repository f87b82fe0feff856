package io.github.spotifypipeline.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.auth.Account;
import io.github.spotifypipeline.auth.TokenVault;
import io.github.spotifypipeline.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which accounts' turn it is, and records how their syncs ended. */
public final class Syncs {

    private static final Logger LOG = LoggerFactory.getLogger(Syncs.class);

    /** How long the database is not asked again when nothing is due before. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** Longer than a call takes, its refresh and retry included. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(3);

    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final Endpoints endpoints;
    private final TokenVault vault;
    private final Database database;
    private final Cursors cursors;
    private final Runs runs;
    private final Clock clock;
    private final boolean onStart;
    private final BooleanSupplier stopping;
    private final Instant startedAt;
    private final Map<String, Instant> nextLook = new ConcurrentHashMap<>();
    private final AtomicLong signIns = new AtomicLong();
    private final Set<String> requested = ConcurrentHashMap.newKeySet();
    private final Set<String> counted = ConcurrentHashMap.newKeySet();
    private final Set<String> disconnected = ConcurrentHashMap.newKeySet();
    private final Set<String> paused = ConcurrentHashMap.newKeySet();
    private final ActiveRuns active = new ActiveRuns();

    /**
     * @param onStart  whether what is due at the start, or never ran, runs at once; else after its first interval
     * @param stopping whether the process is about to end
     */
    public Syncs(Endpoints endpoints, TokenVault vault, Database database, Clock clock, boolean onStart,
                 BooleanSupplier stopping, MeterRegistry meters) {
        this.endpoints = endpoints;
        this.vault = vault;
        this.database = database;
        this.cursors = new Cursors(database);
        this.runs = new Runs(database, meters);
        this.clock = clock;
        this.onStart = onStart;
        this.stopping = stopping;
        this.startedAt = clock.instant();
    }

    /** Runs an endpoint for all accounts at the next tick, whether due or not. */
    public void request(String endpointId) {
        LOG.info("sync asked for endpoint={}", endpointId);
        requested.add(endpointId);
    }

    /** An account has just signed in: its endpoints run at the next tick. @param isNew whether it was not connected */
    public void signedIn(String accountId, boolean isNew) {
        LOG.info("signed in account={}", accountId);
        disconnected.remove(accountId);
        if (isNew) {
            // a process that was killed while it disconnected the account may have left one
            cursors.forget(accountId);
        }
        if (onStart) {
            endpoints.all().forEach(endpoint -> requested.add(request(endpoint.id(), accountId)));
        }
        signIns.incrementAndGet();
        nextLook.clear();
    }

    /**
     * An account was disconnected: a run of it that is under way ends with its page, and none begins.
     */
    public void disconnected(String accountId) {
        LOG.info("disconnected account={}", accountId);
        disconnected.add(accountId);
        active.awaitNone(run -> run.getAccountId().equals(accountId), LONGEST_CALL);
    }

    /**
     * No run of an endpoint begins until {@link #resume}; one that is under way ends with its page.
     *
     * @return whether none is under way any more; if not, a page takes longer than a call can
     */
    public boolean pause(String endpointId) {
        paused.add(endpointId);
        return active.awaitNone(run -> run.getEndpointId().equals(endpointId), LONGEST_CALL);
    }

    /** Its runs may begin again; what is due begins at the next tick. */
    public void resume(String endpointId) {
        paused.remove(endpointId);
        nextLook.remove(endpointId);
    }

    private static String request(String endpointId, String accountId) {
        return endpointId + ":" + accountId;
    }

    /** The runs that are to start now; empty when it is nobody's turn or the database does not answer. */
    public List<SyncRun> due(String endpointId) {
        if (paused.contains(endpointId)) {
            return List.of();
        }
        Instant now = clock.instant();
        boolean asked = requested.remove(endpointId);
        if (stopping.getAsBoolean() || !asked && now.isBefore(nextLook.getOrDefault(endpointId, Instant.MIN))) {
            return List.of();
        }
        try {
            database.prepare();
            return due(endpoints.byId(endpointId), asked, now);
        } catch (MongoException e) {
            LOG.warn("No sync of {}: {}", endpointId, database.inWords(e));
            nextLook.put(endpointId, now.plus(LOOK));
            if (asked) {
                requested.add(endpointId);
            }
            return List.of();
        }
    }

    private List<SyncRun> due(Endpoint endpoint, boolean asked, Instant now) {
        long signInsBefore = signIns.get();
        List<SyncRun> due = new ArrayList<>();
        Instant next = now.plus(LOOK);
        for (Account account : vault.accountList()) {
            if (!account.isActive() || !account.scopes().containsAll(endpoint.scopes())) {
                continue;
            }
            Cursors.State state = cursors.of(account.id(), endpoint.id());
            Instant turn = nextRun(endpoint, account, state);
            boolean blocked = state.blockedUntil() != null && now.isBefore(state.blockedUntil());
            boolean wanted = requested.remove(request(endpoint.id(), account.id())) || asked;
            if (!blocked && (wanted || !now.isBefore(turn))) {
                due.add(new SyncRun(account.id(), endpoint, state, now,
                        () -> stopping.getAsBoolean() || disconnected.contains(account.id())
                                || paused.contains(endpoint.id())));
            } else if (turn.isBefore(next)) {
                next = turn;
            }
        }
        if (signIns.get() == signInsBefore) {
            nextLook.put(endpoint.id(), next);
        }
        return due;
    }

    /** When an endpoint of an account is due. */
    public Instant nextRun(Endpoint endpoint, Account account, Cursors.State state) {
        Instant since = state.lastSuccessAt();
        if (!onStart) {
            since = latest(since, latest(startedAt, account.authorizedAt()));
        }
        Instant turn = since == null ? Instant.EPOCH : endpoint.schedule().next(since);
        return latest(latest(turn, state.retryAt()), state.blockedUntil());
    }

    private static Instant latest(Instant one, Instant other) {
        return one == null || other != null && other.isAfter(one) ? other : one;
    }

    /** A run begins with its first page. */
    public void begun(SyncRun run) {
        active.begin(run);
    }

    /** Counts a call of the Web API. @param run null when the call belongs to no sync */
    public void called(SyncRun run) {
        if (run != null) {
            run.called();
        }
    }

    /** Takes a page. @return its items, without those that Spotify left empty, which are counted */
    public List<JsonNode> received(SyncRun run, JsonNode page) {
        return run.received(page);
    }

    /** All pages are stored: the cursor moves. A run that was stopped before its last page leaves it where it is. */
    public void succeeded(SyncRun run) {
        Instant now = clock.instant();
        if (!run.isStopped()) {
            cursors.succeeded(run.getAccountId(), run.getEndpointId(),
                    run.endpoint().isIncremental() ? run.newest() : null, now, documents(run));
        }
        end(run, now, run.isStopped() ? "stopped" : "succeeded", null);
        active.end(run);
    }

    /** The run broke off: the cursor stays, and the next try waits, longer with each failure. */
    public void failed(SyncRun run, Throwable thrown) {
        SyncFailure failure = SyncFailure.of(thrown);
        if (!failure.known()) {
            LOG.error("A step of the route {} failed for account {}", run.getEndpointId(), run.getAccountId(), thrown);
        }
        Instant now = clock.instant();
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(run.before().failures(), 6));
        Instant retryAt = now.plus(wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY);
        Instant blockedUntil = failure.retryAfter() == null ? null : now.plus(failure.retryAfter());
        try {
            cursors.failed(run.getAccountId(), run.getEndpointId(), run.before(), failure.message(), retryAt,
                    blockedUntil, documents(run));
            end(run, now, "failed", failure.message());
        } catch (MongoException e) {
            nextLook.put(run.getEndpointId(), retryAt);
            LOG.warn("{} (not recorded: {})", Runs.line(run, now, "failed", failure.message()), database.inWords(e));
        } finally {
            active.end(run);
        }
    }

    private void end(SyncRun run, Instant now, String outcome, String error) {
        nextLook.remove(run.getEndpointId());
        if (run.calls() == 0 && (disconnected.contains(run.getAccountId()) || paused.contains(run.getEndpointId()))) {
            return;
        }
        runs.add(run, now, outcome, error);
    }

    /** Counted once a process, so that a crash between a page and its cursor leaves no wrong number; then added up. */
    private long documents(SyncRun run) {
        String key = run.getAccountId() + ":" + run.getEndpointId();
        if (counted.contains(key) && run.before().documents() != null) {
            return run.before().documents() + run.written();
        }
        long documents = database.collection(run.getCollection())
                .countDocuments(new Document("account_id", run.getAccountId()));
        counted.add(key);
        return documents;
    }
}
