package io.github.spotifypipeline.schedule;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.spotify.Bucket;
import io.github.spotifypipeline.spotify.RateLimit;
import io.github.spotifypipeline.spotify.RateLimitStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns by {@link SyncPlan}, where {@link RunningSyncs#mayBegin} says that they may begin. What was asked for is
 * handed on to the database, where any process may find it.
 */
public final class SyncPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(SyncPlanner.class);

    /** A clock that is set right by less goes on. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private final EndpointRegistry endpoints;
    private final AccountStates states;
    private final RateLimitStore limits;
    private final RunningSyncs running;
    private final StopSignals stops;
    private final Clock clock;
    private final Options options;
    private final RequestQueue asked = new RequestQueue();
    private final Map<String, Instant> postponed = new HashMap<>();
    private final Map<String, String> buckets = new ConcurrentHashMap<>();
    private List<SyncPlan.Turn> due = new ArrayList<>();
    private Instant startedAt;
    private Instant nextLook = Instant.MIN;
    private Instant now = Instant.EPOCH;

    /**
     * @param zone           in which days begin and end
     * @param onStart        whether what is due at the start, or never ran, runs at once; else after its first interval
     * @param accountsAtOnce how many accounts run at once
     */
    public record Options(ZoneId zone, boolean onStart, int accountsAtOnce) {
    }

    public SyncPlanner(EndpointRegistry endpoints, AccountStates states, RateLimitStore limits, RunningSyncs running,
                       StopSignals stops, Clock clock, Options options) {
        this.endpoints = endpoints;
        this.states = states;
        this.limits = limits;
        this.running = running;
        this.stops = stops;
        this.clock = clock;
        this.options = options;
        this.startedAt = clock.instant();
    }

    /** An endpoint runs for all accounts, due or not; so does its parent, before it. Never waits for the database. */
    public void request(String endpointId) {
        endpoints.find(endpointId).map(Endpoint::parent).ifPresent(parent -> asked.ofAll(parent.endpointId()));
        asked.ofAll(endpointId);
    }

    /** All endpoints of an account run, whether due or not, but for those that have begun since a time. */
    public synchronized void requestAll(String accountId, Instant since) {
        endpoints.all().stream().filter(endpoint -> !running.hasBegun(accountId, endpoint.id(), since))
                .forEach(endpoint -> asked.of(accountId, endpoint.id()));
        changed();
    }

    /**
     * An endpoint's route is new or was edited: it runs for the accounts for which it ran last with another definition,
     * or never. All processes that follow the same file are told so, but only one is to run it.
     */
    public void edited(String endpointId) {
        asked.edited(endpointId);
    }

    /** What is known of the accounts is no longer true, and nothing begins of what was planned by it. */
    public synchronized void changed() {
        states.forget();
        due.clear();
        nextLook = Instant.MIN;
    }

    /** A sync succeeded, which concerns its children alone. @param undisturbed as {@link Cursors#succeeded} says */
    public synchronized void succeeded(SyncTask task, CursorState state, boolean undisturbed) {
        String id = task.endpointId();
        states.put(task.accountId(), id, state);
        due.removeIf(turn -> turn.endpoint().id().equals(id) && turn.account().id().equals(task.accountId()));
        boolean isParent = endpoints.all().stream()
                .anyMatch(endpoint -> endpoint.parent() != null && endpoint.parent().endpointId().equals(id));
        Instant again = isParent ? Instant.MIN
                : state.retryAt() != null ? state.retryAt() : task.endpoint().schedule().next(state.lastSuccessAt());
        nextLook = again.isBefore(nextLook) ? again : nextLook;
        if (!undisturbed) {
            changed();
        }
    }

    /** A sync failed: its account may have been parked. @param undisturbed as {@link Cursors#failed} says */
    public synchronized void failed(SyncTask task, CursorState state, boolean undisturbed) {
        states.put(task.accountId(), task.endpointId(), state);
        states.forget(task.accountId());
        nextLook = Instant.MIN;
        if (!undisturbed) {
            changed();
        }
    }

    /** This process leaves an endpoint of an account alone for a time; others may take its turn. */
    public synchronized void postpone(SyncTask task, Instant until) {
        postponed.put(Cursors.id(task.accountId(), task.endpointId()), until);
        nextLook = Instant.MIN;
    }

    /**
     * Takes the turns of the syncs that are to begin now, each of another account, no more than {@code atMost} and than
     * may run at once; they count as under way. None when it is nobody's turn or the database does not answer.
     */
    public synchronized List<SyncTask> take(int atMost) {
        List<SyncTask> taken = new ArrayList<>();
        lookAtTheClock();
        if (asked.takeIn()) {
            nextLook = Instant.MIN;
        }
        if (stops.ofProcess() || due.isEmpty() && now.isBefore(nextLook)) {
            return taken;
        }
        try {
            states.open();
            if (!asked.isEmpty() && !now.isBefore(nextLook)) {
                states.read();
                states.request(asked.requests(states.accounts(), endpoints.all(), states.cursors()));
                asked.clear();
            }
            RateLimit refused = limits.all();
            if (refused == null) {
                take(atMost, taken);
            } else if (!now.isBefore(refused.blockedUntil()) && running.isEmpty()) {
                take(1, taken);
            }
        } catch (MongoException e) {
            states.failed(e);
            due.clear();
            nextLook = now.plus(AccountStates.GOOD_FOR);
        }
        return taken;
    }

    private void take(int atMost, List<SyncTask> taken) {
        if (running.isFull(options.accountsAtOnce())) {
            return;
        }
        plan();
        List<String> lost = new ArrayList<>();
        for (int next = 0; taken.size() < atMost && next < due.size();) {
            SyncPlan.Turn turn = due.get(next);
            String account = turn.account().id();
            boolean isLimited = now.isBefore(limitedUntil(turn.endpoint()));
            nextLook = isLimited ? Instant.MIN : nextLook;
            if (isLimited || lost.contains(account)
                    || !running.mayBegin(account, turn.endpoint(), options.accountsAtOnce())) {
                next++;
            } else if (!begin(due.remove(next), taken)) {
                // another process is at it: what comes after that is worked out anew
                lost.add(account);
                nextLook = Instant.MIN;
                plan();
                next = 0;
            }
        }
    }

    private void plan() {
        if (!now.isBefore(nextLook)) {
            states.read();
            states.accounts().forEach(stops::connected);
            SyncPlan plan = SyncPlan.of(states.accounts(), endpoints.all(), states.cursors(), conditions(), now,
                    states.goodUntil());
            due = plan.turns();
            nextLook = plan.lookAgainAt();
        }
    }

    /** @return false when another process was quicker */
    private boolean begin(SyncPlan.Turn turn, List<SyncTask> taken) {
        String account = turn.account().id();
        String endpoint = turn.endpoint().id();
        return states.take(turn, due).map(before -> {
            postponed.remove(Cursors.id(account, endpoint));
            SyncTask task = new SyncTask(account, turn.endpoint(), before, now,
                    LocalDate.ofInstant(now, options.zone()).toString(), () -> stops.of(account, endpoint));
            running.begin(task);
            return taken.add(task);
        }).orElse(false);
    }

    /** Where it went back, nothing waits for a time that it showed before. */
    private void lookAtTheClock() {
        Instant before = now;
        now = clock.instant();
        if (now.isBefore(before.minus(STEP))) {
            LOG.warn("The clock of this machine went back from {} to {}: what is due is worked out anew", before, now);
            postponed.clear();
            states.clockWentBack();
            startedAt = now.isBefore(startedAt) ? now : startedAt;
            nextLook = Instant.MIN;
        }
    }

    /** No sync of an account begins until {@link #release}. @return false when that is so already */
    public synchronized boolean reserve(String accountId) {
        return running.reserve(accountId);
    }

    /** Its syncs may begin again; what is due begins at the next tick. */
    public synchronized void release(String accountId) {
        running.release(accountId);
        nextLook = Instant.MIN;
    }

    private SyncPlan.Conditions conditions() {
        return new SyncPlan.Conditions(options.onStart() ? null : startedAt, this::limitedUntil,
                (account, endpoint) -> postponed.get(Cursors.id(account, endpoint)), stops::of, states.order());
    }

    /** When an endpoint of an account is due. */
    public Instant next(Endpoint endpoint, Account account, CursorState state) {
        return SyncPlan.next(account, endpoint, states.corrected(account.id(), endpoint.id(), state), conditions());
    }

    /** Until when the endpoint's calls are not made at all, or wait. */
    private Instant limitedUntil(Endpoint endpoint) {
        String bucket = buckets.computeIfAbsent(endpoint.path(), Bucket::of);
        Instant blocked = limits.blockedUntil(bucket);
        return blocked == null ? limits.heldUntil(bucket) : blocked;
    }
}
