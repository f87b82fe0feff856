package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.web.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The syncs that were asked for, and what {@code GET /api/status} shows to have come of them. */
final class SyncsUnderWay {

    /** A failed sync is tried again after a minute or more; one that waits for its turn is shown as due now. */
    private static final Duration FAR = Duration.ofSeconds(10);

    /**
     * A sync of an endpoint of an account.
     *
     * @param before what was shown before it
     * @param end    what came of it; null: it goes on
     * @param good   whether that is a success
     */
    private record Sync(Status.SyncState before, String end, boolean good) {

        Sync ended(String how, boolean isGood) {
            return new Sync(before, how, isGood);
        }
    }

    private final Map<String, Sync> syncs = new LinkedHashMap<>();
    private final Clock clock;

    /** @param before the status before they were asked for; accounts that cannot sync an endpoint are left out */
    SyncsUnderWay(Status before, Collection<String> endpoints, Clock clock) {
        this.clock = clock;
        before.endpoints().stream().filter(endpoint -> endpoints.contains(endpoint.id()))
                .forEach(endpoint -> endpoint.accounts().stream().filter(state -> state.nextRunAt() != null)
                        .forEach(state -> syncs.put(name(endpoint, state), new Sync(state, null, false))));
    }

    private static String name(Status.EndpointState endpoint, Status.SyncState state) {
        return endpoint.id() + " account=" + state.accountId();
    }

    /** Compares with a later status. */
    void look(Status status) {
        Map<String, Status.SyncState> states = new LinkedHashMap<>();
        status.endpoints().forEach(endpoint -> endpoint.accounts()
                .forEach(state -> states.put(name(endpoint, state), state)));
        syncs.replaceAll((name, sync) -> sync.end() != null ? sync : look(sync, states.get(name)));
    }

    private Sync look(Sync sync, Status.SyncState now) {
        if (now == null) {
            return sync.ended("is not there any more", false);
        }
        String error = now.lastError();
        if (now.lastSuccessAt() != null && !now.lastSuccessAt().equals(sync.before().lastSuccessAt())) {
            return sync.ended("succeeded, " + Words.count(now.documents(), "document") + " stored"
                    + (error == null ? "" : ", but: " + error), error == null);
        }
        if (now.nextRunAt() == null) {
            return sync.ended("the account does not sync: " + (error == null ? "" : error), false);
        }
        if (now.blockedUntil() != null) {
            return sync.ended("blocked until " + now.blockedUntil(), false);
        }
        Instant soon = clock.instant().plus(FAR);
        boolean failed = error != null && now.nextRunAt().isAfter(soon)
                && !now.nextRunAt().equals(sync.before().nextRunAt());
        return failed ? sync.ended("failed: " + error, false) : sync;
    }

    int count() {
        return syncs.size();
    }

    /** How many go on. */
    int open() {
        return (int) syncs.values().stream().filter(sync -> sync.end() == null).count();
    }

    boolean hasEnded() {
        return open() == 0;
    }

    /** Whether all have; false when there is none. */
    boolean haveSucceeded() {
        return !syncs.isEmpty() && syncs.values().stream().allMatch(Sync::good);
    }

    /** One line each. */
    List<String> lines() {
        return syncs.isEmpty() ? List.of("Nobody is signed in who could sync this.")
                : syncs.entrySet().stream().map(sync -> Words.plain(sync.getKey() + ": "
                        + (sync.getValue().end() == null ? "goes on" : sync.getValue().end()))).toList();
    }
}
