package io.github.spotifypipeline.web;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.files.EndpointFolder;
import io.github.spotifypipeline.endpoint.files.FileProblem;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.Version;
import io.github.spotifypipeline.spotify.Bucket;
import io.github.spotifypipeline.spotify.RateLimit;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.sync.Gaps;
import io.github.spotifypipeline.sync.Syncs;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code GET /api/status} shows. Times are ISO 8601 in UTC. */
public final class StatusAnswer {

    private final AccountStore vault;
    private final EndpointRegistry endpoints;
    private final Syncs syncs;
    private final Cursors cursors;
    private final RateLimitStore limits;
    private final DeadLetters deadLetters;
    private final Database database;
    private final Settings settings;
    private final Clock clock;
    private final EndpointFolder folder;
    private final AlertRules attention;

    public StatusAnswer(AccountStore vault, EndpointRegistry endpoints, Syncs syncs, Cursors cursors, RateLimitStore limits,
                  DeadLetters deadLetters, Database database, Settings settings, Clock clock, EndpointFolder folder,
                  AlertRules attention) {
        this.vault = vault;
        this.endpoints = endpoints;
        this.syncs = syncs;
        this.cursors = cursors;
        this.limits = limits;
        this.deadLetters = deadLetters;
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        this.folder = folder;
        this.attention = attention;
    }

    /** The whole state. */
    public Answer show() {
        List<Account> accounts = vault.accountList();
        List<Endpoint> all = endpoints.all();
        Cursors.States states = cursors.all();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("accounts", accounts.stream().map(account -> show(account, all)).toList());
        status.put("endpoints", all.stream().map(endpoint -> show(endpoint, accounts, states)).toList());
        status.put("problems", folder.problems().stream().map(StatusAnswer::show).toList());
        status.put("limits", limits.list().stream().map(StatusAnswer::show).toList());
        status.put("dead_letters", deadLetters.count());
        status.put("gaps", new Gaps(database, clock).open());
        status.put("version", Version.text());
        status.put("conditions", all.stream().flatMap(endpoint -> conditions(endpoint, accounts, states)).toList());
        status.put("refused_lists", all.stream().flatMap(endpoint -> refused(endpoint, accounts, states)).toList());
        status.put("next_runs", all.stream().flatMap(endpoint -> nextRuns(endpoint, accounts, states)).toList());
        status.put("configured", !settings.clientId().isEmpty());
        status.put("redirect_uri", settings.redirectUri().toString());
        status.put("sandbox", settings.sandbox());
        return ErrorAnswers.json(200, status);
    }

    private Map<String, Object> show(Account account, List<Endpoint> endpoints) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", account.id());
        shown.put("display_name", account.displayName());
        RateLimit refused = account.isActive() ? limits.all() : null;
        shown.put("status", refused == null ? account.status() : Account.BLOCKED);
        shown.put("reason", refused != null ? refused.reason()
                : account.isActive() ? attention.hint(account) : account.reason());
        shown.put("authorized_at", text(account.authorizedAt()));
        shown.put("sign_in_expires_at", text(account.signInExpiresAt()));
        shown.put("scopes_missing", endpoints.stream().flatMap(endpoint -> endpoint.scopes().stream()).distinct()
                .filter(scope -> !account.scopes().contains(scope)).sorted().toList());
        return shown;
    }

    private Map<String, Object> show(Endpoint endpoint, List<Account> accounts, Cursors.States states) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Account account : accounts) {
            Cursors.State state = states.of(account.id(), endpoint.id());
            boolean granted = account.scopes().containsAll(endpoint.scopes());
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("account_id", account.id());
            row.put("last_success_at", text(state.lastSuccessAt()));
            row.put("last_error", state.lastError());
            row.put("next_run_at", account.isActive() && granted ? text(nextRun(endpoint, account, state)) : null);
            row.put("documents", state.documents() == null ? 0 : state.documents());
            row.put("blocked_until", text(blockedUntil(endpoint)));
            rows.add(row);
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", endpoint.id());
        shown.put("path", endpoint.path());
        shown.put("collection", endpoint.collection());
        shown.put("every", endpoint.schedule().toString());
        shown.put("accounts", rows);
        return shown;
    }

    private Instant blockedUntil(Endpoint endpoint) {
        RateLimit refused = limits.all();
        return refused == null ? limits.blockedUntil(Bucket.of(endpoint.path())) : refused.blockedUntil();
    }

    private static Map<String, Object> show(RateLimit limit) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("bucket", limit.bucket());
        shown.put("calls_24h", limit.calls());
        shown.put("blocked_until", text(limit.blockedUntil()));
        shown.put("reason", limit.reason());
        return shown;
    }

    private static Map<String, Object> show(FileProblem problem) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("file", problem.file());
        shown.put("line", problem.line());
        shown.put("message", problem.message());
        shown.put("since", text(problem.since()));
        return shown;
    }

    /** Why an endpoint of an account stores nothing although nothing is wrong. */
    private static Stream<Map<String, String>> conditions(Endpoint endpoint, List<Account> accounts, Cursors.States states) {
        return accounts.stream().flatMap(account -> {
            String condition = !account.scopes().containsAll(endpoint.scopes()) ? "waits_for_scopes"
                    : states.of(account.id(), endpoint.id()).available() ? null : "not_available";
            return Stream.ofNullable(condition).map(found ->
                    Map.of("endpoint", endpoint.id(), "account_id", account.id(), "condition", found));
        });
    }

    /** How many lists, such as the items of a playlist, Spotify refused to an endpoint of an account. */
    private static Stream<Map<String, Object>> refused(Endpoint endpoint, List<Account> accounts, Cursors.States states) {
        return accounts.stream().filter(account -> states.of(account.id(), endpoint.id()).refusedLists() > 0)
                .map(account -> Map.of("endpoint", endpoint.id(), "account_id", account.id(),
                        "lists", states.of(account.id(), endpoint.id()).refusedLists()));
    }

    /** The next three, if each succeeds at once. */
    private Stream<Map<String, Object>> nextRuns(Endpoint endpoint, List<Account> accounts, Cursors.States states) {
        return accounts.stream().filter(Account::isActive)
                .filter(account -> account.scopes().containsAll(endpoint.scopes())).map(account -> {
                    Map<String, Object> shown = new LinkedHashMap<>();
                    shown.put("account_id", account.id());
                    shown.put("endpoint", endpoint.id());
                    shown.put("at", endpoint.schedule().turnsFrom(nextRun(endpoint, account,
                            states.of(account.id(), endpoint.id()))).stream().map(StatusAnswer::text).toList());
                    return shown;
                });
    }

    /** What is overdue runs now. */
    private Instant nextRun(Endpoint endpoint, Account account, Cursors.State state) {
        Instant turn = syncs.nextRun(endpoint, account, state);
        return turn.isBefore(clock.instant()) ? clock.instant() : turn;
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
