package io.github.spotifypipeline.accounts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A signed-in Spotify user, without the tokens.
 *
 * @param id           Spotify's {@code account_id}, or {@code id} if it was not shown at the first sign-in
 * @param displayName  as the user chose it; data, never markup
 * @param scopes       the scopes granted
 * @param authorizedAt the last sign-in
 * @param status       {@code active}, {@code needs_sign_in} or {@code blocked}
 * @param reason       why it is not active, in plain words; null when it is
 */
public record Account(String id, String displayName, List<String> scopes, Instant authorizedAt, String status,
                      String reason) {

    /** The account syncs. */
    public static final String ACTIVE = "active";

    /** Only a new sign-in by its user helps. */
    public static final String NEEDS_SIGN_IN = "needs_sign_in";

    /** Spotify refuses the account until something is done outside the pipeline. */
    public static final String BLOCKED = "blocked";

    /** Why this process leaves an account to others. */
    static final String LOCKED = "The token key of this process does not open the account's tokens: set TOKEN_KEY (or"
            + " put back the key file) to the key they were stored with, or sign in again at /login.";

    /** Why an account cannot have new tokens: they are given to the app that its user has signed in to alone. */
    static final String OTHER_APP = "The sign-in belongs to another app at Spotify than the one that is set now: sign"
            + " in again at /login, or put the client id of before back.";

    /** Whether the account syncs. */
    public boolean isActive() {
        return ACTIVE.equals(status);
    }

    /** Whether the account is in order, but was stored with another token key than this process has. */
    public boolean isLocked() {
        return LOCKED.equals(reason);
    }

    /** Whether its sign-in belongs to another app: it syncs for an hour at most, while its access token is good. */
    public boolean isOfOtherApp() {
        return OTHER_APP.equals(reason);
    }

    /** When Spotify ends the sign-in: six months after it was given (for all apps since 2026-07-20). */
    public Instant signInExpiresAt() {
        return authorizedAt.atZone(ZoneOffset.UTC).plusMonths(6).toInstant();
    }
}
