package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.accounts.Account;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * What was told to stop: the whole process, an account, or an endpoint. Its syncs end after the page in flight, and no
 * other begins.
 */
public final class StopSignals {

    private final BooleanSupplier process;
    private volatile boolean stopped;
    private final Map<String, Instant> accounts = new ConcurrentHashMap<>();
    private final Set<String> endpoints = ConcurrentHashMap.newKeySet();

    /** @param process whether the process is about to end */
    public StopSignals(BooleanSupplier process) {
        this.process = process;
    }

    /** The process is about to end. */
    void process() {
        stopped = true;
    }

    public boolean ofProcess() {
        return stopped || process.getAsBoolean();
    }

    public boolean ofAccount(String accountId) {
        return accounts.containsKey(accountId);
    }

    boolean of(String accountId, String endpointId) {
        return ofProcess() || ofAccount(accountId) || ofEndpoint(endpointId);
    }

    public void account(String accountId, Instant at) {
        accounts.put(accountId, at);
    }

    /** An account is connected: what was stopped before its sign-in may begin again, also when that was elsewhere. */
    void connected(Account account) {
        Instant stopped = accounts.get(account.id());
        if (stopped != null && account.authorizedAt().isAfter(stopped)) {
            accounts.remove(account.id());
        }
    }

    public void endpoint(String endpointId) {
        endpoints.add(endpointId);
    }

    public void releaseAccount(String accountId) {
        accounts.remove(accountId);
    }

    public void releaseEndpoint(String endpointId) {
        endpoints.remove(endpointId);
    }

    public boolean ofEndpoint(String endpointId) {
        return endpoints.contains(endpointId);
    }
}
