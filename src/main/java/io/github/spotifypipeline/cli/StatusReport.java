package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.web.HealthAnswer;
import io.github.spotifypipeline.web.Status;
import io.github.spotifypipeline.web.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The state for people.
 *
 * @param checks    what {@code GET /health/ready} answers
 * @param letters   of {@code GET /api/trouble}
 * @param signInUrl what a person opens to sign in
 * @param isRunning whether a pipeline answered; where a process only looks, the routes do not run
 */
record StatusReport(Status status, List<HealthAnswer.Check> checks, List<Trouble.Letters> letters, Instant now,
                    String signInUrl, boolean isRunning) {

    /** What needs a person, one line each; empty when all is well. */
    List<String> needs() {
        Set<String> needs = new LinkedHashSet<>();
        if (status.installation().setupTrouble() != null) {
            needs.add(status.installation().setupTrouble());
        } else if (!status.installation().configured()) {
            needs.add("No app at Spotify is set: make one at developer.spotify.com/dashboard with the redirect URI "
                    + status.installation().redirectUri() + ", then enter its client id on the page (or set"
                    + " SPOTIFY_CLIENT_ID).");
        } else if (status.accounts().isEmpty()) {
            needs.add("Nobody is signed in: open " + signInUrl + ".");
        }
        for (HealthAnswer.Check check : checks) {
            needs.addAll(check.degraded());
            if (isRunning && "down".equals(check.state()) && check.message() != null) {
                needs.add(check.message());
            }
        }
        status.accounts().stream().filter(account -> !account.scopesMissing().isEmpty())
                .forEach(account -> needs.add("Account "
                + account.id() + " has not granted all that the endpoints need: sign in again at " + signInUrl + "."));
        return needs.stream().map(Words::plain).toList();
    }

    /** The whole state. @param where what was asked */
    List<String> lines(String where) {
        List<String> lines = new ArrayList<>();
        lines.add("Spotify pipeline " + status.installation().version() + ", " + where);
        section(lines, "Accounts", accounts());
        section(lines, "Endpoints", endpoints());
        section(lines, "Limits", limits());
        lines.add("");
        lines.addAll(letterLines());
        lines.add("Gaps, times in which plays may be lost: " + status.losses().gaps());
        List<String> needs = needs();
        if (!needs.isEmpty()) {
            lines.add("");
            lines.add("Needs you:");
            needs.forEach(need -> lines.add("- " + need));
        }
        return lines;
    }

    /** A replay leaves out the letters of an endpoint that is gone. */
    private List<String> letterLines() {
        Set<String> gone = letters.stream().map(Trouble.Letters::endpoint)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean canBeReplayed = gone.isEmpty()
                || gone.removeAll(status.endpoints().stream().map(Status.EndpointState::id).toList());
        long count = status.losses().deadLetters();
        List<String> lines = new ArrayList<>();
        lines.add("Dead letters: " + count + (count > 0 && canBeReplayed
                ? " (mend the transform, then: spotify-pipeline replay)" : ""));
        // another application may run endpoints on the same MongoDB
        gone.forEach(id -> lines.add(Words.plain("- those of " + id
                + ", which is no endpoint here: put its file back or, unless another program runs it, delete them in"
                + " mongosh: db.dead_letters.deleteMany({ endpoint: \"" + id + "\" })")));
        return lines;
    }

    private static void section(List<String> lines, String title, TextTable table) {
        List<String> rows = table.lines();
        if (!rows.isEmpty()) {
            lines.add("");
            lines.add(title);
            lines.addAll(rows);
        }
    }

    private TextTable accounts() {
        TextTable table = new TextTable("ACCOUNT", "NAME", "STATE", "SIGN-IN ENDS");
        status.accounts().forEach(account -> table.row(account.id(), account.displayName(), account.status(),
                time(account.signInExpiresAt(), "-")));
        return table;
    }

    private TextTable endpoints() {
        TextTable table = new TextTable("ENDPOINT", "ACCOUNT", "LAST SUCCESS", "NEXT RUN", "DOCUMENTS", "STATE");
        status.endpoints().forEach(endpoint -> endpoint.accounts()
                .forEach(sync -> table.row(endpoint.id(), sync.accountId(),
                time(sync.lastSuccessAt(), "never"), time(sync.nextRunAt(), "-"), String.valueOf(sync.documents()),
                state(endpoint.id(), sync))));
        return table;
    }

    private String state(String endpoint, Status.SyncState sync) {
        if (sync.lastError() != null) {
            return sync.lastError();
        }
        if (sync.blockedUntil() != null) {
            return "blocked until " + sync.blockedUntil();
        }
        return status.details().conditions().stream()
                .filter(one -> one.endpoint().equals(endpoint) && one.accountId().equals(sync.accountId())).findFirst()
                .map(one -> one.condition().replace('_', ' '))
                .orElseGet(() -> sync.lastSuccessAt() == null ? "waiting"
                        : "ok" + refusedLists(endpoint, sync.accountId()));
    }

    private String refusedLists(String endpoint, String accountId) {
        return status.details().refusedLists().stream()
                .filter(one -> one.endpoint().equals(endpoint) && one.accountId().equals(accountId)).findFirst()
                .map(one -> ", Spotify refuses " + Words.count(one.lists(), "list")).orElse("");
    }

    private TextTable limits() {
        TextTable table = new TextTable("BUCKET", "CALLS IN 24 HOURS", "BLOCKED", "REASON");
        status.limits().forEach(limit -> table.row(limit.bucket(), String.valueOf(limit.calls()),
                limit.blockedUntil() == null ? "no" : "until " + limit.blockedUntil(),
                limit.reason() == null ? "" : limit.reason()));
        return table;
    }

    private String time(Instant time, String otherwise) {
        return time == null ? otherwise : Words.relative(time, now);
    }
}
