package io.github.spotifypipeline.web;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.alerts.Alert;
import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.endpoint.files.EndpointFolder;
import io.github.spotifypipeline.endpoint.files.FileProblem;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.spotify.RateLimit;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.sync.Gaps;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;

/** What {@code GET /api/trouble} shows: all that went wrong and is not over, in lists that are empty when all is well. */
public final class TroubleList {

    private static final int MOST_GAPS = 100;
    private static final int MOST_LETTERS = 50;

    private final AccountStore vault;
    private final RateLimitStore limits;
    private final DeadLetters deadLetters;
    private final Gaps gaps;
    private final EndpointFolder folder;
    private final AlertRules attention;

    public TroubleList(AccountStore vault, RateLimitStore limits, DeadLetters deadLetters, Gaps gaps, EndpointFolder folder,
                       AlertRules attention) {
        this.vault = vault;
        this.limits = limits;
        this.deadLetters = deadLetters;
        this.gaps = gaps;
        this.folder = folder;
        this.attention = attention;
    }

    /** All of it; times are ISO 8601 in UTC. */
    public Answer show() {
        Map<String, Object> trouble = new LinkedHashMap<>();
        trouble.put("gaps", gaps.open(MOST_GAPS).stream().map(TroubleList::gap).toList());
        trouble.put("dead_letters", deadLetters.groups(MOST_LETTERS).stream().map(TroubleList::letters).toList());
        trouble.put("limits", limits.list().stream().filter(limit -> limit.blockedUntil() != null)
                .map(TroubleList::limit).toList());
        trouble.put("accounts", vault.accountList().stream().filter(account -> !account.isActive())
                .map(TroubleList::account).toList());
        trouble.put("needs", attention.look().needs().stream().map(TroubleList::need).toList());
        trouble.put("files", folder.problems().stream().map(TroubleList::file).toList());
        return ErrorAnswers.json(200, trouble);
    }

    private static Map<String, Object> gap(Document gap) {
        return fields("account_id", gap.getString("account_id"), "endpoint", gap.getString("endpoint"),
                "from", gap.getDate("from").toInstant(), "to", gap.getDate("to").toInstant(),
                "found_at", gap.getDate("noticed_at").toInstant());
    }

    private static Map<String, Object> letters(DeadLetters.Group group) {
        return fields("endpoint", group.endpointId(), "account_id", group.accountId(), "reason", group.reason(),
                "count", group.count(), "first_at", group.firstAt(), "last_at", group.lastAt(),
                "retriable", group.retriable(), "example_id", group.exampleId());
    }

    private static Map<String, Object> limit(RateLimit limit) {
        return fields("bucket", limit.bucket(), "blocked_until", limit.blockedUntil(), "reason", limit.reason());
    }

    private static Map<String, Object> account(Account account) {
        return fields("id", account.id(), "display_name", account.displayName(), "status", account.status(),
                "reason", account.reason());
    }

    private static Map<String, Object> need(Alert need) {
        return fields("subject", need.subject(), "account_id", need.accountId(), "endpoint", need.endpointId(),
                "message", need.message(), "sign_in_url", need.signInUrl());
    }

    private static Map<String, Object> file(FileProblem problem) {
        return fields("file", problem.file(), "line", problem.line(), "message", problem.message());
    }

    /** @param namesAndValues a name, its value, a name, …; what JSON has no type for becomes a text */
    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            fields.put((String) namesAndValues[i],
                    value == null || value instanceof Number || value instanceof Boolean ? value : value.toString());
        }
        return fields;
    }
}
