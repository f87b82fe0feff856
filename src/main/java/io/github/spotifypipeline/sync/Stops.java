package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.auth.Account;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Who must begin nothing, and end with the page in flight: all when the process stops, an account, or an endpoint. */
final class Stops {

    private final BooleanSupplier process;
    private final Map<String, Instant> accounts = new ConcurrentHashMap<>();
    private final Set<String> endpoints = ConcurrentHashMap.newKeySet();

    /** @param process whether the process is about to end */
    Stops(BooleanSupplier process) {
        this.process = process;
    }

    boolean ofProcess() {
        return process.getAsBoolean();
    }

    boolean ofAccount(String accountId) {
        return accounts.containsKey(accountId);
    }

    boolean of(String accountId, String endpointId) {
        return ofProcess() || ofAccount(accountId) || ofEndpoint(endpointId);
    }

    void account(String accountId, Instant at) {
        accounts.put(accountId, at);
    }

    /** An account is connected: what was stopped before its sign-in may begin again, also when that was elsewhere. */
    void connected(Account account) {
        Instant stopped = accounts.get(account.id());
        if (stopped != null && account.authorizedAt().isAfter(stopped)) {
            accounts.remove(account.id());
        }
    }

    void endpoint(String endpointId) {
        endpoints.add(endpointId);
    }

    void releaseAccount(String accountId) {
        accounts.remove(accountId);
    }

    void releaseEndpoint(String endpointId) {
        endpoints.remove(endpointId);
    }

    boolean ofEndpoint(String endpointId) {
        return endpoints.contains(endpointId);
    }
}
