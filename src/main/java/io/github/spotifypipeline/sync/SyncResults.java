package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Scopes;
import io.github.spotifypipeline.reading.ParentReads;
import io.github.spotifypipeline.reading.RemovedRecords;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.Leases;
import io.github.spotifypipeline.schedule.StopSignals;
import io.github.spotifypipeline.schedule.SyncPlanner;
import io.github.spotifypipeline.spotify.Backoff;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.RateLimitStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a sync leaves at its end: how far its endpoint has come, when it is tried again, and who is stopped. */
final class SyncResults {

    private static final Logger LOG = LoggerFactory.getLogger(SyncResults.class);

    private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));
    private static final Duration SECOND_LOOK = Duration.ofHours(1);

    /** What waits for longer counts as written by a clock that was ahead. */
    private static final Duration LONGEST_POINTLESS = Duration.ofDays(1);

    private static final String OTHER_SCOPE = "Spotify asks for a scope that this endpoint's file does not name: set scope"
            + " there to all that Spotify's documentation names for the path.";

    private final AccountStore vault;
    private final Leases leases;
    private final RateLimitStore limits;
    private final Gaps gaps;
    private final ParentReads reads;
    private final SyncPlanner turns;
    private final StopSignals stops;
    private final RemovedRecords sweeps;
    private final DocumentCounts counts;
    private final RunRecords runs;
    private final Database database;
    private final Clock clock;
    private final Runnable changed;
    private final Runnable succeeded;

    /**
     * @param changed   told when accounts or endpoints may have begun or ceased to need a person
     * @param succeeded told of each sync that succeeded
     */
    SyncResults(AccountStore vault, Leases leases, RateLimitStore limits, Gaps gaps, ParentReads reads, SyncPlanner turns, StopSignals stops,
            RemovedRecords sweeps, DocumentCounts counts, RunRecords runs, Database database, Clock clock, Runnable changed,
            Runnable succeeded) {
        this.vault = vault;
        this.leases = leases;
        this.limits = limits;
        this.gaps = gaps;
        this.reads = reads;
        this.turns = turns;
        this.stops = stops;
        this.sweeps = sweeps;
        this.counts = counts;
        this.runs = runs;
        this.database = database;
        this.clock = clock;
        this.changed = changed;
        this.succeeded = succeeded;
    }

    /** All pages are stored: the cursor moves. A run that was stopped before its last page leaves it where it is. */
    void succeeded(SyncRun run) {
        Instant now = clock.instant();
        if (run.isStopped()) {
            counts.forget(run);
        } else {
            if (run.endpoint().isIncremental()) {
                gaps.observe(run, run.before().found().position());
            }
            CursorState.Found found = new CursorState.Found(run.endpoint().isIncremental() ? run.newest() : null,
                    counts.after(run), run.discrepancy(), run.isAvailable(), run.doubted(), refusedLists(run));
            CursorState state = run.before().afterSuccess(now, secondLookAt(run, now), complaint(run), found);
            turns.succeeded(run.task(), state, leases.succeeded(run.task(), state));
            if (run.hasHeard() && limits.clearAll(run.startedAt())) {
                LOG.info("Spotify takes the app's calls again");
                changed.run();
            }
            if (state.errors().last() != null || run.before().errors().last() != null) {
                changed.run();
            }
            succeeded.run();
        }
        end(run, now, run.isStopped() ? "stopped" : run.isAvailable() ? "succeeded" : "not_available", null);
    }

    /** What showed so little that it is not believed is asked again soon; null when all is believed. */
    private static Instant secondLookAt(SyncRun run, Instant now) {
        Instant next = run.endpoint().schedule().next(now);
        Instant soon = now.plus(SECOND_LOOK);
        return run.doubted().isEmpty() ? null : soon.isBefore(next) ? soon : next;
    }

    private long refusedLists(SyncRun run) {
        return run.endpoint().parent() == null ? 0 : reads.countRefused(run.getAccountId(), run.getEndpointId());
    }

    /**
     * A sync that stored nothing of what it read, may not read what is the account's own, or cannot tell what is gone, has
     * not failed, but needs a person.
     */
    private String complaint(SyncRun run) {
        if (run.isAllDead()) {
            return "None of the " + run.read() + " items could be transformed:"
                    + " dead_letters has them, with the reason. Check the endpoint's key and transform.";
        }
        long refused = run.endpoint().parent() == null ? 0
                : reads.countOwnRefused(run.getAccountId(), run.getEndpointId(), run.startedAt());
        return refused == 0 ? run.heldUp() : "Spotify refuses " + (refused == 1 ? "a list that is" : refused + " lists that are")
                + " the account's own, sync after sync: what is stored of " + (refused == 1 ? "it" : "them")
                + " stays as it was. If that lasts, sign in again at /login, then try another app at Spotify"
                + " (SPOTIFY_CLIENT_ID).";
    }

    /**
     * The run broke off: the cursor stays, and the next try waits, longer with each failure, or as long as the calls are
     * not allowed. What concerns the account or the app stops that.
     */
    void failed(SyncRun run, Throwable thrown) {
        Failure failure = Diagnosis.of(thrown, run.storing());
        if (failure.isBug()) {
            LOG.error("A step of the route {} failed for account {}", run.getEndpointId(), run.getAccountId(), thrown);
        }
        boolean guessed = failure.is(FailureKind.SCOPE) && isOfGuessedScopes(run);
        ending(run, guessed ? failure.inWords(OTHER_SCOPE) : failure, guessed, clock.instant());
    }

    /** Whether nobody named the endpoint's scopes and the account grants what was guessed: no new sign-in brings more. */
    private boolean isOfGuessedScopes(SyncRun run) {
        try {
            return !run.endpoint().source().namesScopes() && vault.account(run.getAccountId())
                    .filter(account -> account.scopes().containsAll(run.endpoint().scopes())).isPresent();
        } catch (MongoException e) {
            return false;
        }
    }

    private void ending(SyncRun run, Failure failure, boolean guessed, Instant now) {
        CursorState after = after(run, failure, now);
        String outcome = failure.is(FailureKind.STOPPED) ? "stopped" : failure.blockedUntil() != null ? "blocked" : "failed";
        try {
            counts.forget(run);
            if (vault.account(run.getAccountId()).isEmpty()) {
                // another process has disconnected it: nothing of it is kept
                turns.changed();
                return;
            }
            if (failure.is(FailureKind.STOPPED)) {
                run.mustStop();
            } else {
                refused(run, failure, guessed);
                if (run.sweep() != null) {
                    sweeps.failed(run, run.sweep());
                }
                turns.failed(run.task(), after, leases.failed(run.task(), after));
            }
            end(run, now, outcome, failure);
        } catch (MongoException e) {
            turns.postpone(run.task(), after.retryAt());
            LOG.warn("{} (not recorded: {})", RunRecords.line(run, now, outcome, failure.words()), database.inWords(e));
        } finally {
            changed.run();
        }
    }

    private CursorState after(SyncRun run, Failure failure, Instant now) {
        int failures = run.before().errors().failures();
        Instant retryAt = failure.blockedUntil();
        if (retryAt == null) {
            retryAt = now.plus(isPointless(run, failure) ? LONGEST_POINTLESS : BACKOFF.after(failures + 1));
            retryAt = failure.until() == null || retryAt.isAfter(failure.until()) ? retryAt : failure.until();
            Instant turn = run.endpoint().schedule().next(now);
            retryAt = isPointless(run, failure) && turn.isBefore(retryAt) ? turn : retryAt;
        }
        return run.before().afterFailure(retryAt, new CursorState.Errors(
                failure.blockedUntil() == null ? failures + 1 : failures, failure.words(), failure.is(FailureKind.SCOPE)));
    }

    /** A path that Spotify neither documents nor knows is as unknown a minute later. */
    private static boolean isPointless(SyncRun run, Failure failure) {
        return !Scopes.isDocumented(run.endpoint()) && (failure.is(FailureKind.NOT_FOUND) || failure.is(FailureKind.FORBIDDEN)
                || failure.is(FailureKind.BAD_REQUEST) || failure.is(FailureKind.SCOPE));
    }

    /** Stops what Spotify refuses: the account, or all of them. A block that is known already says nothing new. */
    private void refused(SyncRun run, Failure failure, boolean guessed) {
        if (failure.blockedUntil() != null) {
            return;
        }
        if (failure.is(FailureKind.PREMIUM) || failure.is(FailureKind.CLIENT)) {
            limits.blockAll(failure.kind(), failure.words());
        } else if (failure.is(FailureKind.NOT_REGISTERED)) {
            vault.park(run.getAccountId(), Account.BLOCKED, failure.words(), run.startedAt());
        } else if (failure.is(FailureKind.SCOPE) && !run.before().errors().scopeRefused() && !guessed) {
            // refused once more after a new sign-in, it is the endpoint that asks for too little, not the account that gave it
            vault.park(run.getAccountId(), Account.NEEDS_SIGN_IN, failure.words(), run.startedAt());
        }
    }

    private void end(SyncRun run, Instant now, String outcome, Failure failure) {
        if (run.calls() == 0 && stops.ofEndpoint(run.getEndpointId())) {
            return;
        }
        limits.store();
        runs.add(run, now, outcome, failure);
    }
}
