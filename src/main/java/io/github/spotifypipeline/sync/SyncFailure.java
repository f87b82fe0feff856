package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.api.ApiException;
import io.github.spotifypipeline.auth.AccessTokens.AccountParkedException;
import io.github.spotifypipeline.auth.TokenCipher.WrongKeyException;
import io.github.spotifypipeline.auth.TokenRefusedException;
import java.time.Duration;
import java.util.Set;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Why a sync failed.
 *
 * @param message    for a person: what happened, what to do; never a secret. A failed jq expression may quote data
 * @param retryAfter how long Spotify asked to wait; null when it did not
 * @param known      false for a fault of the program, whose stack trace belongs in the log
 */
public record SyncFailure(String message, Duration retryAfter, boolean known) {

    private static final int LONGEST = 200;

    private static final Set<Class<? extends RuntimeException>> SPEAKING = Set.of(AccountParkedException.class,
            TokenRefusedException.class, WrongKeyException.class);

    /** Finds the cause that speaks to a person. */
    public static SyncFailure of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException e) {
                return new SyncFailure(e.getMessage(), e.retryAfter(), true);
            }
            if (SPEAKING.contains(cause.getClass())) {
                return new SyncFailure(cause.getMessage(), null, true);
            }
            if (cause instanceof JsonQueryException) {
                return new SyncFailure("A jq expression of the route failed: " + shortened(cause.getMessage()), null, true);
            }
            if (cause instanceof RecordException) {
                return new SyncFailure("A step of the route went wrong: " + cause.getMessage(), null, true);
            }
            if (cause instanceof MongoException) {
                return new SyncFailure("MongoDB did not store or find what was asked of it.", null, true);
            }
        }
        return new SyncFailure("A step of the route failed (" + thrown.getClass().getSimpleName() + "); the log says where.",
                null, false);
    }

    private static String shortened(String message) {
        String text = String.valueOf(message);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
