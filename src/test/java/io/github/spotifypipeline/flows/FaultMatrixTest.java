package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.PlainSentences;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong at Spotify, row by row. In each, one account of two meets a fault while it has a play that is not
 * stored yet. Whatever it is: the run ends as the row says and the user reads why, no play is lost or written twice,
 * and the other account is synced meanwhile.
 */
class FaultMatrixTest {

    private static final String PLAYS = "/v1/me/player/recently-played";
    private static final String TOKEN = "/api/token";
    private static final String JSON = "application/json";
    private static final String QUOTA = "{\"error\":{\"status\":429,\"message\":\"Too many"
            + " requests\",\"reason\":\"QUOTA_EXCEEDED\"}}";

    private static TestDatabase database;
    private static TestPipeline pipeline;
    private static LogLines log;
    private static final List<Instant> PLAYED = new ArrayList<>();

    /**
     * @param at      the path that it happens at
     * @param fault   what happens to the calls of the one account
     * @param outcome of the run
     * @param cause   of the run; null when it succeeded
     * @param reads   what the user reads in it
     * @param status  the account's afterwards
     */
    private record Row(String name, String at, UnaryOperator<Fault> fault, String outcome, String cause, String reads,
                       String status) {

        @Override
        public String toString() {
            return name + ": " + outcome;
        }
    }

    private static Row passes(String name, String at, UnaryOperator<Fault> fault) {
        return new Row(name, at, fault, "succeeded", null, null, "active");
    }

    private static Row fails(String name, String at, UnaryOperator<Fault> fault, String cause, String reads) {
        return new Row(name, at, fault, "failed", cause, reads, "active");
    }

    private static Row blocks(String name, UnaryOperator<Fault> fault, String cause, String reads) {
        return new Row(name, PLAYS, fault, "blocked", cause, reads, "active");
    }

    private static Row parks(String name, String at, UnaryOperator<Fault> fault, String cause, String reads,
            String status) {
        return new Row(name, at, fault, "failed", cause, reads, status);
    }

    private static UnaryOperator<Fault> always(UnaryOperator<Fault> fault) {
        return on -> fault.apply(on.forever());
    }

    private static UnaryOperator<Fault> error(int status, String message) {
        return on -> on.status(status).body("{\"error\":{\"status\":" + status + ",\"message\":\"" + message + "\"}}",
                JSON);
    }

    private static UnaryOperator<Fault> text(int status, String text) {
        return on -> on.status(status).body(text, "text/plain");
    }

    private static UnaryOperator<Fault> json(String body) {
        return on -> on.status(200).body(body, JSON);
    }

    private static UnaryOperator<Fault> limited(String retryAfter, String body) {
        return on -> on.status(429).header("Retry-After", retryAfter).body(body, JSON);
    }

    static Stream<Row> rows() {
        String html = "<html><body>Service unavailable</body></html>";
        return Stream.of(
                passes("204 without content", PLAYS, on -> on.status(204)),
                passes("304 nobody asked for", PLAYS, on -> on.status(304)),
                fails("400 for ever", PLAYS, always(error(400, "Invalid limit")), "bad_request", "parameters"),
                passes("401 once", PLAYS, error(401, "The access token expired")),
                fails("401 for ever", PLAYS, always(error(401, "Invalid access token")), "unauthorized",
                        "also after a refresh"),
                parks("403 for too few scopes", PLAYS, always(error(403, "Insufficient client scope")), "scope",
                        "sign in again", "needs_sign_in"),
                parks("403 for an account that is not on the list, as text", PLAYS,
                        always(text(403, "User not registered in the Developer Dashboard")), "not_registered",
                        "User Management", "blocked"),
                parks("403 for an account that is not on the list, as JSON", PLAYS,
                        always(error(403, "User not registered in the Developer Dashboard")), "not_registered",
                        "User Management", "blocked"),
                fails("403 Forbidden as JSON", PLAYS, always(error(403, "Forbidden")), "forbidden",
                        "does not give this"),
                fails("403 as HTML", PLAYS, always(text(403, html)), "forbidden", "does not give this"),
                fails("403 without a body", PLAYS, always(on -> on.status(403)), "forbidden", "does not give this"),
                fails("404 for ever", PLAYS, always(error(404, "Not found.")), "not_found",
                        "check the endpoint's path"),
                passes("408 once", PLAYS, text(408, "")),
                fails("418", PLAYS, always(text(418, "teapot")), "unexpected", "HTTP 418"),
                fails("302 to another server", PLAYS,
                        always(on -> on.status(302).header("Location", "http://127.0.0.1:9/")),
                        "unexpected", "HTTP 302"),
                passes("429 with a short Retry-After", PLAYS, limited("2", "")),
                passes("429 with a Retry-After of a minute", PLAYS, limited("60", "")),
                passes("429 three times", PLAYS, on -> limited("1", "").apply(on.times(3))),
                passes("429 without a Retry-After", PLAYS, text(429, "Too many requests")),
                passes("429 with a Retry-After that is none", PLAYS, limited("soon", "")),
                blocks("429 for ever with a short Retry-After", always(limited("1", "")), "rate_limit", "fewer calls"),
                blocks("429 for ever without a Retry-After", always(text(429, "")), "rate_limit", "fewer calls"),
                blocks("429 with a long Retry-After", limited("3600", ""), "rate_limit", "not asked again before"),
                blocks("429 for the quota", limited("52531", QUOTA), "quota", "quota of calls a day"),
                blocks("429 for the quota with a short Retry-After", limited("3", QUOTA), "quota",
                        "quota of calls a day"),
                blocks("429 for the quota without a Retry-After", on -> on.status(429).body(QUOTA, JSON), "quota",
                        "quota of calls a day"),
                passes("500 once", PLAYS, text(500, html)),
                passes("502 twice", PLAYS, on -> text(502, html).apply(on.times(2))),
                passes("503 three times, empty", PLAYS, on -> on.times(3).status(503)),
                fails("503 for ever", PLAYS, always(text(503, html)), "server_error", "HTTP 503"),
                fails("503 with a long Retry-After", PLAYS, always(on -> on.status(503).header("Retry-After", "7200")),
                        "server_error", "HTTP 503"),
                passes("504 once", PLAYS, on -> on.status(504)),
                passes("a connection reset once", PLAYS, Fault::reset),
                fails("connections reset for ever", PLAYS, always(Fault::reset), "unreachable", "could not be reached"),
                passes("an answer cut off once", PLAYS, Fault::truncate),
                fails("answers cut off for ever", PLAYS, always(Fault::truncate), "unreachable", "broke off"),
                passes("an empty 200 once", PLAYS, json("")),
                fails("HTML with 200 for ever", PLAYS, always(text(200, html)), "bad_answer", "not the JSON"),
                fails("half of the JSON for ever", PLAYS, always(json("{\"items\":[{\"track\":")), "bad_answer",
                        "not the JSON"),
                fails("more than one JSON", PLAYS, always(json("{\"items\":[]} {}")), "bad_answer", "not the JSON"),
                fails("a JSON text", PLAYS, always(json("\"items\"")), "bad_answer", "not the JSON"),
                fails("a JSON array", PLAYS, always(json("[]")), "bad_answer", "no list at items"),
                fails("items that are no list", PLAYS, always(json("{\"items\":{\"0\":1}}")), "bad_answer",
                        "no list at items"),
                fails("2,000 levels", PLAYS, always(json("{\"items\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}")),
                        "bad_answer", "not the JSON"),
                passes("entries that are null", PLAYS, json("{\"items\":[null,null],\"next\":null,\"cursors\":null}")),
                passes("names that come twice", PLAYS,
                        json("{\"items\":[1],\"items\":[],\"next\":null,\"next\":null}")),
                fails("a next page on another server", PLAYS, json("{\"items\":[" + "null,".repeat(49) + "null],"
                        + "\"next\":\"http://127.0.0.2:9/v1/me/player/recently-played\",\"cursors\":{}}"),
                        "bad_address", "another server"),
                fails("a next page that is no address", PLAYS, json("{\"items\":[" + "null,".repeat(49) + "null],"
                        + "\"next\":\"{{bean:x}}\",\"cursors\":{}}"), "bad_address", "not a URL"),
                passes("no token once, HTTP 503", TOKEN, text(503, html)),
                fails("no token for ever, HTTP 500", TOKEN, always(text(500, html)), "server_error",
                        "accounts service"),
                fails("no token, a page of HTML", TOKEN, always(text(200, html)), "server_error", "gave no tokens"),
                passes("no token once, connection reset", TOKEN, Fault::reset),
                parks("a sign-in that has ended", TOKEN, on -> on.status(400).body("{\"error\":\"invalid_grant\","
                        + "\"error_description\":\"Refresh token expired\"}", JSON), "sign_in", "six months",
                        "needs_sign_in"),
                parks("a sign-in that was taken back", TOKEN, on -> on.status(400).body("{\"error\":\"invalid_grant\","
                        + "\"error_description\":\"Refresh token revoked\"}", JSON), "sign_in", "taken back",
                        "needs_sign_in"));
    }

    @BeforeAll
    static void start() {
        log = LogLines.listen();
        database = TestDatabase.embedded();
        pipeline = TestPipeline.start(database, "SYNC_TICK", "50");
        pipeline.sandbox.addAccount("other", "Other Listener").generatePlays(false);
        for (String account : List.of("demo", "other")) {
            DemoSignIn.signIn(pipeline.page(), account);
            awaitRun(account, 1);
        }
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        database.close();
        log.close();
        // other tests of this process log, too
        PlainSentences.assertPlain(log.lines().stream().filter(line -> line.contains("sync failed")
                || line.contains("needs a person")).toArray(String[]::new));
    }

    private static List<Document> runs(String account) {
        String id = pipeline.sandbox.account(account).accountId();
        return pipeline.runs("recently-played").stream().filter(run -> run.getString("account_id").equals(id)).toList();
    }

    /** The clock goes on meanwhile, so that what waits for a time gets there. */
    private static Document awaitRun(String account, int count) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(20)).until(() -> {
            boolean done = runs(account).size() >= count;
            if (!done) {
                pipeline.clock.advance(Duration.ofMillis(500));
            }
            return done;
        });
        return runs(account).get(count - 1);
    }

    private static List<Document> stored(String account) {
        String id = pipeline.sandbox.account(account).accountId();
        return pipeline.plays().stream().filter(play -> play.getString("account_id").equals(id)).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nothingIsLostAndTheUserReadsWhy(Row row) {
        Instant played = pipeline.clock.instant().minusSeconds(90);
        PLAYED.add(played);
        for (String account : List.of("demo", "other")) {
            pipeline.sandbox.account(account).addPlay(pipeline.sandbox.tracks().get(PLAYED.size() % 40), played, null);
        }
        int before = runs("demo").size();
        int others = runs("other").size();
        if (row.at().equals(TOKEN)) {
            pipeline.demo().expireAccessTokens();
        }
        pipeline.sandbox.fault(row.fault().apply(Fault.on(row.at()).account("demo")));

        pipeline.send("POST", "/api/sync/recently-played");

        Document run = awaitRun("demo", before + 1);
        assertThat(awaitRun("other", others + 1).getString("outcome")).as("the other account")
                .isIn("succeeded", "blocked");
        assertThat(run).containsEntry("outcome", row.outcome()).containsEntry("cause", row.cause());
        if (row.reads() != null) {
            assertThat(run.getString("error")).contains(row.reads()).doesNotContain("<", "html");
            assertThat(pipeline.get("/api/status").body()).contains(row.reads());
        }
        PlainSentences.assertPlain(String.valueOf(run.getString("error")), pipeline.get("/api/status").body(),
                pipeline.get("/api/trouble").body(), pipeline.get("/health/ready").body());
        assertThat(account()).containsEntry("status", row.status());

        int ended = runs("demo").size();
        heal(row);
        Document healed = awaitRun("demo", ended + 1);
        assertThat(healed).containsEntry("outcome", "succeeded");
        for (String account : List.of("demo", "other")) {
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(stored(account))
                    .extracting(play -> play.getDate("played_at").toInstant()).as("plays of %s", account)
                    .containsExactlyInAnyOrderElementsOf(PLAYED));
            assertThat(runs(account).stream().mapToInt(each -> each.getInteger("written")).sum())
                    .isEqualTo(PLAYED.size());
        }
    }

    private static Document account() {
        return database.database().getCollection("accounts").find(new Document("_id", pipeline.demo().accountId()))
                .first();
    }

    /** Whatever it was has passed, and the time that it takes to try again. */
    private static void heal(Row row) {
        pipeline.sandbox.clearFaults();
        if (!row.status().equals("active")) {
            DemoSignIn.signIn(pipeline.page(), "demo");
        }
        pipeline.clock.advance(Duration.ofHours(1));
        for (String collection : List.of("limits", "cursors")) {
            for (Document document : pipeline.documents(collection)) {
                waitFor(document.getDate(collection.equals("limits") ? "blocked_until" : "retry_at"));
            }
        }
    }

    private static void waitFor(Date time) {
        if (time != null && time.toInstant().isAfter(pipeline.clock.instant())) {
            pipeline.clock.advance(Duration.between(pipeline.clock.instant(), time.toInstant()).plusSeconds(1));
        }
    }
}
