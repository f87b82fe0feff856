package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.endpoint.Scopes;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.spotify.Backoff;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.RateLimitStore;
import java.time.Duration;
import java.time.Instant;

/** Says when a sync that failed is tried again, and stops the account, or all of them, where Spotify refuses them. */
final class SyncRefusals {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    /** What waits for longer counts as written by a clock that was ahead. */
    private static final Duration LONGEST_POINTLESS = Duration.ofDays(1);

    private static final String OTHER_SCOPE = "Spotify asks for a scope that this endpoint's file does not name: set"
            + " scope there to all that Spotify's documentation names for the path.";

    private final AccountStore accountStore;
    private final RateLimitStore limits;

    SyncRefusals(AccountStore accountStore, RateLimitStore limits) {
        this.accountStore = accountStore;
        this.limits = limits;
    }

    /** Whether an account is connected. @throws MongoException when the database does not answer */
    boolean isConnected(String accountId) {
        return accountStore.account(accountId).isPresent();
    }

    /** The failure in the words that help, where the scopes of an endpoint were guessed. */
    Failure inWords(SyncTask task, Failure failure) {
        return failure.is(FailureKind.SCOPE) && isOfGuessedScopes(task) ? failure.inWords(OTHER_SCOPE) : failure;
    }

    /** Whether nobody named the scopes and the account grants what was guessed: no new sign-in brings more. */
    private boolean isOfGuessedScopes(SyncTask task) {
        try {
            return !task.endpoint().source().namesScopes() && accountStore.account(task.accountId())
                    .filter(account -> account.scopes().containsAll(task.endpoint().scopes())).isPresent();
        } catch (MongoException e) {
            return false;
        }
    }

    /** What the cursor is to say: the next try waits, longer with each failure, or as long as calls are not allowed. */
    static CursorState after(SyncTask task, Failure failure, Instant now) {
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
        return !Scopes.isDocumented(task.endpoint())
                && (failure.is(FailureKind.NOT_FOUND) || failure.is(FailureKind.FORBIDDEN)
                || failure.is(FailureKind.BAD_REQUEST) || failure.is(FailureKind.SCOPE));
    }

    /** Stops what Spotify refuses: the account, or all of them. A block that is known already says nothing new. */
    void stop(SyncTask task, Failure failure) {
        if (failure.blockedUntil() != null) {
            return;
        }
        if (failure.is(FailureKind.PREMIUM) || failure.is(FailureKind.CLIENT)) {
            limits.blockAll(failure.kind(), failure.words(), task.startedAt());
        } else if (failure.is(FailureKind.NOT_REGISTERED)) {
            accountStore.park(task.accountId(), Account.BLOCKED, failure.words(), task.startedAt());
        } else if (failure.is(FailureKind.SCOPE) && !task.before().errors().scopeRefused()
                && !failure.words().equals(OTHER_SCOPE)) {
            // refused again after a new sign-in, the endpoint asks for too little: the account gave all it was asked
            accountStore.park(task.accountId(), Account.NEEDS_SIGN_IN, failure.words(), task.startedAt());
        }
    }
}
