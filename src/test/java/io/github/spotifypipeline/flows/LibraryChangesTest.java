package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.Shape;
import io.github.spotifysandbox.accounts.TestAccount;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/**
 * However a library changes between two syncs, and although one of them breaks off now and then, the database ends with
 * what Spotify has, and with the right history. {@code -Dlibrary.seed} makes other changes.
 */
class LibraryChangesTest {

    private static final int ROUNDS = 12;
    private static final int CHANGES = 30;
    private static final long SEED = Long.getLong("library.seed", 20261122);

    /** The small stocks let some come back; the first and the last need two pages. */
    private static final List<Saved> SAVED = List.of(
            new Saved("saved-tracks", "/v1/me/tracks", 80, TestAccount::savedTracks, LibraryChangesTest::track),
            new Saved("saved-albums", "/v1/me/albums", 15, TestAccount::savedAlbums,
                    number -> MadeUpMusic.album("Album " + number, "1981", "Artist")),
            new Saved("followed-artists", "/v1/me/following", 70, TestAccount::followedArtists,
                    number -> MadeUpMusic.artist("Artist " + number)));

    private final Random random = new Random(SEED);
    private Map<String, List<Document>> stored = Map.of();
    private TestPipeline pipeline;
    private String round;
    private int made;

    /**
     * What is on a shelf.
     *
     * @param stock how many different things may be on it
     * @param thing makes one of them by its number
     */
    private record Saved(String endpoint, String path, int stock, Function<TestAccount, TestShelf> shelf,
                         IntFunction<JsonNode> thing) {

        String collection() {
            return endpoint.replace('-', '_');
        }
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @DatabaseTest
    void anyChangesEndInTheStateThatSpotifyHas(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("saved-tracks", "saved-albums", "followed-artists", "playlists",
                "playlist-items"), options -> options);
        pipeline.demo().emptyLibrary();
        for (Saved saved : SAVED) {
            for (int number = 0; number < saved.stock() * 4 / 5; number++) {
                saved.shelf().apply(pipeline.demo()).add(saved.thing().apply(number), pipeline.clock.instant());
            }
        }
        pipeline.signIn();
        pipeline.awaitRuns(5);
        look();

        for (int i = 0; i < ROUNDS; i++) {
            round = "seed " + SEED + ", round " + i;
            pipeline.clock.advance(Duration.ofHours(1));
            for (int change = 0; change < CHANGES; change++) {
                change();
            }
            pipeline.sandbox.shape(Shape.values()[random.nextInt(Shape.values().length)]);
            if (i % 3 == 1) {
                breakOff();
            }
            syncAll();

            requireHistory(stored, look());
            requireSame();
        }
    }

    private void syncAll() {
        int runs = pipeline.runs().size();
        pipeline.send("POST", "/api/sync");
        pipeline.awaitRuns(runs + 5);
    }

    /** A sync that cannot read a page of a list marks nothing of that list. */
    private void breakOff() {
        List<TestPlaylist> playlists = pipeline.demo().playlists();
        int which = random.nextInt(playlists.isEmpty() ? SAVED.size() : SAVED.size() + 2);
        if (which < SAVED.size()) {
            Saved saved = SAVED.get(which);
            breakOff(saved.endpoint(), saved.path(), saved.shelf().apply(pipeline.demo()).size(), new Document());
        } else if (which == SAVED.size()) {
            breakOff("playlists", "/v1/me/playlists", playlists.size(), new Document());
        } else {
            TestPlaylist playlist = any(playlists).get(0).moveSnapshot();
            breakOff("playlist-items", "/v1/playlists/" + playlist.id() + "/items", playlist.items().size(),
                    new Document("playlist_id", playlist.id()));
        }
    }

    private void breakOff(String endpoint, String path, int entries, Document list) {
        int page = random.nextInt(Math.max(1, (entries + 49) / 50));
        pipeline.sandbox.fault(Fault.on(path).after(page).status(500).forever());
        Document marked = new Document(list).append("removed_at", Date.from(pipeline.clock.instant()));

        assertThat(pipeline.sync(endpoint)).as("%s: %s", round, path).containsEntry("outcome", "failed");

        assertThat(pipeline.database.database().getCollection(endpoint.replace('-', '_')).countDocuments(marked))
                .as("%s: %s", round, path).isZero();
        pipeline.sandbox.clearFaults();
    }

    private void change() {
        List<TestPlaylist> playlists = pipeline.demo().playlists();
        switch (random.nextInt(playlists.isEmpty() ? 6 : 11)) {
            case 0, 1, 2, 3, 4 -> change(SAVED.get(random.nextInt(SAVED.size())));
            case 5 -> pipeline.demo().addPlaylist("Playlist " + made++);
            case 6 -> {
                if (random.nextInt(4) == 0) {
                    pipeline.demo().removePlaylist(any(playlists).get(0).id());
                }
            }
            case 7 -> any(playlists).get(0).moveSnapshot().rename("Renamed " + made++);
            case 8 -> {
                for (int i = random.nextInt(50); i > 0; i--) {
                    any(playlists).get(0).add(track(random.nextInt(80)), pipeline.clock.instant());
                }
            }
            case 9 -> {
                TestPlaylist playlist = any(playlists).get(0);
                if (!playlist.items().isEmpty()) {
                    playlist.remove(random.nextInt(playlist.items().size()));
                }
            }
            default -> {
                TestPlaylist playlist = any(playlists).get(0);
                int size = playlist.items().size();
                if (size > 1) {
                    playlist.move(random.nextInt(size), random.nextInt(size));
                }
            }
        }
    }

    private void change(Saved saved) {
        TestShelf shelf = saved.shelf().apply(pipeline.demo());
        switch (random.nextInt(4)) {
            case 0, 1 -> {
                JsonNode thing = saved.thing().apply(random.nextInt(saved.stock()));
                if (!shelf.uris().contains(thing.get("uri").asText())) {
                    shelf.add(thing, pipeline.clock.instant());
                }
            }
            case 2 -> any(shelf.uris()).forEach(shelf::remove);
            default -> any(shelf.uris()).forEach(uri ->
                    shelf.change(uri, thing -> thing.put("name", "Renamed " + made++)));
        }
    }

    private static JsonNode track(int number) {
        return MadeUpMusic.track("Song " + number, "Artist");
    }

    private <T> List<T> any(List<T> list) {
        return list.isEmpty() ? List.of() : List.of(list.get(random.nextInt(list.size())));
    }

    /** Reads all that is stored. @return the same */
    private Map<String, List<Document>> look() {
        stored = Stream.of("saved_tracks", "saved_albums", "followed_artists", "playlists", "playlist_items")
                .collect(Collectors.toMap(collection -> collection, pipeline::documents));
        return stored;
    }

    private List<Document> present(String collection) {
        return stored.get(collection).stream().filter(document -> document.get("removed_at") == null).toList();
    }

    private void requireSame() {
        for (Saved saved : SAVED) {
            assertThat(present(saved.collection())).as("%s: %s", round, saved.endpoint())
                    .extracting(thing -> thing.getString("uri"))
                    .containsExactlyInAnyOrderElementsOf(saved.shelf().apply(pipeline.demo()).uris());
        }
        assertThat(present("playlists")).as(round).extracting(playlist -> playlist.getString("name"))
                .containsExactlyInAnyOrderElementsOf(pipeline.demo().playlists().stream().map(TestPlaylist::name)
                        .toList());
        List<String> items = new ArrayList<>();
        for (TestPlaylist playlist : pipeline.demo().playlists()) {
            int position = 0;
            for (JsonNode entry : playlist.items()) {
                items.add(playlist.id() + " " + position++ + " " + entry.path("item").path("uri").asText());
            }
        }
        assertThat(present("playlist_items")).as(round).extracting(item -> item.getString("playlist_id") + " "
                + item.getInteger("position") + " " + item.getString("uri")).containsExactlyInAnyOrderElementsOf(items);
    }

    /** A record keeps its first time; a mark is set by the reading that missed it, and kept until it returns. */
    private void requireHistory(Map<String, List<Document>> before, Map<String, List<Document>> after) {
        Date now = Date.from(pipeline.clock.instant());
        after.forEach((collection, documents) -> {
            Map<Object, Document> known = new HashMap<>();
            before.get(collection).forEach(document -> known.put(document.get("_id"), document));
            for (Document document : documents) {
                Document past = known.remove(document.get("_id"));
                Date mark = past == null ? null : past.getDate("removed_at");
                assertThat(document.getDate("first_seen_at")).as("%s: first_seen_at of %s", round, document)
                        .isEqualTo(past == null ? now : past.getDate("first_seen_at"));
                assertThat(document.getDate("removed_at")).as("%s: removed_at of %s", round, document)
                        .isIn(null, mark == null ? now : mark);
            }
            assertThat(known).as("%s: gone from %s", round, collection).isEmpty();
        });
    }
}
