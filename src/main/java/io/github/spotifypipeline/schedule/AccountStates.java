package io.github.spotifypipeline.schedule;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts, and how far their endpoints are, read from the database at most every ten seconds. */
public final class AccountStates {

    private static final Logger LOG = LoggerFactory.getLogger(AccountStates.class);

    /** How long a change by another process may stay unnoticed. */
    static final Duration GOOD_FOR = Duration.ofSeconds(10);

    /** How many more cursors are read where one has changed. */
    private static final int READ_WITH_IT = 100;

    private final Database database;
    private final AccountStore accountStore;
    private final Cursors cursors;
    private final Clock clock;
    private final Runnable opening;
    private Instant readAt = Instant.MIN;
    private List<Account> accounts;
    private Cursors.States states;
    private Set<String> told = Set.of();
    private final Map<String, Instant> corrected = new ConcurrentHashMap<>();
    private final Comparator<String> order;
    private boolean opened;
    private boolean away;

    /** @param opening what to do once, as soon as the database answers */
    public AccountStates(Database database, AccountStore accountStore, Cursors cursors, Clock clock, Runnable opening) {
        this.database = database;
        this.accountStore = accountStore;
        this.cursors = cursors;
        this.clock = clock;
        this.opening = opening;
        this.order = SyncPlan.ownOrder(cursors.me());
    }

    /** Prepares the database, once. */
    void open() {
        if (!opened) {
            database.prepare();
            opening.run();
            opened = true;
        }
    }

    /** Reads what is not known any more. */
    void read() {
        Instant now = clock.instant();
        if (!now.isBefore(goodUntil())) {
            accounts = null;
            states = cursors.all();
            readAt = now;
            tellImpossible();
            states.all().replaceAll(this::corrected);
        }
        if (accounts == null) {
            accounts = accountStore.accountList();
        }
        if (away) {
            LOG.info("MongoDB answers again; the syncs go on");
            away = false;
        }
    }

    /** The database does not answer. */
    void failed(MongoException e) {
        if (!away) {
            LOG.warn("No sync until MongoDB answers: {}", database.inWords(e));
            away = true;
        }
        forget();
    }

    /** What counts as unknown is said once. */
    private void tellImpossible() {
        Map<String, CursorState> impossible = states.all().entrySet().stream()
                .filter(entry -> entry.getValue().impossible() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        impossible.forEach((id, state) -> {
            if (!told.contains(id)) {
                LOG.warn("{}: {}", id, state.impossible());
            }
        });
        told = Set.copyOf(impossible.keySet());
    }

    /**
     * A process whose clock is ahead may go on writing times that lie in the future. Once this process has synced
     * because of that, it goes by its own time, or the two would have each other sync for ever.
     */
    private CursorState corrected(String id, CursorState state) {
        return state.isSuccessUnknown() && corrected.containsKey(id) ? state.withLastSuccess(corrected.get(id)) : state;
    }

    /** The same for a state that was read elsewhere. */
    CursorState corrected(String accountId, String endpointId, CursorState state) {
        return corrected(Cursors.id(accountId, endpointId), state);
    }

    /** The accounts, ordered by id. */
    List<Account> accounts() {
        return accounts;
    }

    /** How far their endpoints are. */
    Cursors.States cursors() {
        return states;
    }

    /** When the database is to be read again. */
    Instant goodUntil() {
        return readAt.equals(Instant.MIN) ? Instant.MIN : readAt.plus(GOOD_FOR);
    }

    /**
     * Takes a turn. Where another process was quicker, it has probably taken others, too: those of the next turns are
     * read again with it.
     *
     * @param next the turns that come after it
     * @return how far its endpoint is; empty when another process was quicker, or asks for something else
     */
    Optional<CursorState> take(SyncPlan.Turn turn, List<SyncPlan.Turn> next) {
        Optional<CursorState> taken = cursors.take(turn.account().id(), turn.endpoint().id(),
                turn.endpoint().definition(), turn.read());
        if (taken.isEmpty()) {
            List<String> ids = Stream.concat(Stream.of(turn), next.stream().limit(READ_WITH_IT)).map(other ->
                    Cursors.id(other.account().id(), other.endpoint().id())).toList();
            Map<String, CursorState> read = cursors.states(ids);
            ids.forEach(id -> states.all().put(id, corrected(id, read.getOrDefault(id, CursorState.NONE))));
            // another process may have disconnected it
            forget(turn.account().id());
        }
        return taken;
    }

    /** This process's own order of accounts. */
    Comparator<String> order() {
        return order;
    }

    /** Stores that endpoints are to run. */
    void request(List<SyncRequest> requests) {
        cursors.request(requests);
        forget();
    }

    /** A sync has ended. */
    void put(String accountId, String endpointId, CursorState state) {
        if (states != null) {
            CursorState before = states.of(accountId, endpointId);
            boolean isCorrection = !Objects.equals(before.lastSuccessAt(), before.stored().lastSuccessAt());
            if (isCorrection && state.lastSuccessAt() != null) {
                corrected.put(Cursors.id(accountId, endpointId), state.lastSuccessAt());
            }
            states.put(accountId, endpointId, state);
        }
    }

    /** An account may have been parked; the others are not read again for that. */
    void forget(String accountId) {
        if (accounts == null) {
            return;
        }
        try {
            Account now = accountStore.account(accountId).orElse(null);
            accounts = accounts.stream().map(account -> account.id().equals(accountId) ? now : account)
                    .filter(Objects::nonNull).toList();
        } catch (MongoException e) {
            accounts = null;
        }
    }

    /** What is known is no longer true. */
    void forget() {
        readAt = Instant.MIN;
    }

    /** The clock of this machine went back: times that it showed before count no more. */
    void clockWentBack() {
        corrected.clear();
        forget();
    }
}
