package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.TokenCipher.WrongKeyException;
import io.github.spotifypipeline.database.MongoRefusal;
import io.github.spotifypipeline.database.ForeignTraits.UnusableCollectionException;
import io.github.spotifypipeline.jq.JqTimeoutException;
import io.github.spotifypipeline.records.CopyException;
import io.github.spotifypipeline.records.RecordException;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.SpotifyException;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Finds out what an exception of a route means. Camel, and a step of a user, may have wrapped the one that says it. */
public final class Diagnosis {

    private static final int LONGEST = 200;

    private Diagnosis() {
    }

    /** Why something failed. */
    public static Failure of(Throwable thrown) {
        return of(thrown, null);
    }

    /** Why something failed. @param collection what the sync was writing to; null: nothing */
    public static Failure of(Throwable thrown, String collection) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Failure failure = cause instanceof CopyException e ? ofCopies(e) : known(cause, collection);
            if (failure != null) {
                return failure;
            }
        }
        return FailureKind.BUG.failure(StepTrouble.inWords(thrown));
    }

    /** Why records could not be sent on. What is not known of a cause belongs in the log. */
    private static Failure ofCopies(CopyException e) {
        Failure cause = e.getCause() == null ? FailureKind.STEP.failure(e.getMessage()) : of(e.getCause());
        if (!cause.is(FailureKind.BUG) && !cause.is(FailureKind.STEP)) {
            return cause;
        }
        String why = e.getCause() == null ? e.getMessage() : StepTrouble.inWords(e.getCause());
        String words = "its records could not be sent on, so that the page is not stored, and is sent again at the next"
                + " try; the reason: " + why;
        boolean isKnown = e.getCause() == null || StepTrouble.isKnown(e.getCause());
        return (isKnown ? FailureKind.STEP : FailureKind.BUG).failure(words);
    }

    /** What an exception says that was written for people; null for any other. */
    private static Failure known(Throwable cause, String collection) {
        if (cause instanceof SpotifyException e) {
            return e.failure();
        }
        if (cause instanceof WrongKeyException) {
            return new Failure(FailureKind.TOKEN_KEY, cause.getMessage());
        }
        if (cause instanceof JsonQueryException) {
            // it may quote data
            return FailureKind.TRANSFORM.failure(shortened(cause.getMessage()));
        }
        if (cause instanceof JqTimeoutException) {
            return new Failure(FailureKind.TRANSFORM, cause.getMessage());
        }
        if (cause instanceof RecordException) {
            return FailureKind.STEP.failure(cause.getMessage());
        }
        if (cause instanceof UnusableCollectionException) {
            return new Failure(FailureKind.DATABASE, cause.getMessage());
        }
        return !(cause instanceof MongoException e) ? null : MongoRefusal.of(e, collection)
                .map(words -> new Failure(FailureKind.DATABASE, words)).orElseGet(FailureKind.DATABASE::failure);
    }

    private static String shortened(String message) {
        String text = String.valueOf(message);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
