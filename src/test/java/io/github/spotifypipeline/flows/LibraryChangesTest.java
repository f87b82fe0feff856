package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.sandbox.Music;
import io.github.spotifypipeline.sandbox.SandboxPlaylist;
import io.github.spotifypipeline.sandbox.Shape;
import io.github.spotifypipeline.sandbox.Shelf;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** However a library changes between two syncs, the database ends with what Spotify has, and with the right history. */
class LibraryChangesTest {

    private static final int ROUNDS = 12;
    private static final int CHANGES = 25;

    private final Random random = new Random(20261122);
    private final Map<String, Date> firstSeen = new HashMap<>();
    private TestPipeline pipeline;
    private int made;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @DatabaseTest
    void anyChangesEndInTheStateThatSpotifyHas(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("saved-tracks", "playlists", "playlist-items"), options -> options);
        pipeline.demo().emptyLibrary();
        pipeline.signIn();
        pipeline.awaitRun("playlist-items", 1);

        for (int round = 0; round < ROUNDS; round++) {
            Date before = Date.from(pipeline.clock.instant());
            pipeline.clock.advance(Duration.ofHours(1));
            List<String> removedBefore = removed();
            for (int i = 0; i < CHANGES; i++) {
                change();
            }
            pipeline.sandbox.shape(Shape.values()[random.nextInt(Shape.values().length)]);
            pipeline.sync("saved-tracks");
            pipeline.sync("playlist-items");

            requireSame(round);
            requireHistory(round, before, removedBefore);
        }
    }

    private void change() {
        Shelf shelf = pipeline.demo().savedTracks();
        List<SandboxPlaylist> playlists = pipeline.demo().playlists();
        switch (random.nextInt(playlists.isEmpty() ? 5 : 10)) {
            case 0, 1 -> {
                JsonNode track = track();
                if (!shelf.uris().contains(track.get("uri").asText())) {
                    shelf.add(track, pipeline.clock.instant());
                }
            }
            case 2 -> any(shelf.uris()).forEach(shelf::remove);
            case 3 -> any(shelf.uris()).forEach(uri -> shelf.change(uri, track -> track.put("name", "Renamed " + made++)));
            case 4 -> pipeline.demo().addPlaylist("Playlist " + made++);
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    pipeline.demo().removePlaylist(any(playlists).get(0).id());
                }
            }
            case 6 -> any(playlists).get(0).moveSnapshot().rename("Renamed " + made++);
            case 7 -> {
                for (int i = random.nextInt(60); i > 0; i--) {
                    any(playlists).get(0).add(track(), pipeline.clock.instant());
                }
            }
            case 8 -> {
                SandboxPlaylist playlist = any(playlists).get(0);
                if (!playlist.items().isEmpty()) {
                    playlist.remove(random.nextInt(playlist.items().size()));
                }
            }
            default -> {
                SandboxPlaylist playlist = any(playlists).get(0);
                int size = playlist.items().size();
                if (size > 1) {
                    playlist.move(random.nextInt(size), random.nextInt(size));
                }
            }
        }
    }

    /** One of a small stock, so that some come back. */
    private JsonNode track() {
        return Music.track("Song " + random.nextInt(80), "Artist");
    }

    private <T> List<T> any(List<T> list) {
        return list.isEmpty() ? List.of() : List.of(list.get(random.nextInt(list.size())));
    }

    private List<Document> present(String collection) {
        return pipeline.documents(collection).stream().filter(document -> document.get("removed_at") == null).toList();
    }

    private List<String> removed() {
        return pipeline.documents("saved_tracks").stream().filter(document -> document.get("removed_at") != null)
                .map(document -> document.getString("_id")).toList();
    }

    private void requireSame(int round) {
        assertThat(present("saved_tracks")).as("round %s", round).extracting(track -> track.getString("uri"))
                .containsExactlyInAnyOrderElementsOf(pipeline.demo().savedTracks().uris());
        assertThat(present("playlists")).as("round %s", round).extracting(playlist -> playlist.getString("name"))
                .containsExactlyInAnyOrderElementsOf(pipeline.demo().playlists().stream().map(SandboxPlaylist::name).toList());
        List<String> items = new ArrayList<>();
        for (SandboxPlaylist playlist : pipeline.demo().playlists()) {
            int position = 0;
            for (JsonNode entry : playlist.items()) {
                items.add(playlist.id() + " " + position++ + " " + entry.path("item").path("uri").asText());
            }
        }
        assertThat(present("playlist_items")).as("round %s", round).extracting(item -> item.getString("playlist_id") + " "
                + item.getInteger("position") + " " + item.getString("uri")).containsExactlyInAnyOrderElementsOf(items);
    }

    /** A record keeps its first time for ever; a mark is set by the sweep that missed it, and kept until it returns. */
    private void requireHistory(int round, Date before, List<String> removedBefore) {
        Date now = Date.from(pipeline.clock.instant());
        for (Document track : pipeline.documents("saved_tracks")) {
            String id = track.getString("_id");
            Date first = firstSeen.computeIfAbsent(id, unknown -> now);
            assertThat(track.getDate("first_seen_at")).as("round %s, %s", round, id).isEqualTo(first);
            Date mark = track.getDate("removed_at");
            if (mark != null && removedBefore.contains(id)) {
                assertThat(mark).as("round %s, %s", round, id).isBeforeOrEqualTo(before);
            } else if (mark != null) {
                assertThat(mark).as("round %s, %s", round, id).isEqualTo(now);
            }
        }
        assertThat(pipeline.documents("saved_tracks")).extracting(track -> track.getString("_id"))
                .containsAll(firstSeen.keySet());
    }
}
