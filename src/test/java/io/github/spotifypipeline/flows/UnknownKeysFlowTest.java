package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Entries by which nobody can tell what they are, among good ones: the list goes on, or says why it does not. */
class UnknownKeysFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where each list is, and how it wraps what it lists; empty: not at all. */
    private static final Map<String, List<String>> LISTS = Map.of(
            "saved-tracks", List.of("/v1/me/tracks", "track"),
            "saved-albums", List.of("/v1/me/albums", "album"),
            "saved-shows", List.of("/v1/me/shows", "show"),
            "saved-episodes", List.of("/v1/me/episodes", "episode"),
            "saved-audiobooks", List.of("/v1/me/audiobooks", "audiobook"),
            "followed-artists", List.of("/v1/me/following", ""),
            "playlists", List.of("/v1/me/playlists", ""));

    private static final List<String> ENDPOINTS = LISTS.keySet().stream().sorted().toList();

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database, List<String> endpoints) {
        pipeline = TestPipeline.start(database, endpoints, options -> options);
        pipeline.demo().emptyLibrary();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode thing(String id) {
        return json("{'id':'%s','uri':'spotify:x:%s','name':'Thing %s'}".formatted(id, id, id));
    }

    /** Answers a list from now on with these things. */
    private void show(String endpoint, JsonNode... things) {
        List<String> list = LISTS.get(endpoint);
        ObjectNode page = JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (JsonNode thing : things) {
            if (list.get(1).isEmpty()) {
                items.add(thing);
            } else {
                items.addObject().put("added_at", "2026-11-01T00:00:00Z").set(list.get(1), thing);
            }
        }
        page.put("total", things.length).putNull("next");
        pipeline.sandbox.fault(Fault.on(list.get(0)).forever().answer(
                endpoint.equals("followed-artists") ? JSON.createObjectNode().set("artists", page) : page));
    }

    private void showAll(JsonNode... things) {
        pipeline.sandbox.clearFaults();
        ENDPOINTS.forEach(endpoint -> show(endpoint, things));
    }

    private List<String> present(String endpoint) {
        return pipeline.documents(endpoint.replace('-', '_')).stream()
                .filter(document -> document.get("removed_at") == null)
                .map(document -> document.getString("name")).sorted().toList();
    }

    private Document cursor(String endpoint) {
        return pipeline.documents("cursors").stream().filter(cursor -> cursor.getString("endpoint").equals(endpoint))
                .findFirst().orElseThrow();
    }

    private String lastError(String endpoint) throws IOException {
        for (JsonNode one : JSON.readTree(pipeline.get("/api/status").body()).get("endpoints")) {
            if (one.get("id").asText().equals(endpoint)) {
                return one.at("/accounts/0/last_error").textValue();
            }
        }
        throw new IllegalStateException("no endpoint " + endpoint);
    }

    @DatabaseTest(real = false)
    void anObjectOfNullsIsAnEmptyEntryInEveryList(TestDatabase database) {
        start(database, ENDPOINTS);
        // what Spotify shows of an episode that was withdrawn, with more of it left from row to row
        List<ObjectNode> withdrawn = List.of(json("{'id':null,'uri':null,'name':null}"),
                json("{'id':null,'uri':null,'name':null,'type':'x','duration_ms':0,'explicit':false,'images':[],"
                        + "'artists':null,'release_date':'0000','show':{'id':null,'uri':null,'name':null},"
                        + "'owner':{'id':null},'href':'https://api.spotify.com/v1/x/null',"
                        + "'external_urls':{'spotify':null}}"),
                json("{'id':'','uri':'','name':'','description':''}"));
        showAll(thing("a"), thing("b"), withdrawn.get(0), withdrawn.get(1), withdrawn.get(2), thing("c"));
        pipeline.signIn();
        for (String endpoint : ENDPOINTS) {
            assertThat(pipeline.awaitRun(endpoint, 1)).as(endpoint).containsEntry("outcome", "succeeded")
                    .containsEntry("empty", 3).containsEntry("dead", 0).containsEntry("written", 3);
        }
        pipeline.clock.advance(Duration.ofHours(1));

        showAll(thing("a"), withdrawn.get(0), withdrawn.get(1), withdrawn.get(2), thing("c"));
        for (String endpoint : ENDPOINTS) {
            assertThat(pipeline.sync(endpoint)).as(endpoint).containsEntry("removed", 1);
            assertThat(present(endpoint)).as(endpoint).containsExactly("Thing a", "Thing c");
        }
        assertThat(pipeline.documents("dead_letters")).isEmpty();
    }

    @DatabaseTest(real = false)
    void anEntryWithoutAKeyTurnsNoRemovalsOffInEveryList(TestDatabase database) throws IOException {
        start(database, ENDPOINTS);
        ObjectNode keyless = json("{'id':null,'uri':null,'name':'Only a name'}");
        showAll(thing("a"), thing("b"), thing("c"), thing("d"));
        pipeline.signIn();
        ENDPOINTS.forEach(endpoint -> pipeline.awaitRun(endpoint, 1));
        pipeline.clock.advance(Duration.ofHours(1));

        showAll(thing("a"), thing("b"), keyless, thing("c"));
        for (String endpoint : ENDPOINTS) {
            assertThat(pipeline.sync(endpoint)).as("%s: it may be the one that is missing", endpoint)
                    .containsEntry("dead", 1).containsEntry("removed", 0);
            assertThat(lastError(endpoint)).contains("1 of the 4 entries", "dead_letters",
                    "correct the endpoint's key");
        }
        assertThat(pipeline.get("/api/trouble").body()).contains("1 of the 4 entries of /me/episodes");

        showAll(thing("a"), keyless, thing("c"));
        for (String endpoint : ENDPOINTS) {
            assertThat(pipeline.sync(endpoint)).as("%s: no more of them", endpoint).containsEntry("dead", 0)
                    .containsEntry("removed", 2);
            assertThat(present(endpoint)).as(endpoint).containsExactly("Thing a", "Thing c");
            assertThat(lastError(endpoint)).isNull();
        }

        showAll(thing("a"), keyless, json("{'name':'Another'}"));
        for (String endpoint : ENDPOINTS) {
            for (int i = 0; i < 3; i++) {
                assertThat(pipeline.sync(endpoint)).as("%s: most have no key", endpoint).containsEntry("removed", 0);
                assertThat(lastError(endpoint)).contains("2 of the 3 entries", "correct the endpoint's key");
            }
        }
    }

    @DatabaseTest
    void whatIsEmptyNowIsNoLetterAnyMore(TestDatabase database) throws NoSuchAlgorithmException {
        start(database, List.of("saved-episodes"));
        show("saved-episodes", thing("a"), json("{'id':null,'uri':null,'name':'Broken'}"));
        pipeline.signInAndSync();
        Document letter = pipeline.documents("dead_letters").get(0);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(
                "{\"added_at\":\"2026-11-01T00:00:00Z\",\"episode\":{\"id\":null,\"name\":null,\"uri\":null}}"
                .getBytes()), 0, 16);
        // as an earlier version kept it
        database.database().getCollection("dead_letters").insertOne(new Document(letter).append("_id",
                letter.getString("_id").replaceFirst("[^:]*$", digest)));
        pipeline.sandbox.clearFaults();
        show("saved-episodes", thing("a"), json("{'id':null,'uri':null,'name':null}"));
        pipeline.clock.advance(Duration.ofHours(1));

        assertThat(pipeline.sync("saved-episodes")).containsEntry("empty", 1).containsEntry("dead", 0);
        assertThat(pipeline.documents("dead_letters")).containsExactly(letter);
    }

    @DatabaseTest
    void aLongKeyEndsWithItsDigest(TestDatabase database) {
        start(database, List.of("saved-tracks", "playlists", "playlist-items"));
        String title = "x".repeat(2_000);
        List<String> uris = List.of("spotify:local:" + title + "a", "spotify:local:" + title + "b",
                "spotify:local:" + "\u00e9".repeat(1_200), "spotify:local:" + "x".repeat(900));
        JsonNode[] tracks = uris.stream().map(uri -> thing("id").put("uri", uri).put("name", uri))
                .toArray(JsonNode[]::new);
        show("saved-tracks", tracks);
        TestPlaylist playlist = pipeline.demo().addPlaylist("Tapes");
        for (JsonNode track : tracks) {
            playlist.add(track, pipeline.clock.instant());
        }
        pipeline.signIn();
        assertThat(pipeline.awaitRun("saved-tracks", 1)).containsEntry("written", 4).containsEntry("dead", 0);
        assertThat(pipeline.awaitRun("playlist-items", 1)).containsEntry("written", 4).containsEntry("dead", 0);
        pipeline.clock.advance(Duration.ofHours(1));

        for (String collection : List.of("saved_tracks", "playlist_items")) {
            assertThat(pipeline.documents(collection)).hasSize(4).allSatisfy(track -> {
                assertThat(track.getString("uri")).isIn(uris);
                assertThat(track.getString("_id").length()).isLessThan(1_100);
                if (track.getString("uri").length() > 1_000) {
                    assertThat(track.getString("_id")).matches("(?s).*~[0-9a-f]{32}");
                }
            });
        }
        assertThat(pipeline.sync("saved-tracks")).containsEntry("unchanged", 4).containsEntry("removed", 0);

        pipeline.sandbox.clearFaults();
        show("saved-tracks", tracks[1], tracks[2], tracks[3]);
        playlist.remove(0);
        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 1);
        assertThat(pipeline.sync("playlist-items")).containsEntry("removed", 1);
        assertThat(present("playlist-items")).hasSize(3).doesNotContain(uris.get(0));
    }

    @DatabaseTest
    void aPlaylistsEntriesOfNullsAreEmptyAndWhatHasOnlyANameIsKept(TestDatabase database) {
        start(database, List.of("playlists", "playlist-items"));
        TestPlaylist playlist = pipeline.demo().addPlaylist("Mine")
                .add(MadeUpMusic.track("A", "Artist"), pipeline.clock.instant())
                .addRaw(json("{'added_at':'2026-11-01T00:00:00Z','item':{'id':null,'uri':null,'name':null,"
                        + "'type':'episode','show':{'id':null}}}"))
                .addRaw(json("{'added_at':null,'track':{'id':null,'uri':null,'name':null}}"))
                .addRaw(json("{'added_at':null,'item':{'id':null,'uri':null,'name':'Only a name'}}"))
                .addRaw(json("{'added_at':null,'item':{'id':'i','uri':'spotify:track:i','name':null}}"))
                .add(MadeUpMusic.track("B", "Artist"), pipeline.clock.instant());
        pipeline.signIn();
        assertThat(pipeline.awaitRun("playlist-items", 1)).containsEntry("empty", 2).containsEntry("dead", 0)
                .containsEntry("written", 4);
        pipeline.clock.advance(Duration.ofHours(1));

        playlist.remove(0);
        assertThat(pipeline.sync("playlist-items")).containsEntry("removed", 1).containsEntry("empty", 2);
        assertThat(pipeline.documents("playlist_items")).filteredOn(item -> item.get("removed_at") != null)
                .extracting(item -> item.getString("name")).containsExactly("A");
        assertThat(cursor("playlist-items")).containsEntry("last_error", null);
    }
}
