package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.RawHttp;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Bad input over HTTP gets an error in words, and harms nothing else. */
class WebInputTest {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String MALFORMED = "percent escapes";
    private static final String LARGE = "8192 bytes at most";
    private static final String NOTHING_HERE = "nothing at this path";

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    /** @param words what the error's message holds; null: no error, or one that undertow answers without a body */
    private record Row(String request, int status, String words) {
    }

    /** A request without a body. */
    private static Row row(String line, int status, String words) {
        return new Row(line + " HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 0\n\n", status, words);
    }

    /** A request with more headers, and what follows them. */
    private static Row row(String line, String rest, int status, String words) {
        return new Row(line + " HTTP/1.1\nHost: 127.0.0.1\n" + rest, status, words);
    }

    private RawHttp.Answer answer(String line) {
        try {
            return RawHttp.send(pipeline.page(), line + " HTTP/1.1\nHost: 127.0.0.1\n\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String headers(int count, String value) {
        StringBuilder headers = new StringBuilder();
        IntStream.range(0, count).forEach(i -> headers.append("X-").append(i).append(": ").append(value).append('\n'));
        return headers.append('\n').toString();
    }

    private static final List<Row> METHODS = List.of(
            row("PUT /", 405, "takes GET, HEAD, OPTIONS only"),
            row("GET /api/sync", 405, "takes OPTIONS, POST only"),
            row("DELETE /api/sync/recently-played", 405, "takes OPTIONS, POST only"),
            row("POST /api/status", 405, "takes GET, OPTIONS only"),
            row("FOO /api/status", 405, "takes GET, OPTIONS only"),
            row("get /api/status", 405, "takes GET, OPTIONS only"),
            row("TRACE /login", 405, "takes GET, OPTIONS only"),
            row("PATCH /callback", 405, "takes GET, OPTIONS only"),
            row("GET /api/accounts/x", 405, "takes DELETE, OPTIONS only"),
            row("PUT /health/ready", 405, "takes GET, HEAD, OPTIONS only"),
            row("GET /session", 405, "takes OPTIONS, POST only"),
            row("CONNECT 127.0.0.1:80", 404, NOTHING_HERE),
            row("OPTIONS /api/sync", 204, null),
            row("OPTIONS *", 404, NOTHING_HERE),
            row("HEAD /", 200, null),
            row("HEAD /nothing", 404, null),
            row("HEAD /api/status", 405, null),
            row("HEAD /api/sync", 405, null),
            row("GET /nothing", 404, NOTHING_HERE),
            row("POST /nothing", 404, NOTHING_HERE),
            row("DELETE /api/accounts", 404, "no account"),
            row("GET /api/accounts/", 404, NOTHING_HERE),
            row("PUT /api/nothing/at/all", 404, NOTHING_HERE),
            row("OPTIONS /nothing", 404, NOTHING_HERE));

    private static final List<Row> ADDRESSES = List.of(
            row("DELETE /api/accounts/a%2Fc", 404, "no account"),
            row("DELETE /api/accounts/a/b", 404, NOTHING_HERE),
            row("DELETE /api/accounts/a%00b", 404, "no account"),
            row("DELETE /api/accounts/..", 404, "no account"),
            row("DELETE /api/accounts/../status", 404, NOTHING_HERE),
            row("DELETE /api/accounts/%2e%2e%2f%2e%2e", 404, "no account"),
            row("DELETE /api/accounts/%20?data=true", 404, "no account"),
            row("DELETE /api/accounts/;id=demo", 404, "no account"),
            row("DELETE /api/accounts/" + "x".repeat(20_000), 404, "no account"),
            row("DELETE /api/accounts/%ff", 400, MALFORMED),
            row("DELETE /api/accounts/%c0%af", 400, MALFORMED),
            row("DELETE /api/accounts/%zz", 400, null),
            row("DELETE /api/accounts/%", 400, null),
            row("DELETE /api/accounts/caf\u00e9", 400, MALFORMED),
            row("POST /api/sync/..%2Fstatus", 404, "no endpoint"),
            row("POST /api/sync/recently-played%00", 404, "no endpoint"),
            row("POST /api/sync/%ff", 400, MALFORMED),
            row("POST /api/sync/" + "x".repeat(20_000), 404, "no endpoint"),
            row("DELETE /api/accounts/x?data=TRUE", 400, "data must be true or false"),
            row("DELETE /api/accounts/x?data=1", 400, "data must be true or false"),
            row("DELETE /api/accounts/x?data", 400, "data must be true or false"),
            row("DELETE /api/accounts/x?data=", 400, "data must be true or false"),
            row("DELETE /api/accounts/x?data=true%00", 400, "data must be true or false"),
            row("DELETE /api/accounts/x?data=true&data=false", 400, "data is given more than once"),
            row("DELETE /api/accounts/x?data=true&data=true", 400, "data is given more than once"),
            row("DELETE /api/accounts/x?data=%e9", 400, MALFORMED),
            row("GET /api/status?x=%c3%28", 400, MALFORMED),
            row("GET /api/status?%", 400, null),
            row("GET /api/status?&&", 200, null),
            row("GET /api/status?%41", 400, "no parameter \"A\" here: this path takes none"),
            row("GET /api/status?=x", 400, "no parameter"),
            row("GET /api/status?data=true", 400, "no parameter"),
            row("GET /api/progress?x", 400, "no parameter"),
            row("GET /api/trouble?_=1764480000", 400, "no parameter"),
            row("GET /api/status?" + "x".repeat(500), 400, "x".repeat(60) + "\u2026"),
            row("POST /api/sync?endpoint=recently-played", 400, "no parameter"),
            row("POST /api/sync/recently-played?now", 400, "no parameter"),
            row("POST /api/replay?endpoit=recently-played", 400, "this path takes discard, endpoint"),
            row("POST /api/replay?endpoint=", 400, "endpoint is empty"),
            row("POST /api/replay?endpoint=x&endpoint=y", 400, "more than once"),
            row("POST /api/retransform?Collection=plays", 400, "this path takes collection"),
            row("POST /api/retransform?collection=%20", 400, "collection is empty"),
            row("GET /api/music?acount=x", 400, "this path takes account, from, to"),
            row("GET /api/music/times-played?from=2026-11-01&till=2026-11-02", 400, "no parameter"),
            row("GET /api/music/times-played.csv?since=2026-11-01", 400, "no parameter"),
            row("GET /api/music/times-played?from=2026-13-01", 400, "must be a day"),
            row("GET /api/music/tops?kinds=songs", 400, "takes account, after, by, from, kind, most, to"),
            row("GET /api/music/years?year=2026", 400, "this path takes account, from, to"),
            row("GET /api/music/times-played?kind=songs", 400, "no parameter"),
            row("DELETE /api/accounts/x?daat=true", 400, "this path takes data. Nothing was changed."),
            row("DELETE /api/accounts/x?data=true&force=true", 400, "no parameter"),
            row("DELETE /api/accounts/x?data=true&x", 400, "no parameter"),
            row("DELETE /api/accounts/x?data=maybe", 400, "data must be true or false"),
            row("GET /health/ready?verbose=true", 200, null),
            row("GET /?x=1", 200, null),
            row("GET /callback?code=%ff&state=x", 400, MALFORMED),
            row("GET /callback?code=a&code=b&state=x", 400, "code is given more than once"),
            row("GET /%61pi/status", 200, null),
            row("GET /api%2Fstatus", 404, NOTHING_HERE),
            row("GET /../../etc/passwd", 404, NOTHING_HERE),
            row("GET /..%5c..%5clog4j2.xml", 404, NOTHING_HERE));

    private static final List<Row> HEADERS = List.of(
            row("DELETE /api/accounts/a%2Fc", "data: true\nid: victim\n\n", 404, "no account"),
            row("POST /api/sync", "Origin: null\n\n", 403, "another site"),
            row("GET /api/status", "Origin: null\n\n", 200, null),
            row("GET /api/status", headers(99, "x"), 200, null),
            row("GET /api/status", headers(150, "x"), 431, "more headers"),
            row("GET /api/status", headers(1, "x".repeat(40_000)), 431, "more headers"),
            row("GET /api/status", headers(300, "x"), 400, null),
            row("GET /api/status", headers(1, "x".repeat(1 << 20)), 400, null),
            row("GET /api/status", "Host: 127.0.0.1\n\n", 400, null),
            new Row("GET /api/status HTTP/1.1\nHost: evil.example\n\n", 421, "host name"),
            new Row("OPTIONS /api/sync HTTP/1.1\nHost: evil.example\n\n", 421, "host name"),
            new Row("PUT / HTTP/1.1\nHost: evil.example\n\n", 421, "host name"),
            new Row("GET /api/status HTTP/1.1\n\n", 400, null),
            new Row("GET /api/status HTTP/1.0\n\n", 421, "host name"),
            new Row("GET /api/status HTTP/1.0\nHost: 127.0.0.1\n\n", 200, null),
            new Row("GET http://127.0.0.1/ HTTP/1.1\nHost: 127.0.0.1\n\n", 200, null),
            new Row("GET http://evil.example/ HTTP/1.1\nHost: 127.0.0.1\n\n", 400, null),
            new Row("DELETE http://127.0.0.1/api/accounts/x HTTP/1.1\nHost: 127.0.0.1\n\n", 404, "no account"),
            new Row("GET /api/status HTTP/2.0\nHost: 127.0.0.1\n\n", 400, null),
            new Row("nonsense\n\n", 400, null),
            row("GET /api/status", " : x\n\n", 400, null));

    private static final List<Row> BODIES = List.of(
            row("POST /api/sync", "Content-Length: 3\n\nabc", 202, null),
            row("POST /api/sync", "Transfer-Encoding: chunked\n\n3\nabc\n0\n\n", 202, null),
            row("GET /api/status", "Content-Length: 3\n\nabc", 200, null),
            row("POST /api/sync", "Content-Length: 8193\n\nabc", 413, LARGE),
            row("DELETE /api/accounts/x", "Content-Length: 100000000000\n\nabc", 413, LARGE),
            row("POST /api/imports", "Content-Length: 8589934593\n\nPK", 413, "8 GiB"),
            row("POST /api/sync", "Transfer-Encoding: chunked\n\n2328\n" + "x".repeat(0x2328) + "\n0\n\n", 413, LARGE),
            row("POST /api/sync", "Transfer-Encoding: chunked\n\nzzz\nabc\n", 0, null),
            row("POST /api/sync", "Transfer-Encoding: chunked\n\nffffffffffffffffff\nabc\n", 0, null),
            row("POST /api/sync", "Transfer-Encoding: chunked\nContent-Length: 3\n\n0\n\n", 400, null),
            row("POST /api/sync", "Content-Length: 3\nContent-Length: 4\n\nabcd", 400, null),
            row("POST /api/sync", "Content-Length: -1\n\nabcd", 400, null),
            row("POST /api/sync", "Expect: 100-continue\nContent-Length: 3\n\n", 417, "without Expect"),
            row("POST /api/sync", "Content-Type: multipart/form-data; boundary=x\nContent-Length: 3\n\nabc", 415,
                    "no forms"));

    @DatabaseTest(real = false)
    void badInputGetsAClearErrorAndHarmsNothingElse(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        String account = pipeline.signInAndSync();
        database.database().getCollection("saved_tracks")
                .insertOne(new Document("_id", "a/c 1").append("account_id", "victim"));
        String before = pipeline.databaseAsText(collection -> !Set.of("runs", "cursors", "claims", "limits")
                .contains(collection));
        int threads = Thread.activeCount();

        try (LogLines log = LogLines.listen()) {
            for (Row row : Stream.of(METHODS, ADDRESSES, HEADERS, BODIES).flatMap(List::stream).toList()) {
                check(row, RawHttp.send(pipeline.page(), row.request()));
            }
            assertThat(log.lines()).allMatch(line -> line.startsWith("INFO "), "no fault of the pipeline");
        }

        assertThat(pipeline.get("/api/status").statusCode()).isEqualTo(200);
        assertThat(pipeline.account().getString("_id")).isEqualTo(account);
        assertThat(pipeline.databaseAsText(collection -> !Set.of("runs", "cursors", "claims", "limits")
                .contains(collection)))
                .isEqualTo(before);
        // undertow makes its worker threads when they are first needed
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads
                + 8 * Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    private static void check(Row row, RawHttp.Answer answer) throws IOException {
        String request = row.request().substring(0, Math.min(200, row.request().length()));
        assertThat(answer.status()).as(request).isEqualTo(row.status());
        assertThat(answer.body()).as(request).doesNotContain("Exception", "\tat ", "io.undertow");
        if (answer.status() == 405 || answer.status() == 204) {
            assertThat(answer.header("Allow")).as(request).contains("OPTIONS");
        }
        if (row.words() != null) {
            JsonNode error = new ObjectMapper().readTree(answer.body()).path("error");
            assertThat(answer.header("Content-Type")).as(request).isEqualTo(JSON);
            assertThat(error.path("status").asInt()).as(request).isEqualTo(row.status());
            assertThat(error.path("message").asText()).as(request).contains(row.words());
        } else if (row.status() >= 400) {
            assertThat(answer.body()).as(request).isEmpty();
        }
    }

    @DatabaseTest(real = false)
    void aBrowserGetsAPageWithTheSameWords(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);

        for (String line : List.of("GET /nothing", "GET /api/sync", "GET /%ff")) {
            RawHttp.Answer answer = RawHttp.send(pipeline.page(),
                    line + " HTTP/1.1\nHost: 127.0.0.1\nAccept: text/html\n\n");

            assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(answer.body()).contains("That did not work");
        }
    }

    @DatabaseTest(real = false)
    void anIdMayHoldSlashesPercentSignsAndOtherLetters(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        Map<String, String> ids = Map.of("a%2fb", "a/b", "a%252Fb", "a%2Fb", "50%25", "50%", "%C3%BC%20%E6%BC%A2",
                "\u00fc \u6f22", "a%3Bb=c", "a;b=c", "..", "..", "a+b", "a+b", "a%3Fb", "a?b");
        Document parked = new Document(pipeline.account()).append("status", "needs_sign_in")
                .append("reason", "A test.");
        MongoCollection<Document> accounts = database.database().getCollection("accounts");
        ids.values().forEach(id -> accounts.insertOne(new Document(parked).append("_id", id)));
        accounts.insertOne(new Document(parked).append("_id", "accounts"));

        ids.forEach((encoded, id) -> {
            assertThat(answer("DELETE /api/accounts/" + encoded).status()).as(encoded).isEqualTo(204);
            assertThat(accounts.countDocuments(new Document("_id", id))).as(encoded).isZero();
        });
        assertThat(answer("DELETE /api/accounts").status()).isEqualTo(404);
        assertThat(accounts.countDocuments(new Document("_id", "accounts"))).isEqualTo(1);
    }

    @DatabaseTest(real = false)
    void whoSendsNothingOrDripsHoldsNoThreadAndNotTheConnection(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        String announced = " HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 5000\n\n";
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            stalled.add(RawHttp.open(pipeline.page()));
            RawHttp.write(stalled.get(i), (i % 2 == 0 ? "POST /api/sync" : "DELETE /api/accounts/x") + announced);
        }
        Socket dripping = stalled.get(0);
        Socket head = RawHttp.open(pipeline.page());
        RawHttp.write(head, "GET /api/status HTTP/1.1\nHos");
        Socket refused = RawHttp.open(pipeline.page());
        RawHttp.write(refused, "POST /api/sync HTTP/1.1\nHost: evil.example\nContent-Length: 5000\n\n");

        assertThat(pipeline.get("/api/status").statusCode()).isEqualTo(200);
        await().during(Duration.ofMillis(300)).until(() -> Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream).noneMatch(frame -> frame.getClassName()
                        .startsWith("org.apache.camel.component.undertow")));
        assertThat(RawHttp.read(refused, false).status()).isEqualTo(421);
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(500)).until(() -> {
            RawHttp.write(dripping, "x");
            return dripping.getInputStream().available() > 0;
        });
        for (Socket socket : stalled) {
            RawHttp.Answer answer = RawHttp.read(socket, false);
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("\"status\":408", "within 5 seconds");
        }
        for (Socket socket : List.of(head, refused, stalled.get(1))) {
            assertThat(RawHttp.read(socket, false).status()).isZero();
        }
        for (Socket socket : stalled) {
            socket.close();
        }
    }
}
