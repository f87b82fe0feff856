package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The state for people, made of what {@code GET /api/status}, {@code GET /health/ready} and, for dead letters,
 * {@code GET /api/trouble} answer.
 */
final class StatusReport {

    private final JsonNode status;
    private final JsonNode health;
    private final JsonNode trouble;
    private final Instant now;
    private final String signInUrl;
    private final boolean isRunning;

    /**
     * @param trouble   a missing node when there are no dead letters
     * @param signInUrl what a person opens to sign in
     * @param isRunning whether a pipeline answered; of a process that only looks, the routes do not run
     */
    StatusReport(JsonNode status, JsonNode health, JsonNode trouble, Instant now, String signInUrl, boolean isRunning) {
        this.status = status;
        this.health = health;
        this.trouble = trouble;
        this.now = now;
        this.signInUrl = signInUrl;
        this.isRunning = isRunning;
    }

    /** What needs a person, one line each; empty when all is well. */
    List<String> needs() {
        Set<String> needs = new LinkedHashSet<>();
        if (!status.path("configured").asBoolean()) {
            needs.add("No app at Spotify is set: make one at developer.spotify.com/dashboard with the redirect URI "
                    + status.path("redirect_uri").asText() + ", then set SPOTIFY_CLIENT_ID.");
        } else if (status.path("accounts").isEmpty()) {
            needs.add("Nobody is signed in: open " + signInUrl + ".");
        }
        for (JsonNode check : health.path("checks")) {
            check.path("degraded").forEach(need -> needs.add(need.asText()));
            if (isRunning && check.path("state").asText().equals("down") && check.has("message")) {
                needs.add(check.get("message").asText());
            }
        }
        for (JsonNode account : status.path("accounts")) {
            if (!account.path("scopes_missing").isEmpty()) {
                needs.add("Account " + account.path("id").asText() + " has not granted all that the endpoints need: sign in"
                        + " again at " + signInUrl + ".");
            }
        }
        return needs.stream().map(Words::plain).toList();
    }

    /** The whole state. @param where what was asked */
    List<String> lines(String where) {
        List<String> lines = new ArrayList<>();
        lines.add("Spotify pipeline " + status.path("version").asText() + ", " + where);
        section(lines, "Accounts", accounts());
        section(lines, "Endpoints", endpoints());
        section(lines, "Limits", limits());
        lines.add("");
        lines.addAll(letters());
        lines.add("Gaps, times in which plays may be lost: " + status.path("gaps").asLong());
        List<String> needs = needs();
        if (!needs.isEmpty()) {
            lines.add("");
            lines.add("Needs you:");
            needs.forEach(need -> lines.add("- " + need));
        }
        return lines;
    }

    /** Those of an endpoint that is there no more are not replayed. */
    private List<String> letters() {
        Set<String> endpoints = new TreeSet<>(status.path("endpoints").findValuesAsText("id"));
        Set<String> gone = new TreeSet<>(trouble.path("dead_letters").findValuesAsText("endpoint"));
        boolean canBeReplayed = gone.isEmpty() || gone.removeAll(endpoints);
        long count = status.path("dead_letters").asLong();
        List<String> lines = new ArrayList<>();
        lines.add("Dead letters: " + count + (count > 0 && canBeReplayed
                ? " (mend the transform, then: spotify-pipeline replay)" : ""));
        // another application may run endpoints on the same MongoDB
        gone.forEach(id -> lines.add(Words.plain("- those of " + id + ", which is no endpoint here: put its file back or,"
                + " unless another program runs it, delete them in mongosh:"
                + " db.dead_letters.deleteMany({ endpoint: \"" + id + "\" })")));
        return lines;
    }

    private static void section(List<String> lines, String title, TextTable table) {
        if (!table.lines().isEmpty()) {
            lines.add("");
            lines.add(title);
            lines.addAll(table.lines());
        }
    }

    private TextTable accounts() {
        TextTable table = new TextTable("ACCOUNT", "NAME", "STATE", "SIGN-IN ENDS");
        for (JsonNode account : status.path("accounts")) {
            table.row(account.path("id").asText(), account.path("display_name").asText(), account.path("status").asText(),
                    time(account, "sign_in_expires_at", "-"));
        }
        return table;
    }

    private TextTable endpoints() {
        TextTable table = new TextTable("ENDPOINT", "ACCOUNT", "LAST SUCCESS", "NEXT RUN", "DOCUMENTS", "STATE");
        for (JsonNode endpoint : status.path("endpoints")) {
            for (JsonNode row : endpoint.path("accounts")) {
                table.row(endpoint.path("id").asText(), row.path("account_id").asText(),
                        time(row, "last_success_at", "never"), time(row, "next_run_at", "-"),
                        row.path("documents").asText(), state(endpoint.path("id").asText(), row));
            }
        }
        return table;
    }

    private String state(String endpoint, JsonNode row) {
        if (row.path("last_error").isTextual()) {
            return row.get("last_error").textValue();
        }
        if (row.path("blocked_until").isTextual()) {
            return "blocked until " + row.get("blocked_until").textValue();
        }
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("endpoint").asText().equals(endpoint)
                    && condition.path("account_id").equals(row.path("account_id"))) {
                return condition.path("condition").asText().replace('_', ' ');
            }
        }
        long refused = refusedLists(endpoint, row);
        return row.path("last_success_at").isNull() ? "waiting"
                : refused == 0 ? "ok" : "ok, Spotify refuses " + refused + (refused == 1 ? " list" : " lists");
    }

    private long refusedLists(String endpoint, JsonNode row) {
        for (JsonNode refused : status.path("refused_lists")) {
            if (refused.path("endpoint").asText().equals(endpoint)
                    && refused.path("account_id").equals(row.path("account_id"))) {
                return refused.path("lists").asLong();
            }
        }
        return 0;
    }

    private TextTable limits() {
        TextTable table = new TextTable("BUCKET", "CALLS IN 24 HOURS", "BLOCKED", "REASON");
        for (JsonNode limit : status.path("limits")) {
            table.row(limit.path("bucket").asText(), limit.path("calls_24h").asText(),
                    limit.path("blocked_until").isTextual()
                    ? "until " + limit.get("blocked_until").textValue() : "no",
                    limit.path("reason").asText(""));
        }
        return table;
    }

    private String time(JsonNode node, String field, String otherwise) {
        return node.path(field).isTextual() ? Words.relative(Instant.parse(node.get(field).textValue()), now) : otherwise;
    }
}
