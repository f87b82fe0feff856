package io.github.spotifypipeline.auth;

import com.mongodb.MongoException;
import io.github.spotifypipeline.claims.Claims;
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

    private static final String SIGN_IN_AGAIN = " Sign in again at /login.";

    private final TokenVault vault;
    private final Claims claims;
    private final Clock clock;
    private final Duration longestRefresh;
    private final Function<Map<String, String>, TokenGrant> tokenEndpoint;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, Unstored> unstored = new ConcurrentHashMap<>();

    /**
     * @param longestRefresh how long a call of the token endpoint may take; a claim on a refresh holds a little longer
     * @param tokenEndpoint  sends a form to Spotify's token endpoint; throws TokenRefusedException
     */
    public AccessTokens(TokenVault vault, Claims claims, Clock clock, Duration longestRefresh,
                        Function<Map<String, String>, TokenGrant> tokenEndpoint) {
        this.vault = vault;
        this.claims = claims;
        this.clock = clock;
        this.longestRefresh = longestRefresh;
        this.tokenEndpoint = tokenEndpoint;
    }

    /** Tokens that Spotify has given while MongoDB did not take them; the old ones may be good for nothing any more. */
    private record Unstored(TokenVault.Tokens old, TokenGrant grant) {
    }

    /**
     * A good access token of an account.
     *
     * @param refused a token that the Web API has just refused, so that it is not given again; null otherwise
     * @throws AccountParkedException when the account needs a new sign-in
     * @throws TokenRefusedException  when Spotify gave none for another reason
     */
    public String of(String accountId, String refused) {
        ReentrantLock lock = locks.computeIfAbsent(accountId, id -> new ReentrantLock());
        lock.lock();
        try {
            String token = null;
            long deadline = System.nanoTime() + longestRefresh.plus(MARGIN_OF_CLAIM).multipliedBy(2).toNanos();
            while (token == null) {
                if (System.nanoTime() > deadline) {
                    throw new TokenRefusedException("Another process refreshes this account's tokens and does not end.");
                }
                storeLate(accountId);
                TokenVault.Holder holder = vault.holder(accountId).orElseThrow(() ->
                        new AccountParkedException("The account is no longer connected." + SIGN_IN_AGAIN));
                if (!holder.account().isActive()) {
                    throw new AccountParkedException(holder.account().reason());
                }
                boolean good = holder.tokens().expiresAt().isAfter(clock.instant().plus(MARGIN))
                        && !holder.tokens().accessToken().equals(refused);
                token = good ? holder.tokens().accessToken() : refresh(accountId, holder.tokens());
            }
            return token;
        } finally {
            lock.unlock();
        }
    }

    private void storeLate(String accountId) {
        Unstored late = unstored.get(accountId);
        if (late != null) {
            vault.replace(accountId, late.old(), late.grant());
            unstored.remove(accountId);
        }
    }

    /** @return null when the account gets other tokens meanwhile, from a sign-in or another process: look again */
    private String refresh(String accountId, TokenVault.Tokens tokens) {
        if (tokens.refreshToken() == null) {
            return park(accountId, tokens, "Spotify gave no refresh token with the last sign-in.");
        }
        String claim = "refresh:" + accountId + ":" + tokens.version();
        if (!claims.take(claim, longestRefresh.plus(MARGIN_OF_CLAIM))) {
            pause();
            return null;
        }
        try {
            return exchange(accountId, tokens);
        } finally {
            release(claim);
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

    private String exchange(String accountId, TokenVault.Tokens tokens) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", tokens.refreshToken());
        try {
            TokenGrant grant = tokenEndpoint.apply(form);
            unstored.put(accountId, new Unstored(tokens, grant));
            boolean stored = vault.replace(accountId, tokens, grant);
            unstored.remove(accountId);
            return stored ? grant.accessToken() : null;
        } catch (TokenRefusedException e) {
            if (e.isInvalidGrant()) {
                return park(accountId, tokens, e.getMessage());
            }
            throw e;
        }
    }

    private String park(String accountId, TokenVault.Tokens tokens, String why) {
        if (vault.park(accountId, tokens, why + SIGN_IN_AGAIN)) {
            throw new AccountParkedException(why + SIGN_IN_AGAIN);
        }
        return null;
    }

    /** The account does not sync until its user signs in again. The message says why. */
    public static final class AccountParkedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        AccountParkedException(String reason) {
            super(reason);
        }
    }
}
