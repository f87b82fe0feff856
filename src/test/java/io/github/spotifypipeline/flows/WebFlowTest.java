package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class WebFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private JsonNode status() throws IOException {
        return new ObjectMapper().readTree(pipeline.get("/api/status").body());
    }

    /** The status of an answer to a request that java.net.http would not send. */
    private int raw(String request) throws IOException {
        try (Socket socket = new Socket(pipeline.page().getHost(), pipeline.page().getPort())) {
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return Integer.parseInt(new String(in.readNBytes(12), StandardCharsets.ISO_8859_1).substring(9));
        }
    }

    @DatabaseTest(real = false)
    void theStatusHasTheShapeOfTheContract(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(0), pipeline.clock.instant().minusSeconds(1), null);
        String account = pipeline.signInAndSync();

        HttpResponse<String> answer = pipeline.get("/api/status");
        JsonNode status = status();

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        assertThat(status.at("/accounts/0")).isEqualTo(new ObjectMapper().readTree("""
                {"id":"%s","display_name":"Demo Listener","status":"active","reason":null,
                 "authorized_at":"2026-11-22T12:00:00Z","sign_in_expires_at":"2027-05-22T12:00:00Z",
                 "scopes_missing":[]}""".formatted(account)));
        assertThat(status.at("/endpoints/0")).isEqualTo(new ObjectMapper().readTree("""
                {"id":"recently-played","path":"/me/player/recently-played","collection":"plays","every":"20m",
                 "accounts":[{"account_id":"%s","last_success_at":"2026-11-22T12:00:00Z","last_error":null,
                 "next_run_at":"2026-11-22T12:20:00Z","documents":1,"blocked_until":null}]}"""
                .formatted(account)));
        assertThat(status.path("limits").isArray()).isTrue();
        assertThat(status.path("dead_letters").asInt(-1)).isZero();
        assertThat(status.path("gaps").asInt(-1)).isZero();
        assertThat(status.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @DatabaseTest(real = false)
    void syncNowRunsWhatIsNotDue(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();

        assertThat(pipeline.send("POST", "/api/sync").statusCode()).isEqualTo(202);
        pipeline.awaitRuns(2);
        assertThat(pipeline.send("POST", "/api/sync/recently-played").statusCode()).isEqualTo(202);
        pipeline.awaitRuns(3);

        HttpResponse<String> unknown = pipeline.send("POST", "/api/sync/%3Cscript%3E");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo(
                "{\"error\":{\"status\":404,\"message\":\"There is no endpoint with this id.\"}}");
    }

    @DatabaseTest(real = false)
    void disconnectingForgetsTheTokensAndOnRequestTheData(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(0), pipeline.clock.instant().minusSeconds(1), null);
        String account = pipeline.signInAndSync();

        assertThat(pipeline.send("DELETE", "/api/accounts/" + account).statusCode()).isEqualTo(204);
        assertThat(pipeline.account()).isNull();
        assertThat(pipeline.plays()).hasSize(1);
        assertThat(pipeline.send("DELETE", "/api/accounts/" + account).statusCode()).isEqualTo(404);

        pipeline.signIn();
        assertThat(pipeline.send("DELETE", "/api/accounts/" + account + "?data=true").statusCode()).isEqualTo(204);
        assertThat(pipeline.databaseAsText()).doesNotContain(account);
    }

    private void insert(TestDatabase database, String collection, Object id, String account, boolean record) {
        Document document = new Document("_id", id).append("account_id", account);
        database.database().getCollection(collection).insertOne(record
                ? document.append("fetched_at", new Date(0)).append("raw", new Document()) : document);
    }

    @DatabaseTest
    void dataIsDeletedInCollectionsOfEndpointsThatAreGoneAndInNobodyElses(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(0), pipeline.clock.instant().minusSeconds(1), null);
        String account = pipeline.signInAndSync();
        for (String file : List.of("own-name", "new-name")) {
            pipeline.addEndpoint(file, """
                    - route:
                        id: %s
                        from:
                          uri: kamelet:spotify-source
                          parameters:
                            path: /me/player/recently-played
                            cursor: after
                            scope: user-read-recently-played
                            collection: %s
                          steps:
                            - to: kamelet:spotify-mongodb-sink?collection=%s
                    """.formatted(file, file + "-source", file.equals("own-name") ? "copies" : ""));
            pipeline.awaitRun(file, 1);
            pipeline.removeEndpoint(file);
            await().until(() -> !pipeline.get("/api/status").body().contains("\"" + file + "\""));
        }
        assertThat(pipeline.documents("copies")).hasSize(1);
        assertThat(pipeline.documents("new-name-source")).hasSize(1);
        // from before the pipeline kept which collections it fills
        database.database().getCollection("runs")
                .insertOne(new Document("account_id", account).append("endpoint", "old-one")
                .append("started_at", new Date(0)).append("outcome", "succeeded"));
        insert(database, "old_one", account + ":x", account, true);
        insert(database, "old_one", account + ":mine", account, false);
        insert(database, "copies", account + ":mine", account, false);
        insert(database, "copies", new ObjectId(), account, true);
        insert(database, "copies", account + "2:x", account + "2", true);
        insert(database, "orders", account + ":1", account, true);
        insert(database, "orders", account, account, true);

        assertThat(pipeline.send("DELETE", "/api/accounts/" + account).statusCode()).isEqualTo(204);
        assertThat(pipeline.documents("copies")).hasSize(4);
        assertThat(pipeline.send("DELETE", "/api/accounts/" + account + "?data=true").statusCode()).isEqualTo(204);

        assertThat(pipeline.documents("orders")).hasSize(2);
        assertThat(pipeline.documents("copies")).hasSize(3);
        assertThat(pipeline.documents("old_one")).hasSize(1);
        assertThat(pipeline.databaseAsText(name -> !List.of("orders", "copies", "old_one").contains(name)))
                .doesNotContain(account);
        assertThat(pipeline.send("DELETE", "/api/accounts/" + account + "?data=true").statusCode()).isEqualTo(404);
    }

    @DatabaseTest(real = false)
    void disconnectingDuringASyncLeavesNothingBehind(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(0), pipeline.clock.instant().minusSeconds(1), null);
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").delay(Duration.ofSeconds(2)));
        pipeline.signIn();
        await().until(() -> !pipeline.calls("/v1/me/player/recently-played").isEmpty());

        String account = pipeline.demo().accountId();
        assertThat(pipeline.send("DELETE", "/api/accounts/" + account + "?data=true").statusCode()).isEqualTo(204);
        assertThat(pipeline.databaseAsText()).doesNotContain(account);

        assertThat(pipeline.signInAndSync()).isEqualTo(account);
        assertThat(pipeline.plays()).hasSize(1);
    }

    @DatabaseTest(real = false)
    void disconnectingNobodyDeletesNothing(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        database.database().getCollection("mine").insertOne(new Document("x", 1));

        for (String id : new String[] {"null", "", "%20", "nobody", "%27nobody%27"}) {
            assertThat(pipeline.send("DELETE", "/api/accounts/" + id + "?data=true").statusCode()).isEqualTo(404);
        }

        assertThat(database.database().getCollection("mine").countDocuments()).isEqualTo(1);
    }

    @DatabaseTest(real = false)
    void oddCookiesOfOtherProgramsDoNoHarm(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);

        assertThat(raw("GET /health/live HTTP/1.1\nHost: 127.0.0.1\nCookie: theme=caf\u00e9; =; x\n\n")).isEqualTo(200);
    }

    @DatabaseTest(real = false)
    void refusesForeignHostsAndForeignPages(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        String target = "127.0.0.1:" + pipeline.page().getPort();

        assertThat(raw("GET /api/status HTTP/1.1\nHost: evil.example\n\n")).isEqualTo(421);
        assertThat(raw("GET / HTTP/1.1\nHost: evil.example\n\n")).isEqualTo(421);
        assertThat(raw("GET /callback HTTP/1.1\nHost: evil.example\n\n")).isEqualTo(421);
        assertThat(raw("GET /api/status?Host=127.0.0.1 HTTP/1.1\nHost: evil.example\n\n")).isEqualTo(421);
        assertThat(raw("GET /api/status HTTP/1.0\n\n")).isEqualTo(421);
        assertThat(raw("GET /api/status HTTP/1.1\nHost: localhost\n\n")).isEqualTo(200);
        assertThat(raw("POST /api/sync HTTP/1.1\nHost: " + target + "\nOrigin: https://evil.example\n\n"))
                .isEqualTo(403);
        assertThat(raw("POST /api/sync HTTP/1.1\nHost: " + target + "\nSec-Fetch-Site: cross-site\n\n")).isEqualTo(403);
        assertThat(raw("DELETE /api/accounts/x HTTP/1.1\nHost: " + target + "\nOrigin: null\n\n")).isEqualTo(403);
        assertThat(raw("POST /api/sync HTTP/1.1\nHost: " + target + "\nOrigin: http://" + target + "\n\n"))
                .isEqualTo(202);
        assertThat(raw("POST /api/sync HTTP/1.1\nHost: " + target
                + "\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 3\n\na=b")).isEqualTo(415);
        assertThat(raw("POST /api/sync HTTP/1.1\nHost: " + target
                + "\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 0\n\n")).as("curl -d ''")
                .isEqualTo(202);
        assertThat(pipeline.send("POST", "/api/sync", "Origin", "https://evil.example").body())
                .contains("\"error\"", "another site");
    }

    @DatabaseTest(real = false)
    void whereAnAdminTokenIsSetItWantsIt(TestDatabase database) {
        pipeline = TestPipeline.start(database, "ADMIN_TOKEN", "a-long-admin-token");

        assertThat(pipeline.get("/api/status").statusCode()).isEqualTo(401);
        assertThat(pipeline.get("/login").statusCode()).isEqualTo(401);
        assertThat(pipeline.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(pipeline.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(pipeline.get("/callback").statusCode()).isEqualTo(400);
        assertThat(pipeline.get("/").headers().firstValue("location")).hasValue("unlock.html");
        assertThat(pipeline.get("/unlock.html").statusCode()).isEqualTo(200);
        assertThat(pipeline.get("/api/status", "Authorization", "Bearer a-long-admin-token").statusCode())
                .isEqualTo(200);

        HttpResponse<String> session = pipeline.send("POST", "/session", "Authorization", "Bearer a-long-admin-token");
        String cookie = session.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
        assertThat(pipeline.get("/", "Cookie", cookie).statusCode()).isEqualTo(200);
    }

    @DatabaseTest(real = false)
    void theHealthNamesWhatIsWrong(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();

        assertThat(pipeline.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(pipeline.get("/health/ready").body()).startsWith("{\"status\":\"up\"");

        pipeline.demo().revoke();
        pipeline.syncAfter(Duration.ofHours(2));
        HttpResponse<String> degraded = pipeline.get("/health/ready");
        assertThat(degraded.statusCode()).isEqualTo(200);
        assertThat(degraded.body()).startsWith("{\"status\":\"degraded\"").contains("Sign in again");
    }

    @DatabaseTest(real = false)
    void anExceptionNeverReachesTheCaller(TestDatabase database, @TempDir Path routes) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = routes.resolve(Path.of("routes").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.writeString(routes.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: undertow:http://{{http.host}}:{{http.port}}/mine
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: hunter2
                """);
        pipeline = TestPipeline.start(database, "ROUTES_DIR", routes.toString());

        HttpResponse<String> answer = pipeline.get("/mine");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("hunter2", "Exception", "at ");
    }

    @DatabaseTest(real = false)
    void theMetersCountSyncsAndRecords(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(0), pipeline.clock.instant().minusSeconds(1), null);
        pipeline.signInAndSync();

        HttpResponse<String> answer = pipeline.get("/metrics");

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains("spotify_syncs_total{endpoint=\"recently-played\",outcome=\"succeeded\"} 1.0")
                .contains("spotify_records_total{endpoint=\"recently-played\",outcome=\"written\"} 1.0")
                .contains("jvm_memory_used_bytes", "camel_");
    }

    @DatabaseTest(real = false)
    void thePageLoadsNothingFromElsewhere(TestDatabase database) {
        pipeline = TestPipeline.start(database);

        HttpResponse<String> page = pipeline.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow()).contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(pipeline.get("/app.css").headers().firstValue("content-type")).hasValue("text/css; charset=utf-8");
        assertThat(pipeline.get("/app.js").headers().firstValue("content-type"))
                .hasValue("text/javascript; charset=utf-8");
        HttpResponse<String> charts = pipeline.get("/echarts.js");
        assertThat(charts.headers().firstValue("content-type")).hasValue("text/javascript; charset=utf-8");
        assertThat(charts.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(charts.body()).contains("Licensed to the Apache Software Foundation");
        HttpResponse<String> kept = pipeline.get("/echarts.js", "If-None-Match",
                charts.headers().firstValue("etag").orElseThrow());
        assertThat(kept.statusCode()).isEqualTo(304);
        assertThat(kept.body()).isEmpty();
        HttpResponse<String> small = pipeline.get("/echarts.js", "Accept-Encoding", "gzip");
        assertThat(small.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(small.body().length()).isLessThan(charts.body().length() / 2);
        assertThat(pipeline.get("/api/status").headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(pipeline.get("/../application.properties").statusCode()).isEqualTo(404);
        assertThat(pipeline.get("/..%2Flog4j2.xml").statusCode()).isEqualTo(404);
        assertThat(pipeline.get("/nothing").body()).contains("\"status\":404");
        assertThat(pipeline.send("PUT", "/").statusCode()).isEqualTo(405);
        assertThat(pipeline.send("HEAD", "/").statusCode()).isEqualTo(200);
        assertThat(pipeline.send("HEAD", "/health/ready").statusCode()).isEqualTo(200);
    }
}
