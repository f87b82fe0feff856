package io.github.spotifypipeline.alerts;

import java.net.URI;
import java.time.Duration;

/**
 * Something that only a person can mend.
 *
 * @param key         names it, the same each time it is found: {@code account:ID}, {@code sign-in:ID},
 *                    {@code endpoint:ENDPOINT:ID}, {@code app}, {@code clock},
 *                    {@code token-key:ID}
 * @param subject     what is concerned: the key's first part
 * @param accountId   whose trouble it is; null when it is everybody's
 * @param displayName the account's, as its user chose it: data, never markup; null when it is everybody's
 * @param endpointId  which endpoint; null when it is more than one
 * @param message     what is wrong and what to do, in words; never a secret
 * @param recovery    what to say when it is over, in words
 * @param signInUrl   where to sign in; null when that does not help
 * @param patience    how long it may last before anyone is told, because it may pass by itself
 */
public record Alert(String key, String subject, String accountId, String displayName, String endpointId, String message,
                   String recovery, URI signInUrl, Duration patience) {

    /** An account that does not sync. */
    static final String ACCOUNT = "account";

    /** A sign-in that Spotify is about to end. */
    static final String SIGN_IN = "sign-in";

    /** An endpoint of an account that is silent, or stores nothing. */
    static final String ENDPOINT = "endpoint";

    /** An account whose tokens this process cannot open. */
    static final String TOKEN_KEY = "token-key";

    private static final String CLOCK = "clock";

    /** Spotify refuses the app itself, so everybody. @param message why, in words */
    public static Alert ofApp(String message) {
        return new Alert("app", "app", null, null, null, message, "Spotify takes the app's calls again.", null, Duration.ZERO);
    }

    /** The clock of this machine is wrong. @param message how far, in words */
    public static Alert ofClock(String message) {
        return new Alert(CLOCK, CLOCK, null, null, null, message, "This machine's clock is as Spotify's again.", null,
                Duration.ZERO);
    }

    /** Whether it is true of this process alone, and may be nothing to the others on the same database. */
    boolean isOfThisProcess() {
        return subject.equals(CLOCK) || subject.equals(TOKEN_KEY);
    }

    /** The message with the link, in one line. */
    public String inWords() {
        return signInUrl == null || message.contains(signInUrl.toString()) ? message
                : message + " Sign in: " + signInUrl;
    }
}
