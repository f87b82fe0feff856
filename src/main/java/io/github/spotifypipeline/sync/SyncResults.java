package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Scopes;
import io.github.spotifypipeline.reading.ParentReads;
import io.github.spotifypipeline.reading.SpotifyPages;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.Leases;
import io.github.spotifypipeline.schedule.StopSignals;
import io.github.spotifypipeline.schedule.SyncPlanner;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
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
    SyncResults(AccountStore vault, Leases leases, RateLimitStore limits, Gaps gaps, ParentReads reads, SyncPlanner turns,
                StopSignals stops,             DocumentCounts counts, RunRecords runs, Database database, Clock clock, Runnable changed,
            Runnable succeeded) {
        this.vault = vault;
        this.leases = leases;
        this.limits = limits;
        this.gaps = gaps;
        this.reads = reads;
        this.turns = turns;
        this.stops = stops;
        this.counts = counts;
        this.runs = runs;
        this.database = database;
        this.clock = clock;
        this.changed = changed;
        this.succeeded = succeeded;
    }

    /** A sync has ended, with its last page or before. */
    void ended(SyncParts<SpotifyPages> sync) {
        Throwable failure = sync.tally().failure();
        try {
            if (failure == null) {
                succeeded(sync.tally(), sync.pages());
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        if (failure != null) {
            failed(sync, failure);
        }
    }

    /** All pages are stored: the cursor moves. A sync that was stopped before its last page leaves it where it is. */
    private void succeeded(Tally tally, SpotifyPages pages) {
        SyncTask task = tally.task();
        Instant now = clock.instant();
        if (tally.isStopped()) {
            counts.forget(task);
        } else {
            if (task.endpoint().isIncremental()) {
                gaps.observe(task, pages.times());
            }
            CursorState.Found found = new CursorState.Found(pages.times().newest(), counts.after(tally),
                    pages.completeness(), pages.isAvailable(), pages.doubted(), refusedLists(task));
            CursorState state = task.before().afterSuccess(now, secondLookAt(task, pages, now),
                    complaint(tally, pages), found);
            turns.succeeded(task, state, leases.succeeded(task, state));
            // Spotify has answered with data
            if (tally.progress().pages() > 0 && limits.clearAll(task.startedAt())) {
                LOG.info("Spotify takes the app's calls again");
                changed.run();
            }
            if (state.errors().last() != null || task.before().errors().last() != null) {
                changed.run();
            }
            succeeded.run();
        }
        end(tally, now, tally.isStopped() ? "stopped" : pages.isAvailable() ? "succeeded" : "not_available", null);
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
     * A sync that stored nothing of what it read, may not read what is the account's own, or cannot tell what is gone, has
     * not failed, but needs a person.
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

    /**
     * The sync broke off: the cursor stays, and the next try waits, longer with each failure, or as long as the calls are
     * not allowed. What concerns the account or the app stops that.
     */
    private void failed(SyncParts<SpotifyPages> sync, Throwable thrown) {
        SyncTask task = sync.tally().task();
        Failure failure = Diagnosis.of(thrown, sync.tally().writing());
        if (failure.isBug()) {
            LOG.error("A step of the route {} failed for account {}", task.endpointId(), task.accountId(), thrown);
        }
        boolean guessed = failure.is(FailureKind.SCOPE) && isOfGuessedScopes(task);
        ending(sync, guessed ? failure.inWords(OTHER_SCOPE) : failure, guessed, clock.instant());
    }

    /** Whether nobody named the endpoint's scopes and the account grants what was guessed: no new sign-in brings more. */
    private boolean isOfGuessedScopes(SyncTask task) {
        try {
            return !task.endpoint().source().namesScopes() && vault.account(task.accountId())
                    .filter(account -> account.scopes().containsAll(task.endpoint().scopes())).isPresent();
        } catch (MongoException e) {
            return false;
        }
    }

    private void ending(SyncParts<SpotifyPages> sync, Failure failure, boolean guessed, Instant now) {
        Tally tally = sync.tally();
        SyncTask task = tally.task();
        CursorState after = after(task, failure, now);
        String outcome = failure.is(FailureKind.STOPPED) ? "stopped"
                : failure.blockedUntil() != null ? "blocked" : "failed";
        try {
            counts.forget(task);
            if (vault.account(task.accountId()).isEmpty()) {
                // another process has disconnected it: nothing of it is kept
                turns.changed();
                return;
            }
            if (failure.is(FailureKind.STOPPED)) {
                tally.mustStop();
            } else {
                refused(task, failure, guessed);
                sync.pages().brokeOff();
                turns.failed(task, after, leases.failed(task, after));
            }
            end(tally, now, outcome, failure);
        } catch (MongoException e) {
            turns.postpone(task, after.retryAt());
            LOG.warn("{} (not recorded: {})", RunRecords.line(tally, now, outcome, failure.words()),
                    database.inWords(e));
        } finally {
            changed.run();
        }
    }

    private CursorState after(SyncTask task, Failure failure, Instant now) {
        int failures = task.before().errors().failures();
        Instant retryAt = failure.blockedUntil();
        if (retryAt == null) {
            retryAt = now.plus(isPointless(task, failure) ? LONGEST_POINTLESS : BACKOFF.after(failures + 1));
            retryAt = failure.until() == null || retryAt.isAfter(failure.until()) ? retryAt : failure.until();
            Instant turn = task.endpoint().schedule().next(now);
            retryAt = isPointless(task, failure) && turn.isBefore(retryAt) ? turn : retryAt;
        }
        return task.before().afterFailure(retryAt, new CursorState.Errors(
                failure.blockedUntil() == null ? failures + 1 : failures, failure.words(),
                failure.is(FailureKind.SCOPE)));
    }

    /** A path that Spotify neither documents nor knows is as unknown a minute later. */
    private static boolean isPointless(SyncTask task, Failure failure) {
        return !Scopes.isDocumented(task.endpoint()) && (failure.is(FailureKind.NOT_FOUND) || failure.is(FailureKind.FORBIDDEN)
                || failure.is(FailureKind.BAD_REQUEST) || failure.is(FailureKind.SCOPE));
    }

    /** Stops what Spotify refuses: the account, or all of them. A block that is known already says nothing new. */
    private void refused(SyncTask task, Failure failure, boolean guessed) {
        if (failure.blockedUntil() != null) {
            return;
        }
        if (failure.is(FailureKind.PREMIUM) || failure.is(FailureKind.CLIENT)) {
            limits.blockAll(failure.kind(), failure.words());
        } else if (failure.is(FailureKind.NOT_REGISTERED)) {
            vault.park(task.accountId(), Account.BLOCKED, failure.words(), task.startedAt());
        } else if (failure.is(FailureKind.SCOPE) && !task.before().errors().scopeRefused() && !guessed) {
            // refused once more after a new sign-in, it is the endpoint that asks for too little, not the account that gave it
            vault.park(task.accountId(), Account.NEEDS_SIGN_IN, failure.words(), task.startedAt());
        }
    }

    private void end(Tally tally, Instant now, String outcome, Failure failure) {
        if (tally.get(Count.CALLS) == 0 && stops.ofEndpoint(tally.task().endpointId())) {
            return;
        }
        limits.store();
        runs.add(tally, now, outcome, failure);
    }
}
