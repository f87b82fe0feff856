package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.RawHttp;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** How an export can reach the pipeline over HTTP, and what is left of one that does not. */
class ImportUploadFlowTest {

    private static final String ROW = "[{\"ts\":\"2020-01-01T10:00:00Z\",\"ms_played\":200000,"
            + "\"spotify_track_uri\":\"spotify:track:a\",\"master_metadata_track_name\":\"Song\"}]";

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private List<Path> uploads() throws IOException {
        Path folder = pipeline.dataDir().resolve("imports");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private void awaitNoUploads() {
        await().until(() -> uploads().isEmpty());
    }

    private HttpResponse<String> post(BodyPublisher body, String query, boolean expectContinue) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(pipeline.page().resolve("/api/imports" + query))
                .expectContinue(expectContinue).POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Document imported(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return pipeline.awaitImport(answer.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"));
    }

    @DatabaseTest(real = false)
    void takesABodyHoweverItIsSent(TestDatabase database) throws Exception {
        pipeline = TestPipeline.start(database);
        byte[] body = ROW.getBytes(StandardCharsets.UTF_8);
        String query = "?account=me&name=endsong_0.json";

        assertThat(imported(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), query, false)))
                .containsEntry("status", "succeeded").containsEntry("new", 1L);
        assertThat(imported(post(BodyPublishers.ofByteArray(body), query, true)))
                .containsEntry("status", "succeeded").containsEntry("known", 1L);
        RawHttp.Answer refused = RawHttp.send(pipeline.page(), "POST /api/imports HTTP/1.1\nHost: 127.0.0.1\n"
                + "Expect: 100-continue\nContent-Length: 900000000\n\n");
        assertThat(refused.status()).as("without asking for the body: " + refused).isEqualTo(422);
        assertThat(refused.body()).contains("Nobody has signed in");
        assertThat(post(BodyPublishers.noBody(), "?account=me", false).statusCode()).isEqualTo(422);
        assertThat(post(BodyPublishers.ofByteArray(new byte[0]), query, false).body())
                .contains("The file is empty").contains("\"status\":422");
        awaitNoUploads();
    }

    @DatabaseTest(real = false)
    void ofAnUploadThatBreaksOffNothingIsLeft(TestDatabase database) throws Exception {
        pipeline = TestPipeline.start(database);
        try (LogLines log = LogLines.listen()) {
            for (String length : List.of("Content-Length: 900000", "Transfer-Encoding: chunked")) {
                try (Socket socket = RawHttp.open(pipeline.page())) {
                    RawHttp.write(socket, "POST /api/imports?account=me HTTP/1.1\nHost: 127.0.0.1\n" + length
                            + "\n\n" + (length.startsWith("T") ? "ff\n" : "") + "PK\u0003\u0004" + "x".repeat(200));
                    await().until(() -> !uploads().isEmpty());
                    // a second one is refused meanwhile
                    assertThat(post(BodyPublishers.ofString(ROW), "?account=me&name=endsong_0.json", false)
                            .statusCode()).isEqualTo(409);
                }
                awaitNoUploads();
            }
            assertThat(pipeline.documents("imports")).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
        assertThat(imported(post(BodyPublishers.ofString(ROW), "?account=me&name=endsong_0.json", false)))
                .containsEntry("status", "succeeded");
    }

    @DatabaseTest
    void ofSeveralThatComeAtOnceForOneAccountOneIsTaken(TestDatabase database) throws Exception {
        pipeline = TestPipeline.start(database);
        HttpRequest request = HttpRequest.newBuilder(pipeline.page().resolve(
                "/api/imports?account=me&name=endsong_0.json")).POST(BodyPublishers.ofString(ROW)).build();
        HttpClient http = HttpClient.newHttpClient();

        List<Integer> statuses = Stream.generate(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .limit(8).toList().stream().map(answer -> answer.join().statusCode()).sorted().toList();

        assertThat(statuses).hasSize(8).startsWith(202).endsWith(409).containsOnly(202, 409);
        assertThat(pipeline.documents("imports")).hasSize((int) statuses.stream().filter(one -> one == 202).count());
        pipeline.documents("imports").forEach(one -> assertThat(pipeline.awaitImport(one.getString("_id")))
                .containsEntry("status", "succeeded"));
        assertThat(pipeline.plays()).hasSize(1);
    }

    @DatabaseTest(real = false)
    void saysThatAnUploadCannotBeStored(TestDatabase database) throws Exception {
        pipeline = TestPipeline.start(database);
        Path inTheWay = Files.createFile(pipeline.dataDir().resolve("imports"));

        HttpResponse<String> answer = post(BodyPublishers.ofString(ROW), "?account=me&name=endsong_0.json", false);

        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(answer.body()).contains("The upload cannot be stored in the data folder")
                .doesNotContain(pipeline.dataDir().toString());
        assertThat(pipeline.documents("imports")).isEmpty();
        Files.delete(inTheWay);
        assertThat(imported(post(BodyPublishers.ofString(ROW), "?account=me&name=endsong_0.json", false)))
                .containsEntry("status", "succeeded");
    }

    @DatabaseTest(real = false)
    void aNameIsANameAndNoPath(TestDatabase database) throws Exception {
        pipeline = TestPipeline.start(database);
        for (Map.Entry<String, String> name : Map.of("../../../tmp/endsong_1.json", "endsong_1.json",
                "C:\\Users\\x\\endsong_2.json", "endsong_2.json", "/endsong_3.json", "endsong_3.json").entrySet()) {
            String query = "?account=me&name=" + encoded(name.getKey());
            assertThat(imported(post(BodyPublishers.ofString(ROW), query, false)))
                    .containsEntry("name", name.getValue()).containsEntry("status", "succeeded");
        }
        for (String name : List.of("..", "/", "endsong_0.json\u0000.txt", "a\nWARN forged", "<b onclick=x>.json",
                "x".repeat(3000), "Userdata.json/", "\u202egnosdne.json")) {
            HttpResponse<String> answer = post(BodyPublishers.ofString(ROW), "?account=me&name=" + encoded(name),
                    false);
            assertThat(answer.statusCode()).as(name).isEqualTo(422);
            assertThat(answer.headers().firstValue("Content-Type")).as(name).hasValueSatisfying(type ->
                    assertThat(type).startsWith("application/json"));
        }
        assertThat(pipeline.documents("imports")).hasSize(3);
        awaitNoUploads();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
