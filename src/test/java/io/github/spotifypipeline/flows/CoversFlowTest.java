package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.ReplaceOptions;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ImageHost;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Covers that the page shows, from a host that is not always what it should be. */
class CoversFlowTest {

    private final ImageHost host = new ImageHost();
    private final ImageHost elsewhere = new ImageHost();
    private final HttpClient http = HttpClient.newHttpClient();
    private TestPipeline pipeline;

    @BeforeEach
    void start(TestDatabase database) {
        pipeline = TestPipeline.start(database, "COVERS_ORIGINS", host.origin(), "SPOTIFY_CALL_DEADLINE", "2000");
    }

    @AfterEach
    void stop() {
        pipeline.close();
        host.close();
        elsewhere.close();
    }

    /** A song whose cover is at an address. */
    private void song(String id, String image) {
        pipeline.database.database().getCollection("tracks").replaceOne(new Document("_id", "spotify:track:" + id),
                new Document("name", "Song").append("image", image),
                new ReplaceOptions().upsert(true));
    }

    private HttpResponse<byte[]> ask(String path) {
        try {
            return http.send(HttpRequest.newBuilder(pipeline.page().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String type(String path) {
        HttpResponse<byte[]> answer = ask(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.headers().firstValue("Content-Type").orElseThrow();
    }

    private void awaitAsked(String... paths) {
        await().untilAsserted(() -> assertThat(host.paths()).contains(paths));
        // what was asked for is judged before the next one is asked
        await().until(() -> kept() + refused() >= host.paths().stream().distinct().count());
    }

    private void deleteCovers() {
        try (Stream<Path> files = Files.list(pipeline.dataDir().resolve("covers"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long files(String ending) {
        try (Stream<Path> files = Files.isDirectory(pipeline.dataDir().resolve("covers"))
                ? Files.list(pipeline.dataDir().resolve("covers")) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(ending)).count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long refused() {
        return files(".refused");
    }

    private long kept() {
        return files("") - refused() - files(".part");
    }

    @DatabaseTest(real = false)
    void isFetchedOnceWithoutTellingAnythingAndKept(TestDatabase database) {
        byte[] jpeg = host.jpeg("/image/one");
        song("one", host.origin() + "/image/one");
        song("two", host.origin() + "/image/two");
        song("sameAlbum", host.origin() + "/image/one");
        host.at("/image/two", "application/octet-stream", "RIFF1234WEBPVP8 ".getBytes(StandardCharsets.US_ASCII));

        HttpResponse<byte[]> drawn = ask("covers/track/one");
        assertThat(drawn.statusCode()).isEqualTo(200);
        assertThat(drawn.headers().map()).containsEntry("Content-Type", List.of("image/svg+xml; charset=utf-8"))
                .containsEntry("Cache-Control", List.of("private, max-age=5"))
                .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                .containsEntry("Cross-Origin-Resource-Policy", List.of("same-origin"));
        assertThat(drawn.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("script-src 'self'");
        // so wide while an image is about to come, which the page asks for again
        assertThat(new String(drawn.body(), StandardCharsets.UTF_8)).startsWith("<svg ").contains("width=\"301\"");
        assertThat(new String(ask("covers/track/unknown").body(), StandardCharsets.UTF_8)).contains("width=\"300\"");
        assertThat(type("covers/track/two")).startsWith("image/svg+xml");
        awaitAsked("/image/one", "/image/two");

        HttpResponse<byte[]> shown = ask("covers/track/one");
        assertThat(shown.body()).isEqualTo(jpeg);
        assertThat(shown.headers().map()).containsEntry("Content-Type", List.of("image/jpeg"))
                .containsEntry("Cache-Control", List.of("private, max-age=604800"))
                .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                .containsEntry("Content-Security-Policy", List.of("default-src 'none'; sandbox"));
        assertThat(type("covers/track/two")).isEqualTo("image/webp");
        assertThat(type("covers/track/sameAlbum")).isEqualTo("image/jpeg");
        deleteCovers();
        assertThat(type("covers/track/one")).as("its file is gone").startsWith("image/svg+xml");
        await().until(() -> type("covers/track/one").equals("image/jpeg"));
        assertThat(type("covers/track/two")).startsWith("image/svg+xml");
        await().until(() -> type("covers/track/two").equals("image/webp"));
        assertThat(host.asked()).hasSize(4).allSatisfy(asked -> assertThat(asked.headers().keySet())
                .doesNotContain("Cookie", "Referer", "Authorization"));

        pipeline.restart();
        assertThat(ask("covers/track/one").body()).isEqualTo(jpeg);
        assertThat(host.asked()).hasSize(4);
        pipeline.restart("COVERS", "off");
        assertThat(type("covers/track/one")).startsWith("image/svg+xml");
        assertThat(host.asked()).hasSize(4);
    }

    @DatabaseTest(real = false)
    void whatIsNoImageOrElsewhereIsNeitherShownNorAskedForAgain(TestDatabase database) {
        Map<String, String> songs = Map.of("gone", "/image/gone", "html", "/image/html", "svg", "/image/svg",
                "moved", "/image/moved", "large", "/image/large");
        host.at("/image/html", "image/jpeg", "<html>".getBytes(StandardCharsets.US_ASCII));
        host.at("/image/svg", "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
                .getBytes(StandardCharsets.US_ASCII));
        host.at("/image/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", host.origin() + "/image/target");
            exchange.sendResponseHeaders(302, -1);
        });
        host.jpeg("/image/target");
        host.at("/image/large", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
            exchange.getResponseBody().write(new byte[2_000_000]);
        });
        songs.forEach((id, path) -> song(id, host.origin() + path));
        elsewhere.jpeg("/image/x");
        song("elsewhere", elsewhere.origin() + "/image/x");
        song("https", host.origin().replace("http:", "https:") + "/image/html");
        song("user", host.origin().replace("//", "//" + host.origin().substring(7) + "@")
                .replaceFirst("@.*", "@" + elsewhere.origin().substring(7)) + "/image/x");
        song("file", pipeline.dataDir().resolve("token.key").toUri().toString());
        song("braces", host.origin() + "/{{token.key}}");
        song("none", null);

        List<String> all = Stream.concat(songs.keySet().stream(),
                Stream.of("elsewhere", "https", "user", "file", "braces", "none", "unknown")).toList();
        all.forEach(id -> assertThat(type("covers/track/" + id)).startsWith("image/svg+xml"));
        awaitAsked(songs.values().toArray(String[]::new));

        assertThat(refused()).isEqualTo(songs.size());
        assertThat(kept()).isZero();
        pipeline.restart();
        all.forEach(id -> assertThat(type("covers/track/" + id)).startsWith("image/svg+xml"));
        pipeline.clock.advance(Duration.ofDays(6));
        all.forEach(id -> assertThat(type("covers/track/" + id)).startsWith("image/svg+xml"));
        assertThat(host.paths()).hasSize(songs.size());
        assertThat(elsewhere.paths()).isEmpty();
        host.jpeg("/image/gone");
        pipeline.clock.advance(Duration.ofDays(1));
        await().until(() -> type("covers/track/gone").equals("image/jpeg"));
    }

    @DatabaseTest(real = false)
    void aSlowHostIsLeftAloneForAMinuteAndAnImageThatChangesForADay(TestDatabase database) {
        host.jpeg("/image/first");
        host.jpeg("/image/second");
        song("song", host.origin() + "/image/first");
        ask("covers/track/song");
        awaitAsked("/image/first");
        assertThat(type("covers/track/song")).isEqualTo("image/jpeg");
        song("song", host.origin() + "/image/second");
        assertThat(ask("covers/track/song").body()).as("the older one").endsWith("first".getBytes());
        host.at("/image/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 50; i++) {
                exchange.getResponseBody().write(0xff);
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(100_000_000);
            }
        });
        song("slow", host.origin() + "/image/slow");
        host.jpeg("/image/other");
        song("other", host.origin() + "/image/other");
        ask("covers/track/slow");
        ask("covers/track/other");
        awaitAsked("/image/slow");

        assertThat(host.paths()).containsExactly("/image/first", "/image/slow");
        pipeline.clock.advance(Duration.ofMinutes(2));
        awaitAsked("/image/other");
        assertThat(type("covers/track/other")).isEqualTo("image/jpeg");

        pipeline.clock.advance(Duration.ofHours(23));
        assertThat(ask("covers/track/song").body()).endsWith("first".getBytes());
        pipeline.clock.advance(Duration.ofHours(1));
        assertThat(ask("covers/track/song").body()).as("until the newer one is there").endsWith("first".getBytes());
        awaitAsked("/image/second");
        assertThat(ask("covers/track/song").body()).endsWith("second".getBytes());
    }

    @DatabaseTest(real = false)
    void anIdIsNoPathAndTheDoorIsThatOfThePage(TestDatabase database) {
        for (String path : List.of("covers", "covers/", "covers/track/", "covers/track/a/b", "covers/album/x",
                "covers/track/..%2f..%2ftoken.key", "covers/track/%2e%2e", "covers/../token.key",
                "covers/track/a%00b", "covers/track/" + "a".repeat(65))) {
            assertThat(pipeline.get("/" + path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(pipeline.get("/covers/track/x", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(pipeline.send("HEAD", "/covers/track/x").statusCode()).isEqualTo(200);
        assertThat(pipeline.send("POST", "/covers/track/x").statusCode()).isEqualTo(405);

        pipeline.restart("ADMIN_TOKEN", "0123456789abcdef");
        assertThat(pipeline.get("/covers/track/x").statusCode()).isEqualTo(401);
        assertThat(host.paths()).isEmpty();
    }
}
