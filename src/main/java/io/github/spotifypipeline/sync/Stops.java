package io.github.spotifypipeline.sync;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Who must begin nothing, and end with the page in flight: all when the process stops, an account, or an endpoint. */
final class Stops {

    private final BooleanSupplier process;
    private final Set<String> accounts = ConcurrentHashMap.newKeySet();
    private final Set<String> endpoints = ConcurrentHashMap.newKeySet();

    /** @param process whether the process is about to end */
    Stops(BooleanSupplier process) {
        this.process = process;
    }

    boolean ofProcess() {
        return process.getAsBoolean();
    }

    boolean ofAccount(String accountId) {
        return accounts.contains(accountId);
    }

    boolean of(String accountId, String endpointId) {
        return ofProcess() || ofAccount(accountId) || ofEndpoint(endpointId);
    }

    void account(String accountId) {
        accounts.add(accountId);
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
