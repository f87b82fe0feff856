package io.github.spotifypipeline.schedule;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whose turn it is. Of all endpoints of all accounts that are due, plays go first, then what comes next by
 * {@link Endpoint#priority()}; an account runs one endpoint at a time, and only so many accounts run at once.
 */
public final class SyncPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(SyncPlanner.class);

    /** A clock that is set right by less goes on. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private final EndpointRegistry endpoints;
    private final RateLimitStore limits;
    private final Database database;
    private final AccountStates agenda;
    private final RunningSyncs active;
    private final StopSignals stops;
    private final Clock clock;
    private final ZoneId zone;
    private final boolean onStart;
    private final int most;
    private Instant startedAt;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Set<String> requested = new HashSet<>();
    private final Set<String> edited = new HashSet<>();
    private final Map<String, Instant> held = new HashMap<>();
    private final Map<String, Instant> succeeded = new HashMap<>();
    private final Set<String> mended = new HashSet<>();
    private final Map<SyncTask, Turn> begun = new HashMap<>();
    private final Map<String, String> buckets = new ConcurrentHashMap<>();
    private final Set<String> parents = new HashSet<>();
    private List<Turn> due = new ArrayList<>();
    private Instant nextLook = Instant.MIN;
    private Instant now = Instant.EPOCH;
    private final Runnable opening;
    private boolean opened;
    private boolean away;

    /**
     * @param onStart whether what is due at the start, or never ran, runs at once; else after its first interval
     * @param most    how many accounts run at once
     * @param opening what to do once, as soon as the database answers
     */
    public SyncPlanner(EndpointRegistry endpoints, AccountStore vault, Cursors cursors, RateLimitStore limits, Database database, RunningSyncs active,
          StopSignals stops, Clock clock, ZoneId zone, boolean onStart, int most, Runnable opening) {
        this.endpoints = endpoints;
        this.limits = limits;
        this.database = database;
        this.agenda = new AccountStates(vault, cursors, clock);
        this.active = active;
        this.stops = stops;
        this.clock = clock;
        this.zone = zone;
        this.onStart = onStart;
        this.most = most;
        this.startedAt = clock.instant();
        this.opening = opening;
    }

    /**
     * What could run.
     *
     * @param since  when its turn came
     * @param asked  whether somebody asked for it
     * @param edited whether its route was edited, so that it runs before it is due
     */
    private record Turn(Account account, Endpoint endpoint, Instant since, boolean asked, boolean edited) {

        static final Comparator<Turn> ORDER = Comparator.<Turn>comparingInt(turn -> turn.endpoint().timing().priority())
                .thenComparing(Turn::since).thenComparing(turn -> turn.account().id());
    }

    /** An endpoint runs for all accounts, whether due or not; so does its parent before it. Never waits for the database. */
    public void request(String endpointId) {
        asked.add(endpointId);
    }

    /**
     * An endpoint's route is new or was edited: it runs for the accounts for which it ran last with another definition, or
     * never. All processes that follow the same file are told so, but only one is to run it.
     */
    public synchronized void edited(String endpointId) {
        edited.add(endpointId);
        nextLook = Instant.MIN;
    }

    private void admitAsked() {
        for (String id = asked.poll(); id != null; id = asked.poll()) {
            endpoints.find(id).ifPresent(endpoint -> {
                requested.add(endpoint.id());
                if (endpoint.parent() != null) {
                    requested.add(endpoint.parent().endpointId());
                }
            });
            nextLook = Instant.MIN;
        }
    }

    /** All endpoints of an account run, whether due or not, but for those that have begun since a time. */
    public synchronized void requestAll(String accountId, Instant since) {
        endpoints.all().stream().filter(endpoint -> !hasBegun(endpoint.id(), accountId, since))
                .forEach(endpoint -> requested.add(request(endpoint.id(), accountId)));
        changed();
    }

    private boolean hasBegun(String endpointId, String accountId, Instant since) {
        return begun.keySet().stream().anyMatch(task -> task.endpointId().equals(endpointId)
                && task.accountId().equals(accountId) && !task.startedAt().isBefore(since));
    }

    private static String request(String endpointId, String accountId) {
        return endpointId + ":" + accountId;
    }

    /** What is known of the accounts is no longer true. */
    public synchronized void changed() {
        agenda.forget();
        nextLook = Instant.MIN;
    }

    /** An endpoint of an account has come further, which concerns no other, unless it is a parent. */
    public synchronized void reached(SyncTask task, Cursors.State state) {
        agenda.put(task.accountId(), task.endpointId(), state);
        succeeded.put(request(task.endpointId(), task.accountId()), state.lastSuccessAt());
        due.removeIf(turn -> !turn.asked() && !turn.edited() && turn.endpoint().id().equals(task.endpointId())
                && turn.account().id().equals(task.accountId()));
        Instant again = parents.contains(task.endpointId()) ? Instant.MIN
                : state.retryAt() != null ? state.retryAt() : task.endpoint().schedule().next(state.lastSuccessAt());
        nextLook = again.isBefore(nextLook) ? again : nextLook;
    }

    /** A run failed: its account may have been parked. */
    public synchronized void failed(SyncTask task, Cursors.State state) {
        agenda.put(task.accountId(), task.endpointId(), state);
        agenda.forget(task.accountId());
        nextLook = Instant.MIN;
    }

    /** A run has ended, however it did. */
    public synchronized void ended(SyncTask task) {
        begun.remove(task);
    }

    /** A run failed, which could not be recorded: what was asked for is still to be done, by this process. */
    public synchronized void unrecorded(SyncTask task, Instant until) {
        Turn turn = begun.get(task);
        if (turn != null && turn.asked()) {
            requested.add(request(task.endpointId(), task.accountId()));
        }
        if (turn != null && turn.edited()) {
            edited.add(request(task.endpointId(), task.accountId()));
        }
        hold(task, until);
    }

    /** A run is another process's, or was given up; this process waits all the same. */
    public synchronized void hold(SyncTask task, Instant until) {
        held.put(request(task.endpointId(), task.accountId()), until);
        nextLook = Instant.MIN;
    }

    /**
     * The runs that are to begin now, each of another account, no more than may run at once; they count as under way.
     * Empty when it is nobody's turn or the database does not answer.
     *
     * @param atMost how many of them
     */
    public synchronized List<SyncTask> take(int atMost) {
        List<SyncTask> taken = new ArrayList<>();
        lookAtTheClock();
        admitAsked();
        if (stops.ofProcess() || active.count() >= most || due.isEmpty() && now.isBefore(nextLook)) {
            return taken;
        }
        try {
            open();
            RateLimit refused = limits.all();
            if (refused != null && (now.isBefore(refused.blockedUntil()) || !active.isEmpty())) {
                return taken;
            }
            int room = refused == null ? atMost : 1;
            if (!now.isBefore(nextLook)) {
                due = turns(now);
            }
            for (Iterator<Turn> left = due.iterator(); taken.size() < room && active.count() < most && left.hasNext();) {
                Turn turn = left.next();
                if (now.isBefore(limited(turn.endpoint()))) {
                    nextLook = Instant.MIN;
                } else if (!active.any(turn.account().id()) && !active.isReserved(turn.account().id())) {
                    left.remove();
                    taken.add(begin(turn, now));
                }
            }
            if (away) {
                LOG.info("MongoDB answers again; the syncs go on");
                away = false;
            }
        } catch (MongoException e) {
            if (!away) {
                LOG.warn("No sync until MongoDB answers: {}", database.inWords(e));
                away = true;
            }
            due.clear();
            nextLook = now.plus(AccountStates.GOOD_FOR);
        }
        return taken;
    }

    /** Where it went back, nothing waits for a time that it showed before. */
    private void lookAtTheClock() {
        Instant before = now;
        now = clock.instant();
        if (now.isBefore(before.minus(STEP))) {
            LOG.warn("The clock of this machine went back from {} to {}: what is due is worked out anew", before, now);
            held.clear();
            mended.clear();
            startedAt = earliest(startedAt, now);
            changed();
        }
    }

    private void open() {
        if (!opened) {
            database.prepare();
            opening.run();
            opened = true;
        }
    }

    /** No run of an account begins until {@link #release}. @return false when that is so already */
    public synchronized boolean reserve(String accountId) {
        return active.reserve(accountId);
    }

    /** Its runs may begin again; what is due begins at the next tick. */
    public synchronized void release(String accountId) {
        active.release(accountId);
        nextLook = Instant.MIN;
    }

    private SyncTask begin(Turn turn, Instant now) {
        String account = turn.account().id();
        requested.remove(request(turn.endpoint().id(), account));
        edited.remove(request(turn.endpoint().id(), account));
        held.remove(request(turn.endpoint().id(), account));
        if (agenda.isImpossible(account, turn.endpoint().id())) {
            mended.add(request(turn.endpoint().id(), account));
        }
        SyncTask task = new SyncTask(account, turn.endpoint(), agenda.state(account, turn.endpoint().id()), now,
                LocalDate.ofInstant(now, zone).toString(), slot(turn), () -> stops.of(account, turn.endpoint().id()));
        active.begin(task);
        begun.put(task, turn);
        return task;
    }

    /**
     * What is the same for all processes that see the same turn: how far its endpoint has come, which each reads in the
     * database, and nothing that one process alone knows. What was asked for was asked of this one alone. An edit that runs
     * before its time bears the new definition; the first run of a new file is that of everybody else.
     */
    private String slot(Turn turn) {
        if (turn.asked()) {
            return "asked-" + UUID.randomUUID();
        }
        Cursors.State state = agenda.state(turn.account().id(), turn.endpoint().id());
        String since = state.lastSuccessAt() == null ? "first-" + turn.account().authorizedAt().toEpochMilli()
                : String.valueOf(state.lastSuccessAt().toEpochMilli());
        String slot = state.retryAt() == null ? since : since + "-" + state.retryAt().toEpochMilli();
        return turn.edited() && state.lastSuccessAt() != null ? slot + "-" + turn.endpoint().definition() : slot;
    }

    /**
     * Everything that could run now, in the order in which it should; and decides when to look again, before which nothing
     * else comes to be due unless somebody says so. For thousands of accounts this takes milliseconds, so it is not done
     * for each sync that begins.
     */
    private List<Turn> turns(Instant now) {
        List<Account> accounts = agenda.accounts();
        List<Endpoint> all = endpoints.all();
        all.stream().filter(endpoint -> endpoint.parent() != null)
                .forEach(endpoint -> parents.add(endpoint.parent().endpointId()));
        Instant look = agenda.goodUntil();
        List<Turn> turns = new ArrayList<>();
        for (Account account : accounts) {
            stops.connected(account);
            for (Endpoint endpoint : all) {
                String request = request(endpoint.id(), account.id());
                if (requested.contains(endpoint.id())) {
                    requested.add(request);
                }
                if (edited.contains(endpoint.id())) {
                    edited.add(request);
                }
                if (!account.isActive() || stops.ofAccount(account.id())
                        || !account.scopes().containsAll(endpoint.scopes())) {
                    requested.remove(request);
                    edited.remove(request);
                    continue;
                }
                if (endpoint.definition().equals(agenda.state(account.id(), endpoint.id()).definition())) {
                    // nothing of it was edited, or another process has run it meanwhile
                    edited.remove(request);
                }
                if (stops.of(account.id(), endpoint.id())) {
                    continue;
                }
                Instant turn = latest(turn(endpoint, account, all), held.get(request));
                if (now.isBefore(turn)) {
                    look = turn.isBefore(look) ? turn : look;
                } else {
                    turns.add(new Turn(account, endpoint, turn, requested.contains(request), edited.contains(request)));
                }
            }
        }
        all.forEach(endpoint -> {
            requested.remove(endpoint.id());
            edited.remove(endpoint.id());
        });
        turns.sort(Turn.ORDER);
        nextLook = look;
        return turns;
    }

    /**
     * An endpoint with a parent is never due before the parent was read. With a change token it follows the parent, which
     * costs a call only where a token moved.
     */
    private Instant turn(Endpoint endpoint, Account account, List<Endpoint> all) {
        Cursors.State state = agenda.state(account.id(), endpoint.id());
        String request = request(endpoint.id(), account.id());
        Instant turn = requested.contains(request) || edited.contains(request)
                ? latest(Instant.EPOCH, limited(endpoint)) : next(endpoint, account, state);
        if (endpoint.parent() == null
                || all.stream().noneMatch(other -> other.id().equals(endpoint.parent().endpointId()))) {
            return turn;
        }
        Instant read = agenda.state(account.id(), endpoint.parent().endpointId()).lastSuccessAt();
        if (read == null) {
            return Instant.MAX;
        }
        boolean news = endpoint.parent().changeToken() != null && state.lastSuccessAt() != null
                && read.isAfter(state.lastSuccessAt()) && read.isBefore(turn);
        return news ? latest(latest(read, state.retryAt()), limited(endpoint)) : turn;
    }

    /** When an endpoint of an account is due. */
    public Instant next(Endpoint endpoint, Account account, Cursors.State state) {
        Instant since = state.lastSuccessAt();
        String request = request(endpoint.id(), account.id());
        if (since == null && mended.contains(request) && agenda.isImpossible(account.id(), endpoint.id())) {
            // another process whose clock is ahead goes on writing it: two must not have each other run it for ever
            since = succeeded.get(request);
        }
        if (!onStart) {
            since = latest(since, latest(startedAt, account.authorizedAt()));
        }
        Instant turn = since == null ? Instant.EPOCH : endpoint.schedule().next(since);
        // what failed is tried again, also when it was asked for long before its next turn
        return latest(state.retryAt() == null ? turn : state.retryAt(), limited(endpoint));
    }

    /** Until when the endpoint's calls are not made at all, or wait. */
    private Instant limited(Endpoint endpoint) {
        String bucket = buckets.computeIfAbsent(endpoint.path(), Bucket::of);
        Instant blocked = limits.blockedUntil(bucket);
        return blocked == null ? limits.heldUntil(bucket) : blocked;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant latest(Instant one, Instant other) {
        return one == null || other != null && other.isAfter(one) ? other : one;
    }
}
