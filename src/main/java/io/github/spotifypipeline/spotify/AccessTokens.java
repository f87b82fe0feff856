package io.github.spotifypipeline.spotify;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.accounts.TokenStore;
import io.github.spotifypipeline.accounts.TokenStore.Holder;
import io.github.spotifypipeline.accounts.TokenStore.Tokens;
import io.github.spotifypipeline.accounts.UnstoredTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Access tokens that are good for at least a minute. Where one is due or was refused, one call, of all in all
 * processes, gets the lease on the account's refresh and sends the form; the others wait and read what it has stored.
 * The calls of one sync read them once in some seconds ({@link KeptToken}).
 */
public final class AccessTokens {

    /** A token that dies sooner is refreshed first. */
    static final Duration MARGIN = Duration.ofSeconds(60);

    private static final Duration MARGIN_OF_LEASE = Duration.ofSeconds(5);

    /**
     * For so long the database answers before a lease that has run out is taken from another process: where it was away
     * for all, the other one is the first to store what Spotify gave it meanwhile.
     */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** As often tokens that were just stored may be others than those that were read before. */
    private static final int MOST_REFRESHES = 3;

    private static final String SIGN_IN_AGAIN = " Sign in again at /login.";

    private final TokenStore store;
    private final UnstoredTokens unstored;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Duration lease;

    /**
     * @param nanoTime       a clock that only goes on, in ns
     * @param longestRefresh how long a call of the token endpoint may take; a lease on a refresh holds a little longer
     */
    public AccessTokens(TokenStore store, UnstoredTokens unstored, Clock clock, LongSupplier nanoTime,
                        Duration longestRefresh) {
        this.store = store;
        this.unstored = unstored;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lease = longestRefresh.plus(MARGIN_OF_LEASE);
    }

    /**
     * A good access token of an account, if there is one now.
     *
     * @return null when there is none: the request has the lease then ({@link TokenRequest#refreshing()}), and
     *     {@link #form} is to be sent; or another refreshes, and this is to be asked again
     * @throws SpotifyException when the account needs a new sign-in, or there are no tokens in a reasonable time
     */
    String validToken(TokenRequest request) {
        // before they are read: what changes meanwhile is not kept
        long changes = store.changes();
        long now = nanoTime.getAsLong();
        String kept = request.kept().token(changes, now, clock.instant().plus(MARGIN));
        if (kept != null && !request.refuses(kept)) {
            return kept;
        }
        if (request.waited() > lease.multipliedBy(2).toNanos()) {
            throw new SpotifyException(FailureKind.UNAUTHORIZED,
                    "Another process refreshes this account's tokens and does not end.");
        }
        unstored.store(request.accountId());
        Holder holder = store.holder(request.accountId()).orElseThrow(() ->
                new SpotifyException(FailureKind.SIGN_IN, "The account is no longer connected." + SIGN_IN_AGAIN));
        if (!holder.account().isActive()) {
            throw new SpotifyException(FailureKind.SIGN_IN, holder.account().reason());
        }
        Tokens tokens = holder.tokens();
        if (tokens.expiresAt().isAfter(clock.instant().plus(MARGIN)) && !request.refuses(tokens.accessToken())) {
            request.kept().keep(tokens.accessToken(), tokens.expiresAt(), changes, now);
            return tokens.accessToken();
        }
        if (holder.account().isOfOtherApp()) {
            throw new SpotifyException(FailureKind.SIGN_IN, holder.account().reason());
        }
        if (isFree(holder, request) && store.lease(request.accountId(), holder, request.owner(), lease)) {
            refresh(request, tokens);
        }
        return null;
    }

    private static boolean isFree(Holder holder, TokenRequest request) {
        boolean others = holder.lease() != null && !holder.lease().owner().equals(request.owner());
        long runOut = request.seen(others && holder.lease().isRunOut());
        return !others || runOut > GRACE.toNanos();
    }

    private void refresh(TokenRequest request, Tokens tokens) {
        if (request.begin(tokens) > MOST_REFRESHES) {
            release(request);
            throw new SpotifyException(FailureKind.UNAUTHORIZED,
                    "This account's tokens change faster than they can be used.");
        }
        if (tokens.refreshToken() == null) {
            Failure parked = park(request, "Spotify gave no refresh token with the last sign-in.");
            if (parked != null) {
                throw new SpotifyException(parked);
            }
        }
    }

    /** What to send to the token endpoint for a request that has the lease (RFC 6749, section 6). */
    static Map<String, String> form(TokenRequest request) {
        return Map.of("grant_type", "refresh_token", "refresh_token", request.refreshing().refreshToken());
    }

    /**
     * Spotify has given tokens, which are stored.
     *
     * @throws MongoException when the database does not take them: they are kept, and tried again
     */
    void granted(TokenRequest request, TokenGrant grant) {
        Tokens spent = request.refreshing();
        // from here on the lease is kept until they are stored
        request.end();
        unstored.add(request.accountId(), spent, grant);
        unstored.store(request.accountId());
    }

    /**
     * The token endpoint has given none. Where it refuses the refresh token for good, and that is still the account's,
     * the account waits for a new sign-in.
     *
     * @return why there is none; null when the account has other tokens by now, or another works on them
     */
    Failure refused(TokenRequest request, Failure refusal) {
        Failure failure = refusal.is(FailureKind.SIGN_IN) ? park(request, refusal.words()) : refusal;
        release(request);
        return failure;
    }

    private Failure park(TokenRequest request, String why) {
        String reason = why + SIGN_IN_AGAIN;
        boolean parked = store.park(request.accountId(), request.refreshing(), request.owner(), reason);
        release(request);
        return parked ? new Failure(FailureKind.SIGN_IN, reason) : null;
    }

    /** Nothing came of a request. */
    void release(TokenRequest request) {
        if (request.refreshing() != null) {
            request.end();
            try {
                store.release(request.accountId(), request.owner());
            } catch (MongoException e) {
                // it runs out by itself
            }
        }
    }
}
