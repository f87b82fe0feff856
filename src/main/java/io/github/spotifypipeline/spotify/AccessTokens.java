package io.github.spotifypipeline.spotify;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.Claims;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.accounts.UnstoredTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Gives access tokens that are good for at least a minute, refreshing them when they are not: one refresh at a time an
 * account, by a claim also among processes, because two at once can revoke each other.
 */
public final class AccessTokens {

    /** A token that dies sooner is refreshed first. */
    static final Duration MARGIN = Duration.ofSeconds(60);

    private static final Duration MARGIN_OF_CLAIM = Duration.ofSeconds(5);
    private static final long LOOK_MS = 100;

    /**
     * For so long the database answers before a claim that has run out is taken from another process: where it was away for
     * all, the other one is the first to store what Spotify gave it meanwhile.
     */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** As often tokens that were just stored may be others than those that were read before. */
    private static final int MOST_REFRESHES = 3;

    private static final String SIGN_IN_AGAIN = " Sign in again at /login.";

    private final AccountStore vault;
    private final UnstoredTokens unstored;
    private final Claims claims;
    private final Clock clock;
    private final Duration longestRefresh;
    private final Function<Map<String, String>, TokenGrant> tokenEndpoint;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /**
     * @param longestRefresh how long a call of the token endpoint may take; a claim on a refresh holds a little longer
     * @param tokenEndpoint  sends a form to Spotify's token endpoint; throws SpotifyException
     */
    public AccessTokens(AccountStore vault, UnstoredTokens unstored, Claims claims, Clock clock, Duration longestRefresh,
                        Function<Map<String, String>, TokenGrant> tokenEndpoint) {
        this.vault = vault;
        this.unstored = unstored;
        this.claims = claims;
        this.clock = clock;
        this.longestRefresh = longestRefresh;
        this.tokenEndpoint = tokenEndpoint;
    }

    /**
     * A good access token of an account.
     *
     * @param refused a token that the Web API has just refused, so that it is not given again; null otherwise
     * @throws SpotifyException when the account needs a new sign-in, or Spotify gave none for another reason
     */
    public String of(String accountId, String refused) {
        ReentrantLock lock = locks.computeIfAbsent(accountId, id -> new ReentrantLock());
        lock.lock();
        try {
            Attempt attempt = new Attempt(accountId, refused);
            while (attempt.token == null) {
                attempt.look();
            }
            return attempt.token;
        } finally {
            lock.unlock();
        }
    }

    /** What one who needs a token does for it. */
    private final class Attempt {

        private final String accountId;
        private final String refused;
        private final long deadline = System.nanoTime() + longestRefresh.plus(MARGIN_OF_CLAIM).multipliedBy(2).toNanos();
        private Long ranOutAt;
        private int refreshes;
        private String token;

        Attempt(String accountId, String refused) {
            this.accountId = accountId;
            this.refused = refused;
        }

        /** Finds a good token, or takes a step towards one. */
        void look() {
            if (System.nanoTime() > deadline) {
                throw new SpotifyException(FailureKind.UNAUTHORIZED, "Another process refreshes this account's tokens and does not end.");
            }
            unstored.store(accountId);
            AccountStore.Tokens tokens = current();
            if (isGood(tokens)) {
                token = tokens.accessToken();
            } else if (tokens.refreshToken() == null) {
                park(tokens, "Spotify gave no refresh token with the last sign-in.");
            } else if (!claim(UnstoredTokens.claimOf(accountId, tokens.version()))) {
                pause();
            } else {
                refresh(tokens);
            }
        }

        private AccountStore.Tokens current() {
            AccountStore.Holder holder = vault.holder(accountId).orElseThrow(() ->
                    new SpotifyException(FailureKind.SIGN_IN, "The account is no longer connected." + SIGN_IN_AGAIN));
            if (!holder.account().isActive()) {
                throw new SpotifyException(FailureKind.SIGN_IN, holder.account().reason());
            }
            return holder.tokens();
        }

        private boolean isGood(AccountStore.Tokens tokens) {
            return tokens.expiresAt().isAfter(clock.instant().plus(MARGIN)) && !tokens.accessToken().equals(refused);
        }

        /** What another process claims is its own until that has run out, and a little longer. */
        private boolean claim(String key) {
            if (claims.begin(key, longestRefresh.plus(MARGIN_OF_CLAIM))) {
                return true;
            }
            if (!claims.hasRunOut(key)) {
                ranOutAt = null;
                return false;
            }
            ranOutAt = ranOutAt == null ? System.nanoTime() : ranOutAt;
            return System.nanoTime() - ranOutAt > GRACE.toNanos()
                    && claims.take(key, longestRefresh.plus(MARGIN_OF_CLAIM));
        }

        private void refresh(AccountStore.Tokens tokens) {
            String claim = UnstoredTokens.claimOf(accountId, tokens.version());
            boolean mine = true;
            try {
                // what was read before the claim may have been spent since
                if (current().version() == tokens.version()) {
                    TokenGrant grant = exchange(tokens, claim);
                    if (grant != null) {
                        unstored.add(accountId, tokens, grant);
                        // from here on the claim is kept until they are stored
                        mine = false;
                        token = unstored.store(accountId) ? grant.accessToken() : null;
                    }
                }
            } finally {
                if (mine) {
                    release(claim);
                }
            }
            if (token == null) {
                pause();
            }
        }

        /** @return null when the account has other tokens by now, or another process works on them: look again */
        private TokenGrant exchange(AccountStore.Tokens tokens, String claim) {
            if (refreshes++ == MOST_REFRESHES) {
                throw new SpotifyException(FailureKind.UNAUTHORIZED, "This account's tokens change faster than they can be used.");
            }
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "refresh_token");
            form.put("refresh_token", tokens.refreshToken());
            try {
                return tokenEndpoint.apply(form);
            } catch (SpotifyException e) {
                if (!e.failure().is(FailureKind.SIGN_IN)) {
                    throw e;
                }
                if (current().version() == tokens.version() && claims.renew(claim, longestRefresh)) {
                    park(tokens, e.getMessage());
                }
                return null;
            }
        }

        private void park(AccountStore.Tokens tokens, String why) {
            if (vault.park(accountId, tokens, why + SIGN_IN_AGAIN)) {
                throw new SpotifyException(FailureKind.SIGN_IN, why + SIGN_IN_AGAIN);
            }
        }
    }

    private void release(String claim) {
        try {
            claims.release(claim);
        } catch (MongoException e) {
            // it runs out by itself
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another process refreshed the tokens", e);
        }
    }
}
