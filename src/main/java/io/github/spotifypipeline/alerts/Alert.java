package io.github.spotifypipeline.alerts;

import io.github.spotifypipeline.accounts.Account;
import java.net.URI;
import java.time.Duration;

/**
 * Something that only a person can mend.
 *
 * @param subject    what is concerned: {@code account}, {@code sign-in}, {@code endpoint}, {@code app}, {@code clock}
 *                   or {@code token-key}
 * @param account    whose trouble it is; null when it concerns everybody
 * @param endpointId which endpoint; null when it is not about a single one
 * @param message    what is wrong and what to do; never a secret
 * @param recovery   what to say when it is over
 * @param signInUrl  where to sign in; null when that does not help
 * @param patience   how long it may last before anyone is told, because it may pass by itself
 */
public record Alert(String subject, Account account, String endpointId, String message, String recovery, URI signInUrl,
                    Duration patience) {

    /** An account that does not sync. */
    static final String ACCOUNT = "account";

    /** A sign-in that Spotify is about to end. */
    static final String SIGN_IN = "sign-in";

    /** An endpoint of an account that is silent, or stores nothing. */
    static final String ENDPOINT = "endpoint";

    /** An account whose tokens this process cannot open. */
    static final String TOKEN_KEY = "token-key";

    private static final String CLOCK = "clock";

    /** Spotify refuses the app itself, so everybody. */
    static Alert ofApp(String message) {
        return new Alert("app", null, null, message, "Spotify takes the app's calls again.", null, Duration.ZERO);
    }

    /** The clock of this machine is wrong. */
    static Alert ofClock(String message) {
        return new Alert(CLOCK, null, null, message, "This machine's clock is as Spotify's again.", null,
                Duration.ZERO);
    }

    /** The same each time the same thing is found: {@code app}, {@code account:ID} or {@code endpoint:ENDPOINT:ID}. */
    String key() {
        return account == null ? subject : key(subject, account, endpointId);
    }

    static String key(String subject, Account account, String endpointId) {
        return subject + ":" + (endpointId == null ? "" : endpointId + ":") + account.id();
    }

    /** Null when it concerns everybody. */
    public String accountId() {
        return account == null ? null : account.id();
    }

    /** Whether it is true of this process alone, and may not be true of the others on the same database. */
    boolean isOfThisProcess() {
        return subject.equals(CLOCK) || subject.equals(TOKEN_KEY);
    }

    /** The message in one line, with the link to sign in. */
    public String inWords() {
        return signInUrl == null || message.contains(signInUrl.toString()) ? message
                : message + " Sign in: " + signInUrl;
    }
}
