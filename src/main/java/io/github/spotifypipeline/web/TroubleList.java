package io.github.spotifypipeline.web;

import io.github.spotifypipeline.attention.Attention;
import io.github.spotifypipeline.attention.Need;
import io.github.spotifypipeline.auth.Account;
import io.github.spotifypipeline.auth.TokenVault;
import io.github.spotifypipeline.endpointfiles.EndpointFolder;
import io.github.spotifypipeline.endpointfiles.FileProblem;
import io.github.spotifypipeline.limits.Limit;
import io.github.spotifypipeline.limits.Limits;
import io.github.spotifypipeline.load.DeadLetters;
import io.github.spotifypipeline.sync.Gaps;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;

/** What {@code GET /api/trouble} shows: all that went wrong and is not over, in lists that are empty when all is well. */
public final class TroubleList {

    private static final int MOST_GAPS = 100;
    private static final int MOST_LETTERS = 50;

    private final TokenVault vault;
    private final Limits limits;
    private final DeadLetters deadLetters;
    private final Gaps gaps;
    private final EndpointFolder folder;
    private final Attention attention;

    public TroubleList(TokenVault vault, Limits limits, DeadLetters deadLetters, Gaps gaps, EndpointFolder folder,
                       Attention attention) {
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
        return Answers.json(200, trouble);
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

    private static Map<String, Object> limit(Limit limit) {
        return fields("bucket", limit.bucket(), "blocked_until", limit.blockedUntil(), "reason", limit.reason());
    }

    private static Map<String, Object> account(Account account) {
        return fields("id", account.id(), "display_name", account.displayName(), "status", account.status(),
                "reason", account.reason());
    }

    private static Map<String, Object> need(Need need) {
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
