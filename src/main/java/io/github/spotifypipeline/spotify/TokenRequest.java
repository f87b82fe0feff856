package io.github.spotifypipeline.spotify;

import io.github.spotifypipeline.accounts.TokenStore.Tokens;
import java.util.UUID;

/** A call's need of an access token, and how far it has come in getting one. */
final class TokenRequest {

    private final String accountId;
    private final String refused;
    private final KeptToken kept;
    private final String owner = UUID.randomUUID().toString();
    private Tokens refreshing;
    private int refreshes;
    private Long since;
    private Long runOutSince;

    /**
     * @param refused a token that the Web API has refused, so that it is not given again; null when there is none
     * @param kept    the token that was given last
     */
    TokenRequest(String accountId, String refused, KeptToken kept) {
        this.accountId = accountId;
        this.refused = refused;
        this.kept = kept;
    }

    String accountId() {
        return accountId;
    }

    boolean refuses(String token) {
        return token.equals(refused);
    }

    String refused() {
        return refused;
    }

    KeptToken kept() {
        return kept;
    }

    /** Names this request as the holder of a lease. */
    String owner() {
        return owner;
    }

    /** How long ago this was first asked, in ns. */
    long waited() {
        since = since == null ? Long.valueOf(System.nanoTime()) : since;
        return System.nanoTime() - since;
    }

    /** It has the lease, and is to refresh these tokens. @return how often it has had one */
    int begin(Tokens tokens) {
        refreshing = tokens;
        return ++refreshes;
    }

    /** It has the lease no more, or not for itself. */
    void end() {
        refreshing = null;
    }

    /** The tokens that it is to refresh; null when it has no lease. */
    Tokens refreshing() {
        return refreshing;
    }

    /** Notes whether another's lease has run out. @return for how long it has been seen so, in ns */
    long seen(boolean runOut) {
        runOutSince = !runOut ? null : runOutSince == null ? Long.valueOf(System.nanoTime()) : runOutSince;
        return runOut ? System.nanoTime() - runOutSince : 0;
    }
}
