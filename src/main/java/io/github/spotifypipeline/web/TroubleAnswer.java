package io.github.spotifypipeline.web;

import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.alerts.Overview;
import io.github.spotifypipeline.database.StoredTime;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.routefiles.FileProblem;
import io.github.spotifypipeline.sync.Gaps;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /api/trouble}: what went wrong and is not over. */
public final class TroubleAnswer {

    private static final int MOST_GAPS = 100;
    private static final int MOST_LETTERS = 50;

    private final Supplier<Overview> overviews;
    private final AlertRules alerts;
    private final DeadLetters deadLetters;
    private final Gaps gaps;
    private final Supplier<List<FileProblem>> files;

    public TroubleAnswer(Supplier<Overview> overviews, AlertRules alerts, DeadLetters deadLetters, Gaps gaps,
                         Supplier<List<FileProblem>> files) {
        this.overviews = overviews;
        this.alerts = alerts;
        this.deadLetters = deadLetters;
        this.gaps = gaps;
        this.files = files;
    }

    /** @return 200 with {@link Trouble} */
    public Answer show() {
        Overview now = overviews.get();
        return Answer.json(200, new Trouble(
                gaps.listOpen(MOST_GAPS).stream().map(gap -> new Trouble.Gap(gap.getString("account_id"),
                        gap.getString("endpoint"), StoredTime.of(gap, "from"), StoredTime.of(gap, "to"),
                        StoredTime.of(gap, "noticed_at"))).toList(),
                deadLetters.groups(MOST_LETTERS).stream().map(group -> new Trouble.Letters(group.endpointId(),
                        group.accountId(), group.reason(), group.failures(), group.retriable(),
                        group.exampleId())).toList(),
                now.blocked().map(limit -> new Trouble.BlockedBucket(limit.bucket(), limit.blockedUntil(),
                        limit.reason()))
                        .toList(),
                now.accounts().stream().filter(account -> !account.isActive()).map(account -> new Trouble.ParkedAccount(
                        account.id(), account.displayName(), account.status(), account.reason())).toList(),
                alerts.look().needs().stream().map(alert -> new Trouble.Need(alert.subject(), alert.accountId(),
                        alert.endpointId(), alert.message(), alert.signInUrl())).toList(),
                files.get().stream().map(problem -> new Trouble.BrokenFile(problem.file(), problem.line(),
                        problem.message())).toList()));
    }
}
