package io.github.spotifypipeline.web;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.alerts.Overview;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.routefiles.FileProblem;
import io.github.spotifypipeline.spotify.Bucket;
import io.github.spotifypipeline.spotify.RateLimit;
import io.github.spotifypipeline.sync.Gaps;
import io.github.spotifypipeline.schedule.SyncSchedule;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /api/status}: the state of accounts and syncs. */
public final class StatusAnswer {

    private final Supplier<Overview> overviews;
    private final AlertRules alerts;
    private final SyncSchedule syncs;
    private final DeadLetters deadLetters;
    private final Gaps gaps;
    private final Supplier<List<FileProblem>> files;
    private final Supplier<Status.Installation> installation;

    public StatusAnswer(Supplier<Overview> overviews, AlertRules alerts, SyncSchedule syncs, DeadLetters deadLetters,
                        Gaps gaps, Supplier<List<FileProblem>> files, Supplier<Status.Installation> installation) {
        this.overviews = overviews;
        this.alerts = alerts;
        this.syncs = syncs;
        this.deadLetters = deadLetters;
        this.gaps = gaps;
        this.files = files;
        this.installation = installation;
    }

    /** @return 200 with a {@link Status} */
    public Answer show() {
        Overview now = overviews.get();
        return Answer.json(200, new Status(
                now.accounts().stream().map(account -> account(account, now)).toList(),
                now.endpoints().stream().map(endpoint -> endpoint(endpoint, now)).toList(),
                now.limits().stream().map(limit -> new Status.BucketState(limit.bucket(), limit.calls(),
                        limit.blockedUntil(), limit.reason())).toList(),
                files.get(),
                new Status.Losses(deadLetters.count(), gaps.countOpen()),
                new Status.Details(each(now, this::condition), each(now, this::refusedLists),
                        each(now, this::nextRuns)),
                installation.get()));
    }

    private Status.AccountState account(Account account, Overview now) {
        RateLimit block = account.isActive() ? now.blockOfApp() : null;
        String reason = block != null ? block.reason()
                : account.reason() == null ? alerts.hint(account, now.now()) : account.reason();
        List<String> missing = now.endpoints().stream().flatMap(endpoint -> endpoint.scopes().stream()).distinct()
                .filter(scope -> !account.scopes().contains(scope)).sorted().toList();
        return new Status.AccountState(account.id(), account.displayName(),
                block == null ? account.status() : Account.BLOCKED, reason, account.authorizedAt(),
                account.signInExpiresAt(), missing);
    }

    private Status.EndpointState endpoint(Endpoint endpoint, Overview now) {
        RateLimit block = now.blockOfApp() != null ? now.blockOfApp() : now.block(Bucket.of(endpoint.path()));
        Instant blockedUntil = block == null ? null : block.blockedUntil();
        return new Status.EndpointState(endpoint.id(), endpoint.path(), endpoint.collection(),
                endpoint.schedule().toString(), now.accounts().stream().map(account -> {
                    CursorState state = now.state(account, endpoint);
                    return new Status.SyncState(account.id(), state.lastSuccessAt(), state.errors().last(),
                            nextRun(endpoint, account, now),
                            state.found().documents() == null ? 0 : state.found().documents(), blockedUntil);
                }).toList());
    }

    /** What is overdue runs now. @return null when the account cannot sync it */
    private Instant nextRun(Endpoint endpoint, Account account, Overview now) {
        if (!account.isActive() || !account.scopes().containsAll(endpoint.scopes())) {
            return null;
        }
        Instant next = syncs.nextRun(endpoint, account, now.state(account, endpoint));
        return next.isBefore(now.now()) ? now.now() : next;
    }

    private interface Detail<T> {

        /** Null when there is nothing to say. */
        T of(Endpoint endpoint, Account account, Overview now);
    }

    private static <T> List<T> each(Overview now, Detail<T> detail) {
        return now.endpoints().stream().flatMap(endpoint -> now.accounts().stream()
                .map(account -> detail.of(endpoint, account, now))).filter(one -> one != null).toList();
    }

    private Status.Condition condition(Endpoint endpoint, Account account, Overview now) {
        String condition = !account.scopes().containsAll(endpoint.scopes()) ? "waits_for_scopes"
                : now.state(account, endpoint).found().available() ? null : "not_available";
        return condition == null ? null : new Status.Condition(endpoint.id(), account.id(), condition);
    }

    private Status.RefusedLists refusedLists(Endpoint endpoint, Account account, Overview now) {
        long lists = now.state(account, endpoint).found().refusedLists();
        return lists == 0 ? null : new Status.RefusedLists(endpoint.id(), account.id(), lists);
    }

    private Status.NextRuns nextRuns(Endpoint endpoint, Account account, Overview now) {
        Instant next = nextRun(endpoint, account, now);
        return next == null ? null : new Status.NextRuns(account.id(), endpoint.id(),
                endpoint.schedule().turnsFrom(next));
    }
}
