package io.github.spotifypipeline.schedule;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts, and how far their endpoints have come, read from the database at most every ten seconds. */
public final class AccountStates {

    private static final Logger LOG = LoggerFactory.getLogger(AccountStates.class);

    /** How long what another process changes in the database may stay unnoticed. */
    public static final Duration GOOD_FOR = Duration.ofSeconds(10);

    private final AccountStore vault;
    private final Cursors cursors;
    private final Clock clock;
    private Instant readAt = Instant.MIN;
    private List<Account> accounts;
    private Cursors.States states;
    private Set<String> told = Set.of();

    AccountStates(AccountStore vault, Cursors cursors, Clock clock) {
        this.vault = vault;
        this.cursors = cursors;
        this.clock = clock;
    }

    /** The accounts, ordered by id. */
    List<Account> accounts() {
        Instant now = clock.instant();
        if (!now.isBefore(goodUntil())) {
            accounts = null;
            states = cursors.all();
            readAt = now;
            tell(states.impossible());
        }
        if (accounts == null) {
            accounts = vault.accountList();
        }
        return accounts;
    }

    /** What counts as unknown is said once. */
    private void tell(Map<String, String> impossible) {
        impossible.forEach((id, words) -> {
            if (!told.contains(id)) {
                LOG.warn("{}: {}", id, words);
            }
        });
        told = Set.copyOf(impossible.keySet());
    }

    /** Whether it is not known when an endpoint of an account succeeded, because what is stored lies in the future. */
    boolean isImpossible(String accountId, String endpointId) {
        return states != null && states.impossible(accountId, endpointId) != null;
    }

    /** When the database is read again. */
    Instant goodUntil() {
        return readAt.equals(Instant.MIN) ? Instant.MIN : readAt.plus(GOOD_FOR);
    }

    /** How far an endpoint of an account has come. */
    Cursors.State state(String accountId, String endpointId) {
        return states.of(accountId, endpointId);
    }

    /** An endpoint has come further. */
    void put(String accountId, String endpointId, Cursors.State state) {
        if (states != null) {
            states.put(accountId, endpointId, state);
        }
    }

    /** What is known of an account itself may be no longer true; the others are not read again for that. */
    void forget(String accountId) {
        if (accounts == null) {
            return;
        }
        try {
            Account now = vault.account(accountId).orElse(null);
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
}
