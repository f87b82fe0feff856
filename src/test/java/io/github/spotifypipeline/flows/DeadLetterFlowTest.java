package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Items that cannot be transformed: each fails once, and is stored when the transform can do it. */
class DeadLetterFlowTest {

    private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);
    private static final String BAD_PLAY = "{\"played_at\":\"2026-11-22T11:59:30.000Z\","
            + "\"track\":{\"uri\":\"spotify:track:x\",\"name\":\"x\",\"artists\":3}}";

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private List<Document> letters() {
        return pipeline.documents("dead_letters");
    }

    private Date now() {
        return Date.from(pipeline.clock.instant());
    }

    /** Spotify is not asked: the account is parked. */
    private void park(String endpoint) {
        pipeline.demo().revoke();
        pipeline.demo().expireAccessTokens();
        assertThat(pipeline.sync(endpoint)).containsEntry("outcome", "failed");
        pipeline.sandbox.clearRequests();
    }

    private void edit(String endpoint, String before, String after) throws IOException {
        String route = Files.readString(Path.of("routes/endpoints/" + endpoint + ".camel.yaml"));
        assertThat(route).contains(before);
        pipeline.addEndpoint(endpoint, route.replace(before, after));
        await().atMost(Duration.ofMinutes(2)).until(() -> edited(endpoint, after));
    }

    private boolean edited(String endpoint, String text) {
        return pipeline.camel().getRoute(endpoint) != null && pipeline.camel().getRoute(endpoint).getEndpoint()
                instanceof KameletEndpoint kamelet
                && kamelet.getKameletProperties().toString().contains(text);
    }

    private void editPlays() throws IOException {
        edit("recently-played", "artist_name: .track.artists[0].name",
                "artist_name: (try .track.artists[0].name catch null)");
    }

    private JsonNode replay(String query) throws IOException {
        HttpResponse<String> answer = pipeline.send("POST", "/api/replay" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body()).get("endpoints");
    }

    @DatabaseTest
    void anItemFailsOnceAndNotInEverySync(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.demo().rawPlay(json(BAD_PLAY), pipeline.clock.instant().minusSeconds(30));
        Date first = now();
        try (LogLines log = LogLines.listen()) {
            pipeline.signInAndSync();
            List<Document> before = letters();
            Document second = pipeline.syncAfter(TWENTY_MINUTES);
            Document third = pipeline.syncAfter(TWENTY_MINUTES);

            assertThat(pipeline.runs().get(0)).containsEntry("dead", 1);
            assertThat(second).containsEntry("dead", 0).containsEntry("read", 1);
            assertThat(third).containsEntry("dead", 0).containsEntry("read", 1);
            assertThat(letters()).isEqualTo(before).singleElement().satisfies(letter -> assertThat(letter)
                    .containsEntry("tries", 1).containsEntry("first_at", first).containsEntry("last_at", first)
                    .containsEntry("endpoint", "recently-played").containsEntry("position", 0L)
                    .containsEntry("key", "1795348770000:spotify:track:x").containsEntry("retriable", true));
            assertThat(log.lines()).filteredOn(line -> line.contains("An item of recently-played")).hasSize(1);
        }
        assertThat(pipeline.documents("cursors").get(0).getString("last_error")).as("nothing of the endpoint works")
                .contains("None of the 1 items");
    }

    @DatabaseTest
    void anEditedRouteTriesAgainAndTheLetterGoesWhenItsItemIsStored(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.demo().rawPlay(json(BAD_PLAY), pipeline.clock.instant().minusSeconds(30));
        pipeline.signInAndSync();
        pipeline.clock.advance(Duration.ofMinutes(1));

        edit("recently-played", "source: \"api\"", "source: \"API\"");
        assertThat(pipeline.awaitRun("recently-played", 2)).containsEntry("dead", 1);
        assertThat(letters()).singleElement().satisfies(letter -> assertThat(letter).containsEntry("tries", 2)
                .containsEntry("last_at", now()).doesNotContainEntry("first_at", now()));

        editPlays();
        assertThat(pipeline.awaitRun("recently-played", 3)).containsEntry("dead", 0).containsEntry("written", 1);
        assertThat(letters()).isEmpty();
        assertThat(pipeline.plays()).singleElement()
                .satisfies(play -> assertThat(play).containsEntry("song_name", "x"));
    }

    @DatabaseTest(real = false)
    void aKnownItemIsStillSeenByTheReading(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, List.of("saved-tracks"), options -> options);
        pipeline.demo().emptyLibrary();
        ObjectNode kept = MadeUpMusic.track("Kept", "Artist");
        ObjectNode leaving = MadeUpMusic.track("Leaving", "Artist");
        pipeline.demo().savedTracks().add(kept, pipeline.clock.instant()).add(leaving, pipeline.clock.instant());
        pipeline.signInAndSync();
        pipeline.demo().savedTracks().change(kept.get("uri").asText(), track -> track.putArray("artists").add(3));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("dead", 1);
        pipeline.demo().savedTracks().remove(leaving.get("uri").asText());

        assertThat(pipeline.sync("saved-tracks")).containsEntry("dead", 0).containsEntry("removed", 1);
        assertThat(pipeline.documents("saved_tracks")).filteredOn(track -> track.get("removed_at") == null)
                .extracting(track -> track.getString("name")).containsExactly("Kept");
    }

    @DatabaseTest
    void replayHealsWithoutSpotifyAndSaysWhatIsStillDead(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.demo().rawPlay(json(BAD_PLAY), pipeline.clock.instant().minusSeconds(30))
                .rawPlay(json("{\"played_at\":\"nonsense\",\"track\":{\"uri\":\"spotify:track:y\"}}"),
                        pipeline.clock.instant().minusSeconds(20));
        pipeline.signInAndSync();
        assertThat(letters()).hasSize(2);
        park("recently-played");
        assertThat(replay("").get(0)).as("the route is the same")
                .isEqualTo(json("{\"endpoint\":\"recently-played\",\"healed\":0,\"dead\":2,\"reason\":null,"
                        + "\"trouble\":null}"));
        editPlays();

        assertThat(replay("?endpoint=recently-played"))
                .isEqualTo(json("[{\"endpoint\":\"recently-played\",\"healed\":1,"
                + "\"dead\":1,\"reason\":null,\"trouble\":null}]"));

        assertThat(pipeline.plays()).singleElement()
                .satisfies(play -> assertThat(play).containsEntry("song_name", "x"));
        assertThat(letters()).singleElement().satisfies(letter -> assertThat(letter).containsEntry("tries", 3));
        assertThat(pipeline.sandbox.requests()).isEmpty();
        assertThat(pipeline.send("POST", "/api/replay?endpoint=nowhere").statusCode()).isEqualTo(404);
    }

    @DatabaseTest(real = false)
    void replayKnowsTheListAndThePlaceOfAnItem(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, List.of("playlists", "playlist-items"), options -> options);
        pipeline.demo().emptyLibrary();
        TestPlaylist playlist = pipeline.demo().addPlaylist("Mine");
        ObjectNode bad = MadeUpMusic.track("Bad", "Artist").put("artists", 3);
        playlist.add(MadeUpMusic.track("One", "Artist"), pipeline.clock.instant()).add(bad, pipeline.clock.instant());
        pipeline.signIn();
        assertThat(pipeline.awaitRun("playlist-items", 1)).containsEntry("dead", 1);
        // what stands elsewhere is tried again, because that is part of it, but has been told of
        playlist.add(MadeUpMusic.track("Three", "Artist"), pipeline.clock.instant()).move(1, 2);
        pipeline.clock.advance(Duration.ofHours(1));
        assertThat(pipeline.sync("playlist-items")).containsEntry("dead", 0).containsEntry("read", 3);
        assertThat(letters()).singleElement().satisfies(letter -> assertThat(letter).containsEntry("position", 2L));
        park("playlists");
        edit("playlist-items", "if . then map(.name) else null end",
                "if type == \"array\" then map(.name) else null end");

        assertThat(replay("").get(0).get("healed").asInt()).isEqualTo(1);

        assertThat(letters()).isEmpty();
        List<Document> items = pipeline.documents("playlist_items");
        assertThat(items).extracting(item -> item.getString("name")).containsExactlyInAnyOrder("One", "Three", "Bad");
        assertThat(items).filteredOn(item -> item.get("name").equals("Bad")).singleElement().satisfies(item ->
                assertThat(item).containsEntry("position", 2).containsEntry("playlist_id", playlist.id())
                        .containsEntry("_id", pipeline.demo().accountId() + ":" + playlist.id() + ":"
                                + bad.get("uri").asText()
                                + ":" + item.getDate("added_at").getTime()));
        assertThat(pipeline.sandbox.requests()).isEmpty();
    }

    @DatabaseTest(real = false)
    void replayLeavesWhatStandsAtAnItemsPlaceNow(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, List.of("playlists", "playlist-items"), options -> options);
        pipeline.demo().emptyLibrary();
        TestPlaylist playlist = pipeline.demo().addPlaylist("Mine");
        playlist.add(MadeUpMusic.track("Bad", "Artist").put("artists", 3), pipeline.clock.instant());
        String byPlaces = Files.readString(Path.of("routes/endpoints/playlist-items.camel.yaml"))
                .replaceFirst("key: .*", "key: position").replace("repeats: true", "repeats: false");
        pipeline.addEndpoint("playlist-items", byPlaces);
        await().until(() -> edited("playlist-items", "key=position"));
        pipeline.signIn();
        pipeline.awaitRun("playlist-items", 1);
        playlist.add(MadeUpMusic.track("Good", "Artist"), pipeline.clock.instant()).remove(0);
        pipeline.clock.advance(Duration.ofHours(1));
        pipeline.sync("playlist-items");
        park("playlists");
        String lenient = "if type == \"array\" then map(.name) else null end";
        pipeline.addEndpoint("playlist-items", byPlaces.replace("if . then map(.name) else null end", lenient));
        await().until(() -> edited("playlist-items", lenient));

        assertThat(replay("").get(0).get("dead").asInt()).isEqualTo(1);

        assertThat(pipeline.documents("playlist_items")).extracting(item -> item.getString("name"))
                .containsExactly("Good");
        assertThat(letters()).singleElement().satisfies(letter ->
                assertThat(letter.getString("reason")).contains("another record is at its place"));
    }

    @DatabaseTest
    void lettersOfWhatIsGoneStayAndAreToldOf(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.demo().rawPlay(json(BAD_PLAY), pipeline.clock.instant().minusSeconds(30));
        String account = pipeline.signInAndSync();
        Document letter = letters().get(0);
        pipeline.database.database().getCollection("dead_letters").insertOne(new Document(letter)
                .append("_id", "x").append("endpoint", "an-old-one"));
        assertThat(pipeline.send("DELETE", "/api/accounts/" + account).statusCode()).isEqualTo(204);

        JsonNode outcome = replay("");

        assertThat(outcome.get(0).get("trouble").asText()).contains("no such endpoint");
        assertThat(outcome.get(1).get("trouble").asText()).contains("not connected");
        assertThat(letters()).hasSize(2);
        assertThat(pipeline.plays()).isEmpty();
    }
}
