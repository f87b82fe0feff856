package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** The same thing, written in another way, is the same thing. */
class SpellingFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WHOLE_NUMBER = Pattern.compile("(?<=[:\\[,])\\d+(?=[,}\\]])");

    /** Endpoints, where they are read and what they fill. */
    private static final Map<String, List<String>> LISTS = Map.of(
            "saved-tracks", List.of("/me/tracks", "saved_tracks"),
            "saved-albums", List.of("/me/albums", "saved_albums"),
            "followed-artists", List.of("/me/following", "followed_artists"),
            "playlists", List.of("/me/playlists", "playlists"),
            "recently-played", List.of("/me/player/recently-played", "plays"));

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.copyOf(LISTS.keySet()), options -> options);
        pipeline.demo().emptyLibrary().generatePlays(false);
        Instant now = pipeline.clock.instant();
        for (int i = 0; i < 3; i++) {
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(i), now.minusSeconds(200L * i + 60), null);
            pipeline.demo().savedTracks().add(MadeUpMusic.track("Song " + i, "Artist"), now);
            pipeline.demo().savedAlbums().add(MadeUpMusic.album("Album " + i, "1981", "Artist"), now);
            pipeline.demo().followedArtists().add(MadeUpMusic.artist("Artist " + i), now);
            pipeline.demo().addPlaylist("List " + i);
        }
        pipeline.signIn();
        pipeline.awaitRuns(LISTS.size());
    }

    /** A list as the sandbox answers it. */
    private String answer(String endpoint) {
        String token = pipeline.sandbox.requests().stream().filter(request -> request.path().equals("/v1/me/tracks"))
                .map(request -> request.headers().get("Authorization").get(0)).findFirst().orElseThrow();
        String query = endpoint.equals("followed-artists") ? "?type=artist&limit=50" : "?limit=50";
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                    URI.create(pipeline.sandbox.apiUrl() + LISTS.get(endpoint).get(0) + query))
                    .header("Authorization", token)
                    .build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Syncs an endpoint on its usual answer in another spelling. */
    private Document sync(String endpoint, UnaryOperator<String> spelling) {
        pipeline.sandbox.fault(Fault.on("/v1" + LISTS.get(endpoint).get(0)).times(2)
                .body(spelling.apply(answer(endpoint)), "application/json"));
        Document run = pipeline.sync(endpoint);
        pipeline.sandbox.clearFaults();
        return run;
    }

    private static String numbers(String json, UnaryOperator<String> spelling) {
        return WHOLE_NUMBER.matcher(json).replaceAll(number -> spelling.apply(number.group()));
    }

    private static String scientific(String number) {
        BigDecimal value = new BigDecimal(number).stripTrailingZeros();
        return value.unscaledValue() + "E" + -value.scale();
    }

    private static void assertNoDouble(Object value) {
        if (value instanceof Document document) {
            document.values().forEach(SpellingFlowTest::assertNoDouble);
        } else if (value instanceof List<?> list) {
            list.forEach(SpellingFlowTest::assertNoDouble);
        } else {
            assertThat(value instanceof Double).as("%s", value).isFalse();
        }
    }

    @DatabaseTest
    void aWholeNumberIsOneNumberHoweverItIsSpelt(TestDatabase database) {
        start(database);
        LISTS.forEach((endpoint, where) -> {
            List<Document> before = pipeline.documents(where.get(1));
            assertThat(before).hasSize(3);
            List<UnaryOperator<String>> spellings = List.of(number -> number + ".0", SpellingFlowTest::scientific,
                    number -> number + "000.00e-3", number -> number);

            for (UnaryOperator<String> spelling : spellings) {
                assertThat(sync(endpoint, page -> numbers(page, spelling))).as(endpoint)
                        .containsEntry("outcome", "succeeded")
                        .containsEntry("written", 0).containsEntry("unchanged", 3);
            }

            assertThat(pipeline.documents(where.get(1))).isEqualTo(before).allSatisfy(SpellingFlowTest::assertNoDouble);
        });

        // what is new is stored as a whole number, and a total such as 3.0 is a count, by which one sees what is gone
        String gone = pipeline.demo().savedTracks().uris().get(0);
        pipeline.demo().savedTracks().remove(gone).add(MadeUpMusic.track("New", "Artist"), pipeline.clock.instant());
        assertThat(sync("saved-tracks", page -> numbers(page, number -> number + ".0"))).containsEntry("written", 1)
                .containsEntry("removed", 1);
        assertThat(pipeline.documents("saved_tracks")).hasSize(4).allSatisfy(SpellingFlowTest::assertNoDouble)
                .filteredOn(track -> track.get("removed_at") != null).extracting(track -> track.get("uri"))
                .containsExactly(gone);
    }

    private static String changed(String json, Consumer<ObjectNode> change) {
        try {
            JsonNode page = JSON.readTree(json);
            for (JsonNode entry : page.has("artists") ? page.at("/artists/items") : page.get("items")) {
                change.accept((ObjectNode) (entry.has("track") ? entry.get("track") : entry));
            }
            return page.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void reverse(ArrayNode array) {
        for (int i = array.size() - 2; i >= 0; i--) {
            array.add(array.remove(i));
        }
    }

    @DatabaseTest(real = false)
    void whatComesAndGoesByItselfAndTheOrderOfGenresIsNoChange(TestDatabase database) {
        start(database);
        for (ObjectNode field : List.of(JSON.createObjectNode().put("is_playable", false),
                JSON.createObjectNode().set("restrictions", JSON.createObjectNode().put("reason", "market")),
                JSON.createObjectNode().set("linked_from",
                        JSON.createObjectNode().put("uri", "spotify:track:other")))) {
            assertThat(sync("saved-tracks", page -> changed(page, track -> track.setAll(field)))).as("%s", field)
                    .containsEntry("written", 0).containsEntry("unchanged", 3);
        }
        sync("followed-artists", page -> changed(page,
                artist -> artist.putArray("genres").add("art pop").add("dream pop")));
        assertThat(sync("followed-artists",
                page -> changed(page, artist -> reverse(artist.putArray("genres").add("art pop").add("dream pop")))))
                .containsEntry("written", 0).containsEntry("unchanged", 3);
        assertThat(sync("followed-artists", page -> changed(page, artist -> artist.putArray("genres").add("art pop"))))
                .containsEntry("written", 3);
    }

    @DatabaseTest
    void aFieldThatEndsWithAtIsADateOrNull(TestDatabase database) {
        start(database);
        try (LogLines log = LogLines.listen()) {
            pipeline.addEndpoint("timed-tracks", """
                    - route:
                        id: timed-tracks
                        from:
                          uri: kamelet:spotify-source
                          parameters:
                            path: /me/tracks
                            scope: user-library-read
                            transform: >-
                              {added_at, iso_at: "2026-11-22T11:59:00+01:00", text_at: .track.name, empty_at: "",
                               day_at: "2026-11-22", ms_at: 1700000000123, s_at: 1700000000, float_at: 1.7E9,
                               zero_at: 0, flag_at: true, list_at: [1], nothing_at: null, at: "3.0", three: 3.0,
                               half: (.track.duration_ms / 1000000), whole: (6 / 2)}
                          steps:
                            - to: kamelet:spotify-mongodb-sink
                    """);
            pipeline.awaitRun("timed-tracks", 1);
            assertThat(log.lines()).filteredOn(line -> line.contains("text_at")).hasSize(1);
        }

        Date day = Date.from(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(pipeline.documents("timed_tracks")).hasSize(3).allSatisfy(track -> {
            assertThat(track).containsEntry("iso_at", Date.from(Instant.parse("2026-11-22T10:59:00Z")))
                    .containsEntry("ms_at", new Date(1_700_000_000_123L))
                    .containsEntry("s_at", new Date(1_700_000_000_000L))
                    .containsEntry("float_at", new Date(1_700_000_000_000L)).containsEntry("day_at", day)
                    .containsEntry("at", "3.0").containsEntry("three", 3).containsEntry("whole", 3);
            assertThat(track.get("added_at")).isInstanceOf(Date.class);
            assertThat(track.get("half")).isInstanceOf(Double.class);
            for (String none : List.of("text_at", "empty_at", "zero_at", "flag_at", "list_at", "nothing_at")) {
                assertThat(track).containsEntry(none, null);
            }
        });
        assertThat(pipeline.sync("timed-tracks")).containsEntry("written", 0);
    }
}
