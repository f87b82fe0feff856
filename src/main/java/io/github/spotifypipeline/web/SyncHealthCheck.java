package io.github.spotifypipeline.web;

import com.mongodb.MongoException;
import io.github.spotifypipeline.auth.Account;
import io.github.spotifypipeline.auth.TokenVault;
import io.github.spotifypipeline.sync.Cursors;
import io.github.spotifypipeline.sync.Endpoint;
import io.github.spotifypipeline.sync.Endpoints;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Always up, but degraded when an account needs a sign-in, or an endpoint has had no success for three of its
 * intervals: silence counts as a failure.
 */
public final class SyncHealthCheck extends AbstractHealthCheck {

    /** The detail that lists what needs a person. */
    static final String DEGRADED = "degraded";

    private final TokenVault vault;
    private final Endpoints endpoints;
    private final Cursors cursors;
    private final Clock clock;

    public SyncHealthCheck(TokenVault vault, Endpoints endpoints, Cursors cursors, Clock clock) {
        super("spotify", "syncs");
        this.vault = vault;
        this.endpoints = endpoints;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        List<String> degraded = new ArrayList<>();
        try {
            Cursors.States states = cursors.all();
            for (Account account : vault.accountList()) {
                if (account.isActive()) {
                    silent(account, states, degraded);
                } else {
                    degraded.add("Account " + account.id() + ": " + account.reason());
                }
            }
        } catch (MongoException e) {
            // the check of the database says it
        }
        if (!degraded.isEmpty()) {
            result.detail(DEGRADED, degraded);
        }
        result.up();
    }

    private void silent(Account account, Cursors.States states, List<String> degraded) {
        for (Endpoint endpoint : endpoints.all()) {
            if (!account.scopes().containsAll(endpoint.scopes())) {
                continue;
            }
            Instant last = states.of(account.id(), endpoint.id()).lastSuccessAt();
            Instant third = last == null ? account.authorizedAt() : last;
            for (int i = 0; i < 3; i++) {
                third = endpoint.schedule().next(third);
            }
            if (clock.instant().isAfter(third)) {
                degraded.add("Endpoint " + endpoint.id() + " of account " + account.id()
                        + " has had no success since " + (last == null ? "the sign-in" : last) + ".");
            }
        }
    }
}
