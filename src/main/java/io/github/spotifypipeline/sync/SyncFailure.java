package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.TokenCipher.WrongKeyException;
import io.github.spotifypipeline.accounts.TokenRefusedException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.ForeignTraits.UnusableCollectionException;
import io.github.spotifypipeline.jq.JqTimeoutException;
import io.github.spotifypipeline.records.RecordException;
import io.github.spotifypipeline.spotify.AccessTokens.AccountParkedException;
import io.github.spotifypipeline.spotify.ApiException;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.LimitedException;
import java.time.Duration;
import java.time.Instant;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Why a sync did not succeed.
 *
 * @param message      for a person: what happened, what to do; never a secret. A failed jq expression may quote data
 * @param cause        in one word, as in {@code runs.cause}
 * @param retryAfter   how long Spotify asked to wait; null when it did not
 * @param blockedUntil no call before this time, which is no fault; null when it was one
 * @param known        false for a fault of the program, whose stack trace belongs in the log
 */
public record SyncFailure(String message, String cause, Duration retryAfter, Instant blockedUntil, boolean known) {

    private static final int LONGEST = 200;

    /** Finds the cause that speaks to a person. */
    public static SyncFailure of(Throwable thrown) {
        return of(thrown, null);
    }

    /** The same. @param collection what the run was writing to; null: nothing */
    public static SyncFailure of(Throwable thrown, String collection) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException e) {
                return new SyncFailure(e.getMessage(), e.trouble().toString(), e.retryAfter(),
                        e instanceof LimitedException limited ? limited.until() : null, true);
            }
            if (cause instanceof AccountParkedException) {
                return known(cause.getMessage(), FailureKind.SIGN_IN.toString());
            }
            if (cause instanceof TokenRefusedException e) {
                return known(e.getMessage(), (e.isInvalidClient() ? FailureKind.CLIENT : FailureKind.UNAUTHORIZED).toString());
            }
            if (cause instanceof WrongKeyException) {
                return known(cause.getMessage(), "token_key");
            }
            if (cause instanceof JsonQueryException) {
                return known("A jq expression of the route failed: " + shortened(cause.getMessage()), "transform");
            }
            if (cause instanceof JqTimeoutException) {
                return known(cause.getMessage(), "transform");
            }
            if (cause instanceof RecordException) {
                return known("A step of the route went wrong: " + cause.getMessage(), "step");
            }
            if (cause instanceof UnusableCollectionException) {
                return known(cause.getMessage(), "database");
            }
            if (cause instanceof MongoException e) {
                return known(Database.refusal(e, collection).orElse("MongoDB did not answer what was asked of it."), "database");
            }
        }
        return new SyncFailure("A step of the route failed (" + thrown.getClass().getSimpleName() + "); the log says where.",
                "step", null, null, false);
    }

    private static SyncFailure known(String message, String cause) {
        return new SyncFailure(message, cause, null, null, true);
    }

    /** The same in other words. */
    SyncFailure inWords(String message) {
        return new SyncFailure(message, cause, retryAfter, blockedUntil, known);
    }

    /** Whether it is of this kind. */
    boolean is(FailureKind trouble) {
        return cause.equals(trouble.toString());
    }

    private static String shortened(String message) {
        String text = String.valueOf(message);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
