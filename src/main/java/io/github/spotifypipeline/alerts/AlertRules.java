package io.github.spotifypipeline.alerts;

import static io.github.spotifypipeline.alerts.Alert.key;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.spotify.RateLimit;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides what needs a person: an account that does not sync, a sign-in that ends within 30 days, an endpoint that has
 * had no success for three of its intervals or could store nothing of what it read. The larger alert hides the smaller:
 * the endpoints of an account that does not sync are not listed, and nothing else is when Spotify refuses the app. What
 * is wrong with this machine, such as its clock, is always listed.
 */
public final class AlertRules {

    private static final Duration SOON = Duration.ofDays(30);
    private static final int INTERVALS = 3;
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(5);

    private final Supplier<Overview> overviews;
    private final URI signInUrl;
    private final Supplier<String> clockTrouble;

    /**
     * @param overviews    reads the state
     * @param signInUrl    what a person opens to sign in
     * @param clockTrouble says what is wrong with this machine's clock; null when nothing is
     */
    public AlertRules(Supplier<Overview> overviews, URI signInUrl, Supplier<String> clockTrouble) {
        this.overviews = overviews;
        this.signInUrl = signInUrl;
        this.clockTrouble = clockTrouble;
    }

    /** Looks at everything. @throws com.mongodb.MongoException when the database does not answer */
    public AlertFindings look() {
        Overview overview = overviews.get();
        List<Alert> alerts = new ArrayList<>();
        Set<String> fine = new HashSet<>();
        RateLimit refused = overview.blockOfApp();
        if (refused != null) {
            alerts.add(Alert.ofApp(refused.reason()));
        } else {
            overview.accounts().forEach(account -> look(account, overview, alerts, fine));
        }
        String clock = clockTrouble.get();
        if (clock != null) {
            alerts.add(Alert.ofClock(clock));
        }
        return new AlertFindings(alerts, overview.accounts().stream().map(Account::id).collect(Collectors.toSet()),
                fine);
    }

    /** Why an active account will soon need a new sign-in; null when it will not. */
    public String hint(Account account, Instant now) {
        return account.isActive() && isSoon(account, now) ? signInEnds(account, now) : null;
    }

    private void look(Account account, Overview overview, List<Alert> alerts, Set<String> fine) {
        if (account.isLocked()) {
            // another process may sync it: how far its endpoints have come tells
            alerts.add(parked(account, Alert.TOKEN_KEY));
        } else if (!account.isActive()) {
            alerts.add(parked(account, Alert.ACCOUNT));
            return;
        } else {
            fine.add(key(Alert.ACCOUNT, account, null));
        }
        if (isSoon(account, overview.now())) {
            alerts.add(new Alert(Alert.SIGN_IN, account, null,
                    "Account " + account.id() + ": " + signInEnds(account, overview.now()),
                    "Account " + account.id() + " has a new sign-in.", signInUrl, Duration.ZERO));
        } else {
            fine.add(key(Alert.SIGN_IN, account, null));
        }
        for (Endpoint endpoint : overview.endpoints()) {
            if (account.scopes().containsAll(endpoint.scopes())) {
                look(account, endpoint, overview, alerts, fine);
            } else if (overview.state(account, endpoint).lastSuccessAt() != null) {
                // it has worked, and would be silent forever
                alerts.add(ofEndpoint(account, endpoint, name(account, endpoint)
                        + " waits: the account no longer grants what it needs.", signInUrl, Duration.ZERO));
            }
        }
    }

    private Alert parked(Account account, String subject) {
        return new Alert(subject, account, null, "Account " + account.id() + ": "
                + withUrl(String.valueOf(account.reason())), "Account " + account.id() + " syncs again.",
                Account.NEEDS_SIGN_IN.equals(account.status()) ? signInUrl : null, Duration.ZERO);
    }

    private void look(Account account, Endpoint endpoint, Overview overview, List<Alert> alerts, Set<String> fine) {
        CursorState state = overview.state(account, endpoint);
        Instant last = state.lastSuccessAt();
        boolean proven = last != null && !last.isBefore(account.authorizedAt());
        Instant since = proven ? last : account.authorizedAt();
        String trouble = null;
        Duration patience = Duration.ZERO;
        if (state.impossible() != null) {
            // over with its next success
            trouble = ": " + state.impossible();
            patience = LONGEST_PATIENCE;
        } else if (overview.now().isAfter(silentFrom(endpoint, since))) {
            trouble = " has had no success since " + (proven ? last : "the sign-in") + "."
                    + (state.errors().last() == null ? "" : " " + state.errors().last());
            Duration interval = Duration.between(since, endpoint.schedule().next(since));
            patience = interval.compareTo(LONGEST_PATIENCE) < 0 ? interval : LONGEST_PATIENCE;
        } else if (proven && state.retryAt() == null && state.errors().last() != null) {
            trouble = ": " + withUrl(state.errors().last());
        }
        if (trouble != null) {
            alerts.add(ofEndpoint(account, endpoint, name(account, endpoint) + trouble, null, patience));
        } else if (proven) {
            fine.add(key(Alert.ENDPOINT, account, endpoint.id()));
        }
    }

    private static Instant silentFrom(Endpoint endpoint, Instant since) {
        Instant silent = since;
        for (int i = 0; i < INTERVALS; i++) {
            silent = endpoint.schedule().next(silent);
        }
        return silent;
    }

    private static Alert ofEndpoint(Account account, Endpoint endpoint, String message, URI signInUrl,
            Duration patience) {
        return new Alert(Alert.ENDPOINT, account, endpoint.id(), message, name(account, endpoint) + " works again.",
                signInUrl, patience);
    }

    private static String name(Account account, Endpoint endpoint) {
        return "Endpoint " + endpoint.id() + " of account " + account.id();
    }

    private String withUrl(String reason) {
        return reason.replace(" /login", " " + signInUrl);
    }

    private static boolean isSoon(Account account, Instant now) {
        return !now.isBefore(account.signInExpiresAt().minus(SOON));
    }

    private String signInEnds(Account account, Instant now) {
        Instant end = account.signInExpiresAt();
        return "Spotify ends a sign-in after six months, "
                + (now.isBefore(end) ? "this one on " : "and this one ended on ")
                + LocalDate.ofInstant(end, ZoneOffset.UTC) + ". Sign in again at " + signInUrl + ".";
    }
}
