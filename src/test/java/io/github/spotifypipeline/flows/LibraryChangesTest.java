package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TemporaryFolders;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.Shape;
import io.github.spotifysandbox.accounts.TestAccount;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * However a library changes between two syncs and while one runs, although one of them breaks off now and then, and
 * however many pages are asked for before their turn: the database ends with what Spotify has, with the right history,
 * and with the documents of a pipeline that asks for one page after the other and was never disturbed. {@code
 * -Dlibrary.seed} makes other changes, {@code -Dlibrary.rounds} more of them.
 */
class LibraryChangesTest {

    private static final int ROUNDS = Integer.getInteger("library.rounds", 5);
    private static final int CHANGES = 30;
    private static final List<Integer> PAGES_AHEAD = List.of(16, 1, 0, 4);
    private static final List<String> ENDPOINTS =
            List.of("saved-tracks", "saved-albums", "followed-artists", "playlists", "playlist-items");
    private static final long SEED = Long.getLong("library.seed", 20261122);

    /** The small stocks let some come back; a page has ten. */
    private static final List<Saved> SAVED = List.of(
            new Saved("saved-tracks", "/v1/me/tracks", 80, TestAccount::savedTracks, LibraryChangesTest::track),
            new Saved("saved-albums", "/v1/me/albums", 15, TestAccount::savedAlbums,
                    number -> MadeUpMusic.album("Album " + number, "1981", "Artist")),
            new Saved("followed-artists", "/v1/me/following", 70, TestAccount::followedArtists,
                    number -> MadeUpMusic.artist("Artist " + number)));

    private final Random random = new Random(SEED);
    private Map<String, List<Document>> stored = Map.of();
    @TempDir
    Path routes;
    private TestPipeline pipeline;
    private TestDatabase other;
    private URI pageByPage;
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
        other.close();
    }

    private void start(TestDatabase database) throws IOException {
        TemporaryFolders.copy(Path.of("routes"), routes, file -> !file.startsWith("endpoints"));
        for (String endpoint : ENDPOINTS) {
            String file = "endpoints/" + endpoint + ".camel.yaml";
            Files.createDirectories(routes.resolve("endpoints"));
            Files.writeString(routes.resolve(file), Files.readString(Path.of("routes").resolve(file))
                    .replaceFirst("\n( +)scope:", "\n$1limit: 10\n$1scope:"));
        }
        // many small pages, which no limit is to slow down
        pipeline = TestPipeline.start(database, List.of(), options -> options, "ROUTES_DIR", routes.toString(),
                "SYNC_PAGES_AHEAD", "4", "LIMITS_CALLS_IN_30S", "100000", "LIMITS_OBJECT_CALLS", "100000");
        other = TestDatabase.on(database.uri());
        pageByPage = pipeline.startReplica("MONGODB_DATABASE", other.databaseName(), "SYNC_PAGES_AHEAD", "0");
    }

    @DatabaseTest
    void anyChangesEndInTheStateThatSpotifyHas(TestDatabase database) throws IOException {
        start(database);
        pipeline.demo().emptyLibrary();
        for (Saved saved : SAVED) {
            for (int number = 0; number < saved.stock() * 4 / 5; number++) {
                saved.shelf().apply(pipeline.demo()).add(saved.thing().apply(number), pipeline.clock.instant());
            }
        }
        pipeline.signIn();
        DemoSignIn.signIn(pageByPage, "demo");
        for (TestDatabase each : List.of(database, other)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> ENDPOINTS.stream().allMatch(
                    endpoint -> successes(each, endpoint) > 0));
        }
        look();

        for (int i = 0; i < ROUNDS; i++) {
            round = "seed " + SEED + ", round " + i;
            pipeline.clock.advance(Duration.ofHours(1));
            // of what one of the two pipelines has seen and the other has not, nothing may be undone
            for (int change = i % 4 == 0 ? CHANGES : 0; change < CHANGES; change++) {
                change();
            }
            pipeline.sandbox.shape(Shape.values()[random.nextInt(Shape.values().length)]);
            switch (i % 4) {
                case 0 -> syncWhileItChanges();
                case 1 -> breakOff();
                case 2 -> restart(PAGES_AHEAD.get(i / 4 % PAGES_AHEAD.size()));
                default -> stumble();
            }
            syncAll(pipeline.page(), database);
            syncAll(pageByPage, other);

            requireHistory(stored, look());
            requireSame();
            ENDPOINTS.stream().map(endpoint -> endpoint.replace('-', '_')).forEach(collection ->
                    assertThat(undated(stored.get(collection))).as("%s: %s", round, collection)
                            .isEqualTo(undated(documents(other, collection))));
        }
    }

    private static long successes(TestDatabase of, String endpoint) {
        return of.database().getCollection("runs").countDocuments(new Document("endpoint", endpoint)
                .append("outcome", "succeeded"));
    }

    private static List<Document> documents(TestDatabase of, String collection) {
        return of.database().getCollection(collection).find().sort(new Document("_id", 1)).batchSize(1000)
                .into(new ArrayList<>());
    }

    /** But for when a document was written: what a sync that broke off has written, a later one finds unchanged. */
    private static List<Document> undated(List<Document> documents) {
        return documents.stream().map(Document::new).peek(document -> document.remove("fetched_at")).toList();
    }

    private void syncAll(URI page, TestDatabase into) {
        Map<String, Long> before = ENDPOINTS.stream().collect(Collectors.toMap(endpoint -> endpoint,
                endpoint -> successes(into, endpoint)));
        pipeline.send(page, "POST", "/api/sync");
        await().atMost(Duration.ofMinutes(2)).until(() -> ENDPOINTS.stream().allMatch(
                endpoint -> successes(into, endpoint) > before.get(endpoint)));
    }

    /** Songs come and go while pages of their list are under way: some see them, some do not. */
    private void syncWhileItChanges() {
        Saved tracks = SAVED.get(0);
        TestShelf shelf = tracks.shelf().apply(pipeline.demo());
        Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
        List<String> uris = new ArrayList<>(shelf.uris());
        Collections.shuffle(uris, random);
        for (String uri : uris.subList(0, 3)) {
            JsonNode added = track(1000 + made++);
            changes.add(() -> shelf.add(added, pipeline.clock.instant()));
            changes.add(() -> shelf.remove(uri));
        }
        pipeline.sandbox.fault(Fault.on(tracks.path()).after(random.nextInt(4)).times(changes.size())
                .run(() -> changes.remove().run()));
        pipeline.sync(tracks.endpoint());
        pipeline.sandbox.clearFaults();
    }

    /** A sync is stopped, and the next process asks for more pages ahead, or for fewer. */
    private void restart(int pagesAhead) {
        Saved tracks = SAVED.get(0);
        CountDownLatch asked = new CountDownLatch(1);
        pipeline.sandbox.fault(Fault.on(tracks.path()).after(random.nextInt(4)).run(asked::countDown));
        pipeline.send("POST", "/api/sync/" + tracks.endpoint());
        await().atMost(Duration.ofMinutes(2)).until(() -> asked.getCount() == 0);
        pipeline.restart("SYNC_PAGES_AHEAD", String.valueOf(pagesAhead));
        pipeline.sandbox.clearFaults();
    }

    /** Each list meets a fault that passes. */
    private void stumble() {
        for (Saved saved : SAVED) {
            Fault fault = Fault.on(saved.path()).after(random.nextInt(3)).times(1 + random.nextInt(2));
            pipeline.sandbox.fault(switch (random.nextInt(3)) {
                case 0 -> fault.status(503);
                case 1 -> fault.reset();
                default -> fault.truncate();
            });
        }
        syncAll(pipeline.page(), pipeline.database);
        pipeline.sandbox.clearFaults();
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
        int page = random.nextInt(Math.max(1, (entries + 9) / 10));
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
