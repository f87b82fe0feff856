package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** A parent and the list of each of its records, by the example of playlists. */
class PlaylistItemsFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("playlists", "playlist-items"), options -> options);
        pipeline.demo().emptyLibrary();
    }

    private TestPlaylist playlist(String name, int tracks) {
        TestPlaylist playlist = pipeline.demo().addPlaylist(name);
        for (int i = 0; i < tracks; i++) {
            playlist.add(MadeUpMusic.track(name + " " + i, "Artist"), pipeline.clock.instant());
        }
        return playlist;
    }

    private void signIn() {
        pipeline.signIn();
        pipeline.awaitRun("playlist-items", 1);
        pipeline.sandbox.clearRequests();
        pipeline.clock.advance(Duration.ofHours(1));
    }

    private Document sync() {
        pipeline.sandbox.clearRequests();
        return pipeline.sync("playlist-items");
    }

    private static String path(TestPlaylist playlist) {
        return "/v1/playlists/" + playlist.id() + "/items";
    }

    private List<String> names(TestPlaylist playlist) {
        return pipeline.documents("playlist_items").stream()
                .filter(item -> item.getString("playlist_id").equals(playlist.id()) && item.get("removed_at") == null)
                .sorted(Comparator.comparing(item -> item.getInteger("position")))
                .map(item -> item.getString("name")).toList();
    }

    private static List<String> namesAtSpotify(TestPlaylist playlist) {
        return playlist.items().stream().map(entry -> entry.path("item").path("name").asText()).toList();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @DatabaseTest
    void onlyPlaylistsWhoseSnapshotMovedAreReadAgain(TestDatabase database) {
        start(database);
        TestPlaylist still = playlist("Still", 60);
        TestPlaylist moving = playlist("Moving", 120);
        TestPlaylist renamed = playlist("Renamed", 2);
        signIn();
        assertThat(names(still)).hasSize(60).isEqualTo(namesAtSpotify(still));
        assertThat(names(moving)).hasSize(120).isEqualTo(namesAtSpotify(moving));

        moving.remove(7).move(0, 90);
        renamed.rename("Another name");
        Document run = sync();

        assertThat(pipeline.calls(path(still))).isEmpty();
        assertThat(pipeline.calls(path(moving))).hasSize(3).first().asString()
                .contains("additional_types=track,episode", "limit=50");
        assertThat(names(moving)).isEqualTo(namesAtSpotify(moving));
        assertThat(run).containsEntry("removed", 1);
        assertThat(pipeline.documents("playlists")).anyMatch(playlist -> playlist.get("name").equals("Another name"));

        assertThat(sync()).containsEntry("calls", 0).containsEntry("read", 0);
    }

    @DatabaseTest(real = false)
    void aPlaylistThatMovesWhileItIsReadIsReadAgain(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Busy", 120);
        // as many as before, so that only the snapshot tells
        pipeline.sandbox.fault(Fault.on(path(playlist)).after(1)
                .run(() -> playlist.remove(0).add(MadeUpMusic.track("New", "Artist"), pipeline.clock.instant())));
        signIn();

        assertThat(names(playlist)).isEqualTo(namesAtSpotify(playlist));
        assertThat(pipeline.runs("playlist-items")).singleElement()
                .satisfies(run -> assertThat(run).containsEntry("calls", 3 + 1 + 3 + 1));
        assertThat(sync()).as("the playlist's record has the older snapshot until now")
                .containsEntry("outcome", "succeeded");
        assertThat(sync()).containsEntry("calls", 0);
    }

    @DatabaseTest
    void whatATornReadingStoredIsMarkedByTheNextOne(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Shrinking", 120);
        pipeline.sandbox.fault(Fault.on(path(playlist)).run(() -> pipeline.clock.advance(Duration.ofSeconds(1))));
        pipeline.sandbox.fault(Fault.on(path(playlist)).after(1).run(() -> {
            pipeline.clock.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 80; i++) {
                playlist.remove(0);
            }
        }));
        signIn();
        // its parent still counted 120, and much is missing: a later sync must find the same
        sync();

        assertThat(names(playlist)).hasSize(40).isEqualTo(namesAtSpotify(playlist));
    }

    @DatabaseTest(real = false)
    void aPlaylistThatNeverRestsIsLeftForTheNextTimeAndRemovesNothing(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Restless", 60);
        signIn();
        playlist.remove(59);
        pipeline.sandbox.fault(Fault.on(path(playlist)).forever().run(() -> playlist.move(0, 58)));

        assertThat(sync()).containsEntry("outcome", "succeeded").containsEntry("removed", 0);
        assertThat(pipeline.calls(path(playlist))).hasSize(2 * 3);

        pipeline.sandbox.clearFaults();
        assertThat(sync()).containsEntry("removed", 1);
        assertThat(names(playlist)).isEqualTo(namesAtSpotify(playlist));
    }

    @DatabaseTest(real = false)
    void aPlaylistThatSpotifyDoesNotShowIsQuietlyLeftAloneUntilItMoves(TestDatabase database) {
        start(database);
        TestPlaylist others = playlist("Someone else's", 3).owned(false);
        TestPlaylist mine = playlist("Mine", 3);
        signIn();
        assertThat(pipeline.runs("playlist-items")).allSatisfy(run ->
                assertThat(run).containsEntry("outcome", "succeeded").containsEntry("error", null)
                .containsEntry("dead", 0));
        assertThat(names(mine)).hasSize(3);
        assertThat(names(others)).isEmpty();
        assertThat(pipeline.documents("parent_reads")).extracting(read -> read.getString("status"))
                .containsExactlyInAnyOrder("read", "not_readable");

        sync();
        assertThat(pipeline.calls(path(others))).isEmpty();

        others.moveSnapshot();
        sync();
        assertThat(pipeline.calls(path(others))).hasSize(1);

        others.collaborative(true).moveSnapshot();
        sync();
        assertThat(names(others)).hasSize(3);
    }

    @DatabaseTest(real = false)
    void theItemsOfAPlaylistThatIsGoneAreMarkedAndComeBackWithIt(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Here and gone", 3);
        TestPlaylist other = playlist("Other", 2);
        signIn();
        pipeline.sandbox.fault(Fault.on("/v1/me/playlists").answer(page(other)));

        assertThat(sync()).containsEntry("removed", 3).containsEntry("calls", 0);
        assertThat(names(playlist)).isEmpty();
        assertThat(names(other)).hasSize(2);

        assertThat(sync()).containsEntry("calls", 1);
        assertThat(names(playlist)).hasSize(3);
        assertThat(pipeline.documents("playlist_items")).hasSize(5);
    }

    @DatabaseTest
    void noItemIsForgottenWithAPlaylistThatGoesWhateverHappenedBefore(TestDatabase database) {
        start(database);
        TestPlaylist fleeting = playlist("Fleeting", 60);
        TestPlaylist left = playlist("Left", 3);
        TestPlaylist kept = playlist("Kept", 2);
        AtomicLong known = new AtomicLong();
        pipeline.sandbox.fault(Fault.on(path(fleeting)).forever().run(() -> {
            known.set(pipeline.documents("parent_reads").stream()
                    .filter(read -> read.getString("parent_id").endsWith(fleeting.id())).count());
            fleeting.moveSnapshot();
        }));
        signIn();
        assertThat(names(fleeting)).hasSize(60);
        assertThat(known).as("before a page of it is stored").hasValue(1);

        pipeline.sandbox.clearFaults();
        pipeline.demo().removePlaylist(fleeting.id());
        assertThat(sync()).as("it was torn each time").containsEntry("removed", 60).containsEntry("calls", 0);

        String account = "/api/accounts/" + pipeline.demo().accountId();
        assertThat(pipeline.send("DELETE", account).statusCode()).isEqualTo(204);
        pipeline.demo().removePlaylist(left.id());
        pipeline.clock.advance(Duration.ofHours(1));
        pipeline.signIn();
        assertThat(pipeline.awaitRun("playlist-items", 3)).containsEntry("removed", 3).containsEntry("calls", 0);
        assertThat(names(left)).isEmpty();
        assertThat(names(kept)).hasSize(2);

        assertThat(pipeline.send("DELETE", account + "?data=true").statusCode()).isEqualTo(204);
        assertThat(pipeline.documents("parent_reads")).isEmpty();
        pipeline.clock.advance(Duration.ofHours(1));
        pipeline.signIn();
        assertThat(pipeline.awaitRun("playlist-items", 1)).containsEntry("calls", 1);
        assertThat(names(kept)).hasSize(2);
    }

    private JsonNode page(TestPlaylist playlist) {
        try {
            return json(("{\"total\":1,\"next\":null,\"items\":[{\"id\":\"%s\",\"uri\":\"%s\",\"name\":\"x\","
                    + "\"snapshot_id\":\"%s\"}]}")
                    .formatted(playlist.id(), playlist.uri(), playlist.snapshotId()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @DatabaseTest(real = false)
    void aPlaylistThatIsListedButNotThereKeepsItsItems(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("404 for a while", 3);
        signIn();
        playlist.moveSnapshot();
        pipeline.sandbox.fault(Fault.on(path(playlist)).forever().status(404));

        for (int i = 0; i < 3; i++) {
            assertThat(sync()).containsEntry("outcome", "succeeded").containsEntry("removed", 0);
        }
        assertThat(pipeline.documents("playlist_items")).hasSize(3).allMatch(item -> item.get("removed_at") == null);

        pipeline.sandbox.clearFaults();
        playlist.moveSnapshot();
        assertThat(sync()).containsEntry("removed", 0).containsEntry("unchanged", 3);
    }

    @DatabaseTest(real = false)
    void oneListThatCannotBeReadDoesNotKeepTheOthersFromBeingRead(TestDatabase database) {
        start(database);
        List<TestPlaylist> playlists = List.of(playlist("A", 2), playlist("B", 2), playlist("C", 2));
        TestPlaylist first = playlists.stream().min((one, other) -> one.id().compareTo(other.id())).orElseThrow();
        pipeline.sandbox.fault(Fault.on(path(first)).forever().status(500));
        signIn();
        assertThat(pipeline.documents("playlist_items")).isEmpty();

        assertThat(sync()).containsEntry("outcome", "failed");
        assertThat(pipeline.documents("playlist_items")).hasSize(4);
        assertThat(names(first)).isEmpty();

        pipeline.sandbox.clearFaults();
        assertThat(sync()).containsEntry("outcome", "succeeded");
        assertThat(names(first)).hasSize(2);
    }

    @DatabaseTest(real = false)
    void aListThatDidNotShowAllOfItselfIsReadAgain(TestDatabase database) throws IOException {
        start(database);
        TestPlaylist playlist = playlist("Short answer", 5);
        signIn();
        playlist.remove(4).remove(3);
        pipeline.sandbox.fault(Fault.on(path(playlist)).answer(json("{\"total\":3,\"next\":null,\"items\":[]}")));
        assertThat(sync()).as("at once, once more").containsEntry("removed", 2).containsEntry("calls", 2);
        assertThat(names(playlist)).isEqualTo(namesAtSpotify(playlist));
    }

    @DatabaseTest(real = false)
    void aForbiddenThatIsNotTheWebApisOwnIsAFailure(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Mine", 2);
        pipeline.sandbox.fault(Fault.on(path(playlist)).status(403).body("<html>no</html>", "text/html"));
        signIn();
        assertThat(pipeline.runs("playlist-items")).singleElement()
                .satisfies(run -> assertThat(run).containsEntry("outcome", "failed"));

        assertThat(sync()).containsEntry("outcome", "succeeded");
        assertThat(names(playlist)).hasSize(2);
    }

    @DatabaseTest(real = false)
    void aParentWithoutTheFieldOfThePathHasNoList(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, List.of("saved-albums"), options -> options);
        pipeline.demo().emptyLibrary();
        pipeline.demo().savedAlbums().add(MadeUpMusic.album("Real", "2001", "Artist"), pipeline.clock.instant())
                .addRaw(json("{\"added_at\":null,\"album\":{\"id\":null,\"uri\":\"spotify:local:a\",\"name\":\"x\"}}"))
                .addRaw(json("{\"added_at\":null,"
                        + "\"album\":{\"id\":\"..\",\"uri\":\"spotify:local:b\",\"name\":\"y\"}}"));
        pipeline.addEndpoint("album-details", """
                - route:
                    id: album-details
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /albums/{id}
                        parent: saved-albums
                        items: .
                        every: 30d
                        mode: append
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """);
        await().until(() -> pipeline.get("/api/status").body().contains("album-details"));
        pipeline.signIn();

        assertThat(pipeline.awaitRun("album-details", 1)).containsEntry("outcome", "succeeded")
                .containsEntry("calls", 1)
                .containsEntry("written", 1);
        pipeline.clock.advance(Duration.ofDays(1));
        pipeline.awaitRun("saved-albums", 2);
        pipeline.awaitNoCalls("/v1/albums");
        assertThat(pipeline.runs("album-details")).as("its own interval counts: it has no token").hasSize(1);
    }

    @DatabaseTest(real = false)
    void anEditedTransformOrStepReachesTheChildren(TestDatabase database) throws IOException {
        start(database);
        playlist("Mine", 2);
        signIn();

        String route = Files.readString(Path.of("routes/endpoints/playlist-items.camel.yaml"));
        String edited = route.replace("position: position,", "position: position, place: (position + 1),");
        pipeline.addEndpoint("playlist-items", edited);
        pipeline.awaitRun("playlist-items", 2);

        assertThat(pipeline.documents("playlist_items")).extracting(item -> item.get("place"))
                .containsExactlyInAnyOrder(1, 2);
        assertThat(sync()).containsEntry("calls", 0);

        pipeline.addEndpoint("playlist-items", edited.replace("      steps:\n", """
                      steps:
                        - setBody:
                            expression:
                              jq:
                                expression: 'map(. + {mine: true})'
                """));
        pipeline.awaitRun("playlist-items", 4);
        assertThat(pipeline.documents("playlist_items")).extracting(item -> item.get("mine"))
                .containsExactly(true, true);
        pipeline.restart();
        assertThat(sync()).as("the same route in another process").containsEntry("calls", 0);
    }

    @DatabaseTest
    void oddEntriesAreKeptAtTheirPositions(TestDatabase database) throws IOException {
        start(database);
        TestPlaylist playlist = pipeline.demo().addPlaylist("Odd");
        playlist.add(MadeUpMusic.track("Twice", "Artist"), pipeline.clock.instant())
                .addRaw(null)
                .addRaw(json("{\"added_at\":null,\"added_by\":{\"id\":\"\"},\"is_local\":false,\"item\":null,"
                        + "\"track\":null}"))
                .add(MadeUpMusic.localTrack("Tape", "Kitchen", "Take 1", 127), pipeline.clock.instant())
                .add(MadeUpMusic.episode("An episode"), pipeline.clock.instant())
                .add(MadeUpMusic.track("Twice", "Artist"), pipeline.clock.instant())
                .addRaw(json("{\"added_at\":null,\"item\":{\"uri\":\"spotify:track:old\",\"name\":\"Undated\"}}"))
                .addRaw(json("{\"added_at\":\"nonsense\",\"item\":{\"uri\":\"spotify:track:odd\","
                        + "\"name\":\"Misdated\"}}"));
        signIn();

        List<Document> items = inOrder(playlist);
        assertThat(items).extracting(item -> item.getInteger("position")).containsExactly(0, 3, 4, 5, 6, 7);
        assertThat(pipeline.runs("playlist-items").get(0)).containsEntry("empty", 2).containsEntry("dead", 0);
        assertThat(items.get(1)).containsEntry("is_local", true).containsEntry("type", "track")
                .containsEntry("uri", "spotify:local:Tape:Kitchen:Take+1:127");
        assertThat(items.get(2)).containsEntry("type", "episode").containsEntry("artist_names", null)
                .containsEntry("artist_uris", null).containsEntry("is_local", false)
                .containsEntry("name", "An episode");
        assertThat(items.get(0).getString("uri")).isEqualTo(items.get(3).getString("uri"));
        assertThat(items.get(0).getList("artist_uris", String.class)).hasSize(1).first().asString()
                .startsWith("spotify:artist:");
        String list = pipeline.demo().accountId() + ":" + playlist.id() + ":";
        long added = pipeline.documents("playlist_items").get(0).getDate("fetched_at").getTime();
        assertThat(items).extracting(item -> item.getString("_id")).containsExactly(
                list + items.get(0).getString("uri") + ":" + added, list + items.get(1).getString("uri") + ":" + added,
                list + items.get(2).getString("uri") + ":" + added,
                list + items.get(0).getString("uri") + ":" + added + ":1",
                list + "spotify:track:old:0", list + "spotify:track:odd:0");
    }

    private List<Document> inOrder(TestPlaylist playlist) {
        return pipeline.documents("playlist_items").stream()
                .filter(item -> item.getString("playlist_id").equals(playlist.id()) && item.get("removed_at") == null)
                .sorted(Comparator.comparing(item -> item.getInteger("position"))).toList();
    }

    private List<String> gone() {
        return pipeline.documents("playlist_items").stream().filter(item -> item.get("removed_at") != null)
                .map(item -> item.getString("name")).toList();
    }

    @DatabaseTest(real = false)
    void aSongThatIsTakenOutIsMarkedAndNoOther(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Song", 5);
        signIn();
        List<Document> before = inOrder(playlist);

        playlist.remove(0);
        assertThat(sync()).containsEntry("removed", 1).containsEntry("written", 0).containsEntry("unchanged", 4);

        assertThat(gone()).containsExactly("Song 0");
        assertThat(names(playlist)).containsExactly("Song 1", "Song 2", "Song 3", "Song 4");
        assertThat(inOrder(playlist)).extracting(item -> item.getInteger("position")).containsExactly(0, 1, 2, 3);
        assertThat(inOrder(playlist)).extracting(item -> item.get("list_position")).containsExactly(0, 1, 2, 3);
        for (int i = 0; i < 4; i++) {
            Document moved = new Document(before.get(i + 1)).append("position", i).append("list_position", i);
            assertThat(inOrder(playlist).get(i)).as("nothing but its place").isEqualTo(moved);
        }

        playlist.add(MadeUpMusic.track("Song 0", "Artist"), before.get(0).getDate("added_at").toInstant());
        assertThat(sync()).as("it is back").containsEntry("written", 1).containsEntry("removed", 0);
        assertThat(gone()).isEmpty();
        assertThat(inOrder(playlist).get(4)).containsEntry("name", "Song 0")
                .containsEntry("first_seen_at", before.get(0).get("first_seen_at"));
    }

    @DatabaseTest
    void oneSongOnTopWritesTheSongAndThePlacesOfTheOthers(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Song", 120);
        signIn();
        Map<Object, Document> before = pipeline.documents("playlist_items").stream()
                .collect(Collectors.toMap(item -> item.get("_id"), item -> item));

        playlist.add(MadeUpMusic.track("New", "Artist"), pipeline.clock.instant()).move(120, 0);
        assertThat(sync()).containsEntry("written", 1).containsEntry("unchanged", 120).containsEntry("removed", 0);

        assertThat(names(playlist)).hasSize(121).isEqualTo(namesAtSpotify(playlist));
        assertThat(inOrder(playlist).subList(1, 121)).allSatisfy(item -> {
            Document was = before.get(item.get("_id"));
            assertThat(item).isEqualTo(new Document(was).append("position", was.getInteger("position") + 1)
                    .append("list_position", was.getInteger("position") + 1));
        });

        playlist.move(60, 3);
        assertThat(sync()).containsEntry("written", 0).containsEntry("unchanged", 121).containsEntry("removed", 0);
        assertThat(names(playlist)).isEqualTo(namesAtSpotify(playlist));
        playlist.moveSnapshot();
        assertThat(sync()).containsEntry("written", 0).containsEntry("unchanged", 121);
    }

    @DatabaseTest(real = false)
    void aSongThatIsThereSeveralTimesIsCountedThroughTheWholeList(TestDatabase database) {
        start(database);
        Instant added = pipeline.clock.instant();
        TestPlaylist playlist = pipeline.demo().addPlaylist("Loop");
        for (int i = 0; i < 60; i++) {
            playlist.add(MadeUpMusic.track(i % 2 == 0 ? "Again" : "Once " + i, "Artist"), added);
        }
        signIn();
        assertThat(names(playlist)).hasSize(60).isEqualTo(namesAtSpotify(playlist));
        String id = inOrder(playlist).get(0).getString("_id");
        assertThat(inOrder(playlist)).filteredOn(item -> item.get("name").equals("Again"))
                .extracting(item -> item.getString("_id").substring(id.length()))
                .startsWith("", ":1", ":2").endsWith(":29").hasSize(30);

        playlist.moveSnapshot();
        assertThat(sync()).containsEntry("written", 0).containsEntry("removed", 0);

        playlist.remove(0);
        assertThat(sync()).as("one fewer of it").containsEntry("written", 0).containsEntry("removed", 1);
        assertThat(gone()).containsExactly("Again");
        assertThat(names(playlist)).isEqualTo(namesAtSpotify(playlist));
    }

    @DatabaseTest(real = false)
    void whatMovesToTheNextPageWhileItIsReadIsNoRepeat(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Song", 120);
        signIn();
        playlist.moveSnapshot();
        pipeline.sandbox.fault(Fault.on(path(playlist)).after(1)
                .run(() -> playlist.add(MadeUpMusic.track("New", "Artist"), pipeline.clock.instant()).move(120, 0)
                        .remove(120)));

        assertThat(sync()).containsEntry("removed", 1);
        assertThat(names(playlist)).isEqualTo(namesAtSpotify(playlist));
        assertThat(gone()).as("what was there").containsExactly("Song 119");
        assertThat(pipeline.documents("cursors")).filteredOn(cursor -> cursor.get("endpoint").equals("playlist-items"))
                .extracting(cursor -> cursor.get("documents")).containsExactly(121L);
    }

    @DatabaseTest
    void whatAnEarlierVersionStoredByPlacesIsReadAnewOnce(TestDatabase database) {
        start(database);
        TestPlaylist playlist = playlist("Song", 3);
        TestPlaylist others = playlist("Other", 2);
        signIn();
        byPlaces(playlist, 5);
        byPlaces(others, 2);
        others.owned(false);

        assertThat(sync()).containsEntry("outcome", "succeeded").containsEntry("removed", 0)
                .containsEntry("written", 3);

        assertThat(names(playlist)).containsExactly("Song 0", "Song 1", "Song 2");
        assertThat(gone()).as("a place is not a song").isEmpty();
        assertThat(names(others)).as("it cannot be read anew").containsExactly("Other 0", "Other 1");
        assertThat(pipeline.documents("playlist_items")).hasSize(5);
        assertThat(sync()).as("once").containsEntry("calls", 0);
    }

    /**
     * Turns a list into what an earlier version kept of it: a document a place; of two places that are no more, marked.
     */
    private void byPlaces(TestPlaylist playlist, int places) {
        MongoCollection<Document> items = pipeline.database.database().getCollection("playlist_items");
        List<Document> songs = inOrder(playlist);
        for (int i = 0; i < places; i++) {
            Document song = songs.get(Math.min(i, songs.size() - 1));
            items.insertOne(new Document(song).append("_id",
                    pipeline.demo().accountId() + ":" + playlist.id() + ":" + i)
                    .append("position", i).append("list_position", i)
                    .append("removed_at", i < songs.size() ? null : song.get("fetched_at")));
        }
        songs.forEach(song -> items.deleteOne(new Document("_id", song.get("_id"))));
        pipeline.database.database().getCollection("parent_reads").updateMany(new Document(),
                new Document("$set", new Document("definition", "an earlier one")));
    }

    @DatabaseTest(real = false)
    void whatSpotifyLeftEmptyMayHideASongOnce(TestDatabase database) throws IOException {
        start(database);
        TestPlaylist playlist = playlist("Fading", 60);
        signIn();

        playlist.remove(59).remove(58).addRaw(null)
                .addRaw(json("{\"added_at\":\"2026-01-01T00:00:00Z\",\"added_by\":{\"id\":\"x\","
                        + "\"uri\":\"spotify:user:x\"},\"is_local\":false,\"video_thumbnail\":{\"url\":null}}"));
        assertThat(sync()).containsEntry("empty", 2).containsEntry("removed", 0).containsEntry("calls", 3);
        assertThat(sync()).as("as many as the last time").containsEntry("removed", 2).containsEntry("calls", 3);
        assertThat(sync()).as("its snapshot did not move").containsEntry("calls", 0);

        for (int i = 0; i < 10; i++) {
            playlist.remove(0);
        }
        assertThat(sync()).containsEntry("empty", 2).containsEntry("removed", 10);
        assertThat(names(playlist)).isEqualTo(namesAtSpotify(playlist).subList(0, 48));
    }

    @DatabaseTest(real = false)
    void anotherParentAndChildAreOnlyParameters(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("saved-shows"), options -> options);
        pipeline.addEndpoint("show-episodes", """
                - route:
                    id: show-episodes
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /shows/{id}/episodes
                        parent: saved-shows
                        change-token: total_episodes
                        transform: "{show_uri: parent.uri, name, uri}"
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """);
        await().until(() -> pipeline.get("/api/status").body().contains("show-episodes"));
        pipeline.signIn();
        pipeline.awaitRun("show-episodes", 1);

        assertThat(pipeline.runs("show-episodes").get(0)).containsEntry("outcome", "succeeded");
        assertThat(pipeline.documents("show_episodes")).isNotEmpty().allSatisfy(episode -> {
            assertThat(episode.getString("show_uri")).startsWith("spotify:show:");
            assertThat(episode.getString("_id"))
                    .startsWith(pipeline.demo().accountId() + ":" + episode.getString("show_uri"));
        });
        assertThat(pipeline.sync("show-episodes")).containsEntry("calls", 0);

        aTokenPathWithAFieldThatIsNotThereIsSaidOnce();
        aPathWithAFieldThatNoParentHasFails();
    }

    private void aTokenPathWithAFieldThatIsNotThereIsSaidOnce() {
        try (LogLines log = LogLines.listen()) {
            addShowEndpoint("unverified-episodes", "/shows/{id}/episodes");
            assertThat(pipeline.awaitRun("unverified-episodes", 1)).containsEntry("outcome", "succeeded");

            assertThat(pipeline.documents("unverified_episodes")).hasSameSizeAs(pipeline.documents("show_episodes"));
            assertThat(log.lines()).filteredOn(line -> line.contains("tokenPath")).singleElement().asString()
                    .startsWith("WARN").contains("unverified-episodes", "/shows/{slug}", "saved-shows");
        }
    }

    private void aPathWithAFieldThatNoParentHasFails() {
        addShowEndpoint("misspelt-episodes", "/shows/{id}/{slug}");
        Document run = pipeline.awaitRun("misspelt-episodes", 1);

        assertThat(run).containsEntry("outcome", "failed").containsEntry("calls", 0);
        assertThat(run.getString("error")).contains("{slug}", "saved-shows", "path");
        assertThat(run.getString("error")).doesNotContain("{id}");
    }

    private void addShowEndpoint(String id, String path) {
        pipeline.addEndpoint(id, """
                - route:
                    id: %s
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: %s
                        parent: saved-shows
                        changeToken: total_episodes
                        tokenPath: /shows/{slug}
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(id, path));
    }

    @DatabaseTest(real = false)
    void aChildWaitsForTheFirstReadingOfItsParent(TestDatabase database) {
        start(database);
        playlist("One", 2);
        pipeline.sandbox.fault(Fault.on("/v1/me/playlists").times(4).status(500));
        pipeline.signIn();
        pipeline.awaitRun("playlists", 1);
        pipeline.awaitNoCalls("/v1/me/playlists");
        assertThat(pipeline.runs("playlist-items")).isEmpty();

        pipeline.clock.advance(Duration.ofMinutes(2));
        pipeline.awaitRun("playlist-items", 1);
        assertThat(pipeline.documents("playlist_items")).hasSize(2);
    }
}
