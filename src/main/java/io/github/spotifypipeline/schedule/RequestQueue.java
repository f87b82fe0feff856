package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What this process was asked for, until it is stored. Any thread may ask; nobody waits for the database. */
final class RequestQueue {

    private final Queue<Asked> incoming = new ConcurrentLinkedQueue<>();
    private final List<Asked> unstored = new ArrayList<>();

    /**
     * Somebody wants syncs.
     *
     * @param accountId null: of all accounts
     * @param edited    only where the endpoint ran last with another definition, or never
     */
    private record Asked(String endpointId, String accountId, boolean edited) {

        boolean concerns(Account account, Endpoint endpoint, CursorState cursor) {
            return endpointId.equals(endpoint.id()) && (accountId == null || accountId.equals(account.id()))
                    && !(edited && endpoint.definition().equals(cursor.definition()));
        }
    }

    void ofAll(String endpointId) {
        incoming.add(new Asked(endpointId, null, false));
    }

    void of(String accountId, String endpointId) {
        incoming.add(new Asked(endpointId, accountId, false));
    }

    void edited(String endpointId) {
        incoming.add(new Asked(endpointId, null, true));
    }

    /** Takes up what has come. @return whether there is something new */
    boolean takeIn() {
        boolean isNew = false;
        for (Asked next = incoming.poll(); next != null; next = incoming.poll()) {
            isNew |= unstored.add(next);
        }
        return isNew;
    }

    boolean isEmpty() {
        return unstored.isEmpty();
    }

    /**
     * What is to be stored. A request for an account that may not sync an endpoint is dropped: with a new sign-in
     * everything runs.
     */
    List<SyncRequest> requests(List<Account> accounts, List<Endpoint> endpoints, Cursors.States cursors) {
        List<SyncRequest> requests = new ArrayList<>();
        for (Account account : accounts) {
            for (Endpoint endpoint : endpoints) {
                CursorState cursor = cursors.of(account.id(), endpoint.id());
                List<Asked> reasons = unstored.stream().filter(one -> one.concerns(account, endpoint, cursor)).toList();
                if (!reasons.isEmpty() && account.isActive() && account.scopes().containsAll(endpoint.scopes())) {
                    requests.add(new SyncRequest(account.id(), endpoint.id(), cursor,
                            reasons.stream().allMatch(Asked::edited)));
                }
            }
        }
        return requests;
    }

    /** All of that is stored. */
    void clear() {
        unstored.clear();
    }
}
