package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The syncs that were asked for, and what {@code GET /api/status} shows to have come of them. */
final class SyncsUnderWay {

    /** What failed is tried again a minute later or more; what waits for its turn is shown as due now. */
    private static final Duration FAR = Duration.ofSeconds(10);

    /**
     * A sync of an endpoint of an account.
     *
     * @param lastSuccess before it, as it was shown
     * @param nextRun     likewise
     * @param end         what came of it; null: it goes on
     * @param good        whether that is a success
     */
    private record One(String name, JsonNode lastSuccess, JsonNode nextRun, String end, boolean good) {

        One ended(String how, boolean isGood) {
            return new One(name, lastSuccess, nextRun, how, isGood);
        }
    }

    private final Map<String, One> all = new LinkedHashMap<>();
    private final Clock clock;

    /** @param before the status before they were asked for; accounts that cannot sync an endpoint are left out */
    SyncsUnderWay(JsonNode before, Set<String> endpoints, Clock clock) {
        this.clock = clock;
        each(before, (key, name, row) -> {
            if (endpoints.contains(key.substring(0, key.indexOf(' '))) && row.path("next_run_at").isTextual()) {
                all.put(key, new One(name, row.path("last_success_at"), row.path("next_run_at"), null, false));
            }
        });
    }

    private interface Row {
        void take(String key, String name, JsonNode row);
    }

    private static void each(JsonNode status, Row taker) {
        for (JsonNode endpoint : status.path("endpoints")) {
            for (JsonNode row : endpoint.path("accounts")) {
                String key = endpoint.path("id").asText() + " " + row.path("account_id").asText();
                taker.take(key, key.replace(" ", " account="), row);
            }
        }
    }

    /** Compares with a later status. */
    void look(JsonNode status) {
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        each(status, (key, name, row) -> rows.put(key, row));
        all.replaceAll((key, one) -> one.end() != null ? one : look(one, rows.get(key)));
    }

    private One look(One one, JsonNode row) {
        if (row == null) {
            return one.ended("is not there any more", false);
        }
        JsonNode next = row.path("next_run_at");
        String error = row.path("last_error").asText("");
        if (!row.path("last_success_at").equals(one.lastSuccess())) {
            return one.ended("succeeded, " + Words.count(row.path("documents").asLong(), "document") + " stored"
                    + (row.path("last_error").isTextual() ? ", but: " + error : ""), !row.path("last_error").isTextual());
        }
        if (!next.isTextual()) {
            return one.ended("the account does not sync: " + error, false);
        }
        if (row.path("blocked_until").isTextual()) {
            return one.ended("blocked until " + row.get("blocked_until").textValue(), false);
        }
        boolean later = Instant.parse(next.textValue()).isAfter(clock.instant().plus(FAR));
        return later && row.path("last_error").isTextual() && !next.equals(one.nextRun())
                ? one.ended("failed: " + error, false) : one;
    }

    int count() {
        return all.size();
    }

    /** How many go on. */
    int open() {
        return (int) all.values().stream().filter(one -> one.end() == null).count();
    }

    boolean hasEnded() {
        return open() == 0;
    }

    /** Whether all have; also false when there is none. */
    boolean haveSucceeded() {
        return !all.isEmpty() && all.values().stream().allMatch(One::good);
    }

    /** One line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        all.values().forEach(one -> lines.add(Words.plain(one.name() + ": "
                + (one.end() == null ? "goes on" : one.end()))));
        return lines.isEmpty() ? List.of("Nobody is signed in who could sync this.") : lines;
    }
}
