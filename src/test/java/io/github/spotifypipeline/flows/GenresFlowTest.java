package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ImageHost;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Genres from a stand-in for MusicBrainz. */
class GenresFlowTest {

    private static final String KNOWN = "k".repeat(22);
    private static final String SHARED = "s".repeat(22);
    private static final String GONE = "g".repeat(22);
    private static final String MBID = "6b335658-22c8-485d-93de-0bc29a1d0349";
    private static final String ARTIST = "/artist/" + MBID + "?inc=genres&fmt=json";

    private final ImageHost musicBrainz = new ImageHost();
    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
        musicBrainz.close();
    }

    private static String link(String id) {
        return "/url?resource=https%3A%2F%2Fopen.spotify.com%2Fartist%2F" + id + "&inc=artist-rels&fmt=json";
    }

    private static HttpHandler json(String json) {
        return exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    private static String relations(String... ids) {
        return "{\"id\":\"x\",\"resource\":\"https://open.spotify.com/artist/x\",\"relations\":["
                + String.join(",", Arrays.stream(ids).map("""
                        {"type":"free streaming","target-type":"artist","artist":{"id":"%s","name":"Artist"}}"""
                        ::formatted).toList()) + "]}";
    }

    /** Plays of artists, the first most often. */
    private void heard(String... ids) {
        for (int i = 0; i < ids.length; i++) {
            String uri = "spotify:artist:" + ids[i];
            String id = "me:" + i + ":";
            pipeline.database.database().getCollection("plays").insertMany(IntStream.range(0, ids.length - i)
                    .mapToObj(n -> new Document("_id", id + n).append("artist_uris", Arrays.asList(uri, null)))
                    .toList());
        }
    }

    private void awaitAsked(String... paths) {
        await().atMost(Duration.ofMinutes(1)).until(() -> musicBrainz.paths().size() >= paths.length);
        await().during(Duration.ofMillis(400)).atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(musicBrainz.paths()).containsExactly(paths));
    }

    private void second() {
        pipeline.clock.advance(Duration.ofSeconds(1));
    }

    @DatabaseTest
    void asksACallASecondWaitsWhenToldAndRemembersWhomItDoesNotKnow(TestDatabase database) {
        musicBrainz.at("/url", exchange -> {
            String query = exchange.getRequestURI().getRawQuery();
            HttpHandler answer = query.contains(KNOWN) ? json(relations(MBID)) : query.contains(SHARED)
                    ? json(relations(MBID, MBID.replace('9', '8'))) : missing -> missing.sendResponseHeaders(404, -1);
            answer.handle(exchange);
        });
        musicBrainz.at("/artist/" + MBID, exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "30");
            exchange.sendResponseHeaders(503, -1);
        });
        pipeline = TestPipeline.start(database, "MUSICBRAINZ", "on", "MUSICBRAINZ_URL", musicBrainz.origin(),
                "MUSICBRAINZ_CONTACT", "me@example.org");
        heard(KNOWN, SHARED, GONE, "told", "short");
        pipeline.startReplica();
        awaitAsked();

        pipeline.clock.advance(Duration.ofHours(3));
        awaitAsked(link(KNOWN));
        second();
        awaitAsked(link(KNOWN), ARTIST);
        pipeline.clock.advance(Duration.ofSeconds(29));
        awaitAsked(link(KNOWN), ARTIST);
        musicBrainz.at("/artist/" + MBID, json("""
                {"id":"x","name":"Artist","genres":[{"name":"jazz","count":2},{"name":"bebop","count":7}]}"""));
        second();
        awaitAsked(link(KNOWN), ARTIST, ARTIST);
        second();
        awaitAsked(link(KNOWN), ARTIST, ARTIST, link(SHARED));
        second();
        awaitAsked(link(KNOWN), ARTIST, ARTIST, link(SHARED), link(GONE));

        assertThat(pipeline.documents("artists")).hasSize(3).allSatisfy(artist -> assertThat(artist)
                .containsKey("genres_asked_at")).filteredOn(artist -> artist.get("genres") != null).singleElement()
                .satisfies(artist -> assertThat(artist).containsEntry("_id", "spotify:artist:" + KNOWN)
                        .containsEntry("genres", List.of("bebop", "jazz")).containsEntry("genres_from", "musicbrainz"));
        assertThat(musicBrainz.asked()).allSatisfy(asked -> {
            assertThat(asked.headers().getFirst("User-Agent")).matches("spotify-pipeline/\\S+ \\( me@example.org \\)");
            assertThat(asked.headers().keySet()).doesNotContain("Authorization", "Cookie", "Referer");
        });
        assertThat(pipeline.get("/api/status").body()).contains("\"whom\":\"MusicBrainz\"");

        pipeline.clock.advance(Duration.ofDays(30));
        awaitAsked(link(KNOWN), ARTIST, ARTIST, link(SHARED), link(GONE));
        pipeline.clock.advance(Duration.ofDays(336));
        awaitAsked(link(KNOWN), ARTIST, ARTIST, link(SHARED), link(GONE), link(SHARED));

        musicBrainz.at("/url", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7200");
            exchange.sendResponseHeaders(503, -1);
        });
        second();
        awaitAsked(link(KNOWN), ARTIST, ARTIST, link(SHARED), link(GONE), link(SHARED), link(GONE));
        second();
        awaitAsked(link(KNOWN), ARTIST, ARTIST, link(SHARED), link(GONE), link(SHARED), link(GONE));
    }

    @DatabaseTest(real = false)
    void asksNobodyUnlessItIsOn(TestDatabase database) {
        pipeline = TestPipeline.start(database, "MUSICBRAINZ_URL", musicBrainz.origin());
        heard(KNOWN);

        pipeline.clock.advance(Duration.ofHours(4));

        awaitAsked();
        assertThat(pipeline.get("/api/status").body()).contains("\"whom\":\"Spotify's image hosts\"")
                .doesNotContain("MusicBrainz");
    }
}
