package io.github.spotifypipeline.alerts;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.spotify.RateLimit;
import io.github.spotifypipeline.spotify.RateLimitStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The state of all accounts, endpoints and rate limits at one moment.
 *
 * @param now when it was read
 */
public record Overview(Instant now, List<Account> accounts, List<Endpoint> endpoints, Cursors.States states,
                       List<RateLimit> limits) {

    /** Reads it. @throws com.mongodb.MongoException when the database does not answer */
    public static Overview of(AccountStore accounts, EndpointRegistry endpoints, Cursors cursors, RateLimitStore limits,
                              Clock clock) {
        return new Overview(clock.instant(), accounts.accountList(), endpoints.all(), cursors.all(), limits.list());
    }

    /** How far an endpoint of an account has come. */
    public CursorState state(Account account, Endpoint endpoint) {
        return states.of(account.id(), endpoint.id());
    }

    /** The buckets that may not be called at the moment. */
    public Stream<RateLimit> blocked() {
        return limits.stream().filter(limit -> limit.blockedUntil() != null);
    }

    /** Why a bucket may not be called; null when it may. */
    public RateLimit block(String bucket) {
        return blocked().filter(limit -> limit.bucket().equals(bucket)).findFirst().orElse(null);
    }

    /** Why Spotify refuses the app itself; null when it does not. */
    public RateLimit blockOfApp() {
        return block(RateLimitStore.ALL);
    }
}
