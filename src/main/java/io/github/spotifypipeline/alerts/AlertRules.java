package io.github.spotifypipeline.alerts;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.schedule.Cursors;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what needs a person: an account that does not sync, a sign-in that ends within 30 days, an endpoint that has
 * had no success for three of its intervals or could store nothing of what it read. The larger trouble hides the
 * smaller: where an account does not sync, its endpoints are not listed, and what stops everybody stands alone, but for
 * what is wrong with this machine, such as its clock.
 */
public final class AlertRules {

    private static final Duration SOON = Duration.ofDays(30);
    private static final int INTERVALS = 3;
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(5);

    private final AccountStore vault;
    private final EndpointRegistry endpoints;
    private final Cursors cursors;
    private final Clock clock;
    private final URI signInUrl;
    private final AlertSource everybodys;
    private final AlertSource machines;

    /**
     * @param signInUrl  what a person opens to sign in
     * @param everybodys what replaces all that is said of single accounts
     * @param machines   what is wrong with this machine, and is said besides
     */
    public AlertRules(AccountStore vault, EndpointRegistry endpoints, Cursors cursors, Clock clock, URI signInUrl,
                     AlertSource everybodys, AlertSource machines) {
        this.vault = vault;
        this.endpoints = endpoints;
        this.cursors = cursors;
        this.clock = clock;
        this.signInUrl = signInUrl;
        this.everybodys = everybodys;
        this.machines = machines;
    }

    /**
     * Looks at everything.
     *
     * @throws com.mongodb.MongoException when the database does not answer
     */
    public AlertFindings look() {
        Instant now = clock.instant();
        Cursors.States states = cursors.all();
        List<Account> accounts = vault.accountList();
        List<Alert> needs = new ArrayList<>(everybodys.needs());
        Set<String> fine = new HashSet<>();
        if (needs.isEmpty()) {
            List<Endpoint> all = endpoints.all();
            accounts.forEach(account -> look(account, all, states, now, needs, fine));
        }
        needs.addAll(machines.needs());
        return new AlertFindings(needs, accounts.stream().map(Account::id).collect(Collectors.toSet()), fine);
    }

    /** Why an active account will soon need a new sign-in, in words; null when it will not. */
    public String hint(Account account) {
        return account.isActive() && isSoon(account, clock.instant()) ? signInEnds(account, clock.instant()) : null;
    }

    private void look(Account account, List<Endpoint> endpoints, Cursors.States states, Instant now, List<Alert> needs,
                      Set<String> fine) {
        if (account.isLocked()) {
            // others may sync it: what its endpoints have reached says whether they do
            needs.add(parked(account, Alert.TOKEN_KEY));
        } else if (!account.isActive()) {
            needs.add(parked(account, Alert.ACCOUNT));
            return;
        } else {
            fine.add(key(Alert.ACCOUNT, account));
        }
        if (isSoon(account, now)) {
            needs.add(new Alert(key(Alert.SIGN_IN, account), Alert.SIGN_IN, account.id(), account.displayName(), null,
                    "Account " + account.id() + ": " + signInEnds(account, now),
                    "Account " + account.id() + " has a new sign-in.", signInUrl, Duration.ZERO));
        } else {
            fine.add(key(Alert.SIGN_IN, account));
        }
        for (Endpoint endpoint : endpoints) {
            Cursors.State state = states.of(account.id(), endpoint.id());
            if (account.scopes().containsAll(endpoint.scopes())) {
                look(account, endpoint, state, states.impossible(account.id(), endpoint.id()), now, needs, fine);
            } else if (state.lastSuccessAt() != null) {
                needs.add(withoutScopes(account, endpoint));
            }
        }
    }

    /** It has worked, and would be silent for ever. */
    private Alert withoutScopes(Account account, Endpoint endpoint) {
        String name = "Endpoint " + endpoint.id() + " of account " + account.id();
        return new Alert(key(Alert.ENDPOINT + ":" + endpoint.id(), account), Alert.ENDPOINT, account.id(), account.displayName(),
                endpoint.id(), name + " waits: the account no longer grants what it needs.", name + " works again.", signInUrl,
                Duration.ZERO);
    }

    private Alert parked(Account account, String subject) {
        String reason = String.valueOf(account.reason()).replace(" /login", " " + signInUrl);
        return new Alert(key(subject, account), subject, account.id(), account.displayName(), null,
                "Account " + account.id() + ": " + reason, "Account " + account.id() + " syncs again.",
                Account.NEEDS_SIGN_IN.equals(account.status()) ? signInUrl : null, Duration.ZERO);
    }

    /** @param impossible what of its state lies in the future, in words; null when nothing does */
    private void look(Account account, Endpoint endpoint, Cursors.State state, String impossible, Instant now,
                      List<Alert> needs, Set<String> fine) {
        String key = key(Alert.ENDPOINT + ":" + endpoint.id(), account);
        String name = "Endpoint " + endpoint.id() + " of account " + account.id();
        Instant last = state.lastSuccessAt();
        boolean proven = last != null && !last.isBefore(account.authorizedAt());
        Instant since = proven ? last : account.authorizedAt();
        Instant silent = since;
        for (int i = 0; i < INTERVALS; i++) {
            silent = endpoint.schedule().next(silent);
        }
        String trouble = null;
        Duration patience = Duration.ZERO;
        if (impossible != null) {
            // over with its next success
            trouble = name + ": " + impossible;
            patience = LONGEST_PATIENCE;
        } else if (now.isAfter(silent)) {
            trouble = name + " has had no success since " + (proven ? last : "the sign-in") + "."
                    + (state.lastError() == null ? "" : " " + state.lastError());
            Duration interval = Duration.between(since, endpoint.schedule().next(since));
            patience = interval.compareTo(LONGEST_PATIENCE) < 0 ? interval : LONGEST_PATIENCE;
        } else if (proven && state.retryAt() == null && state.lastError() != null) {
            trouble = name + ": " + state.lastError().replace(" /login", " " + signInUrl);
        }
        if (trouble != null) {
            needs.add(new Alert(key, Alert.ENDPOINT, account.id(), account.displayName(), endpoint.id(), trouble,
                    name + " works again.", null, patience));
        } else if (proven) {
            fine.add(key);
        }
    }

    private static boolean isSoon(Account account, Instant now) {
        return !now.isBefore(account.signInExpiresAt().minus(SOON));
    }

    private String signInEnds(Account account, Instant now) {
        Instant end = account.signInExpiresAt();
        return "Spotify ends a sign-in after six months, " + (now.isBefore(end) ? "this one on " : "and this one ended on ")
                + LocalDate.ofInstant(end, ZoneOffset.UTC) + ". Sign in again at " + signInUrl + ".";
    }

    private static String key(String subject, Account account) {
        return subject + ":" + account.id();
    }
}
