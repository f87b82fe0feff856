package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.RecordedRequest;
import io.github.spotifysandbox.Shape;
import io.github.spotifysandbox.accounts.TestAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** All endpoints that come with the pipeline, against the library that the sandbox makes up. */
class CatalogueFlowTest {

    private static final List<String> IN_ORDER =
            List.of("recently-played", "profile", "saved-albums", "saved-audiobooks",
            "saved-episodes", "saved-shows", "saved-tracks", "followed-artists", "playlists", "playlist-items",
            "top-artists", "top-tracks");

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database) {
        pipeline = TestPipeline.start(database, IN_ORDER, options -> options);
    }

    private void signInAndSyncAll() {
        pipeline.signIn();
        pipeline.awaitRuns(IN_ORDER.size());
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (String collection : List.of("plays", "profiles", "saved_albums", "saved_audiobooks", "saved_episodes",
                "saved_shows", "saved_tracks", "followed_artists", "playlists", "playlist_items", "top_artists",
                "top_tracks")) {
            counts.put(collection, pipeline.database.database().getCollection(collection).countDocuments());
        }
        return counts;
    }

    private static long pages(long records) {
        return Math.max(1, (records + 49) / 50);
    }

    @DatabaseTest
    void everythingIsReadOnceInOrderWithTheFewestCalls(TestDatabase database) {
        start(database);
        TestAccount demo = pipeline.demo();

        signInAndSyncAll();

        assertThat(pipeline.runs()).extracting(run -> run.getString("endpoint")).containsExactlyElementsOf(IN_ORDER);
        assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded")
                .containsEntry("error", null).containsEntry("dead", 0));
        assertThat(counts()).containsEntry("saved_tracks", (long) demo.savedTracks().size())
                .containsEntry("saved_albums", (long) demo.savedAlbums().size())
                .containsEntry("saved_shows", (long) demo.savedShows().size())
                .containsEntry("saved_episodes", (long) demo.savedEpisodes().size())
                .containsEntry("saved_audiobooks", (long) demo.savedAudiobooks().size())
                .containsEntry("followed_artists", (long) demo.followedArtists().size())
                .containsEntry("playlists", (long) demo.playlists().size())
                .containsEntry("profiles", 1L)
                .containsEntry("top_tracks", 150L).containsEntry("top_artists", 150L);
        long shelves = Stream.of(demo.savedTracks(), demo.savedAlbums(), demo.savedShows(), demo.savedEpisodes(),
                demo.savedAudiobooks(), demo.followedArtists()).mapToLong(shelf -> pages(shelf.size())).sum();
        long items = demo.playlists().stream().mapToLong(playlist -> pages(playlist.items().size())).sum();
        long manyPaged = demo.playlists().stream().filter(playlist -> playlist.items().size() > 50).count();
        int calls = pipeline.runs().stream().mapToInt(run -> run.getInteger("calls")).sum();
        assertThat(calls).isEqualTo((int) (1 + 1 + shelves + pages(demo.playlists().size()) + items + manyPaged + 6));
    }

    @DatabaseTest
    void aSecondSyncWritesNothing(TestDatabase database) {
        start(database);
        signInAndSyncAll();
        String before = pipeline.databaseAsText(collection -> !Set.of("runs", "cursors", "accounts", "claims", "limits")
                .contains(collection));

        pipeline.clock.advance(Duration.ofMinutes(30));
        pipeline.send("POST", "/api/sync");
        pipeline.awaitRuns(2 * IN_ORDER.size());

        assertThat(pipeline.databaseAsText(collection -> !Set.of("runs", "cursors", "accounts", "claims", "limits")
                .contains(collection)))
                .isEqualTo(before);
        assertThat(pipeline.runs().subList(IN_ORDER.size(), 2 * IN_ORDER.size())).allSatisfy(run ->
                assertThat(run).containsEntry("written", 0).containsEntry("removed", 0)
                .containsEntry("outcome", "succeeded"));
        assertThat(pipeline.runs("playlist-items").get(1)).as("no snapshot moved").containsEntry("calls", 0);
    }

    @DatabaseTest(real = false)
    void bothShapesOf2026GiveTheSameRecords(TestDatabase database) {
        start(database);
        signInAndSyncAll();
        Map<String, Long> newer = counts();
        List<Document> items = pipeline.documents("playlist_items");
        List<Document> playlists = pipeline.documents("playlists");

        for (Shape shape : List.of(Shape.OLDER, Shape.BOTH)) {
            pipeline.sandbox.shape(shape);
            pipeline.demo().playlists().forEach(playlist -> playlist.moveSnapshot());
            pipeline.clock.advance(Duration.ofMinutes(5));
            pipeline.send("POST", "/api/sync");
            pipeline.awaitRuns(IN_ORDER.size() * (shape == Shape.OLDER ? 2 : 3));

            assertThat(counts()).isEqualTo(newer);
            assertThat(pipeline.documents("playlist_items")).usingElementComparator((one, other) ->
                    List.of("name", "uri", "type", "position", "is_local").stream()
                            .allMatch(field -> Objects.equals(one.get(field), other.get(field))) ? 0 : 1)
                    .isEqualTo(items);
            assertThat(pipeline.documents("playlists")).extracting(playlist -> playlist.get("total"))
                    .isEqualTo(playlists.stream().map(playlist -> playlist.get("total")).toList());
            assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded"));
        }
    }

    @DatabaseTest(real = false)
    void noCallGoesToWhatSpotifyRemoved(TestDatabase database) {
        start(database);
        signInAndSyncAll();

        assertThat(pipeline.sandbox.requests()).extracting(RecordedRequest::path)
                .noneMatch(path -> path.matches(".*/playlists/[^/]+/tracks") || path.contains("/users/")
                        || path.contains("/browse/") || path.endsWith("/markets"));
        assertThat(pipeline.sandbox.requests()).extracting(request -> String.valueOf(request.query()))
                .noneMatch(query -> query.contains("ids="));
    }

    @DatabaseTest(real = false)
    void aSignInAsksForExactlyTheScopesOfTheEndpoints(TestDatabase database) {
        start(database);

        String location = pipeline.get("/login").headers().firstValue("Location").orElseThrow();

        String scope = Arrays.stream(location.split("[?&]")).filter(part -> part.startsWith("scope=")).findFirst()
                .orElseThrow().substring(6).replace("+", "%20");
        assertThat(scope.split("%20")).containsExactlyInAnyOrder("playlist-read-collaborative", "playlist-read-private",
                "user-follow-read", "user-library-read", "user-read-playback-position", "user-read-private",
                "user-read-recently-played", "user-top-read");
    }

    @DatabaseTest(real = false)
    void anEndpointWaitsForAScopeThatAnOlderGrantLacksAndTheOthersGoOn(TestDatabase database) {
        start(database);
        pipeline.demo().grantedScopes(Set.of("user-read-recently-played", "user-library-read", "user-read-private"));
        pipeline.signIn();
        pipeline.awaitRuns(6);
        pipeline.awaitNoCalls("/v1/me/following");

        assertThat(pipeline.runs()).extracting(run -> run.getString("endpoint"))
                .containsExactly("recently-played", "profile", "saved-albums", "saved-audiobooks", "saved-shows",
                        "saved-tracks");
        assertThat(pipeline.get("/api/status").body()).contains("\"scopes_missing\":[\"playlist-read-collaborative\","
                + "\"playlist-read-private\",\"user-follow-read\",\"user-read-playback-position\",\"user-top-read\"]");

        pipeline.demo().grantAllScopes();
        pipeline.signIn();
        pipeline.awaitRuns(6 + IN_ORDER.size());
        assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded"));
    }

    @DatabaseTest(real = false)
    void audiobooksThatSpotifyDoesNotOfferAreNoError(TestDatabase database) {
        start(database);
        signInAndSyncAll();
        pipeline.demo().audiobooksOffered(false);

        Document run = pipeline.sync("saved-audiobooks");

        assertThat(run).containsEntry("outcome", "not_available").containsEntry("error", null)
                .containsEntry("removed", 0);
        assertThat(pipeline.documents("saved_audiobooks")).allMatch(book -> book.get("removed_at") == null);
        assertThat(pipeline.get("/api/status").body()).contains("\"condition\":\"not_available\"");
        assertThat(pipeline.get("/health/ready").body()).doesNotContain("saved-audiobooks");
    }

    @DatabaseTest(real = false)
    void anOptionalEndpointStillFailsOverWhatIsNoWordOfSpotifysOnAllOfIt(TestDatabase database) {
        start(database);
        signInAndSyncAll();
        String path = "/v1/me/audiobooks";
        for (int status : List.of(403, 404)) {
            pipeline.sandbox.fault(Fault.on(path).status(status).body("<html>no</html>", "text/html"));
            assertThat(pipeline.sync("saved-audiobooks")).as("of a proxy").containsEntry("outcome", "failed");
            pipeline.sandbox.fault(Fault.on(path).answer(JsonNodeFactory.instance.objectNode().put("total", 2)
                    .put("next", pipeline.sandbox.apiUrl() + "/me/audiobooks?offset=1")
                    .set("items", JsonNodeFactory.instance.arrayNode().addNull())));
            pipeline.sandbox.fault(Fault.on(path).status(status));
            assertThat(pipeline.sync("saved-audiobooks")).as("of a later page").containsEntry("outcome", "failed")
                    .containsEntry("calls", 2);
        }

        // what concerns the account
        pipeline.sandbox.fault(Fault.on(path).status(403)
                .body("User not registered in the Developer Dashboard", "text/plain"));
        assertThat(pipeline.sync("saved-audiobooks")).containsEntry("outcome", "failed");
    }

    @DatabaseTest
    void datesOfAnyPrecisionKeepTheirTextAndGetADateBeside(TestDatabase database) {
        start(database);
        signInAndSyncAll();

        Map<String, Date> dates = new TreeMap<>();
        pipeline.documents("saved_albums").stream().filter(album -> album.get("release_date") != null)
                .forEach(album -> dates.put(album.getString("release_date"), album.getDate("released_at")));

        assertThat(dates).containsEntry("1981", Date.from(Instant.parse("1981-01-01T00:00:00Z")))
                .containsEntry("1981-12", Date.from(Instant.parse("1981-12-01T00:00:00Z")))
                .containsEntry("0000", null);
        assertThat(pipeline.documents("saved_albums")).anyMatch(album -> album.get("release_date") == null
                && album.get("released_at") == null);
    }

    @DatabaseTest
    void aProfileIsOneDocumentWhateverItsNames(TestDatabase database) {
        start(database);
        signInAndSyncAll();

        assertThat(pipeline.documents("profiles")).singleElement().satisfies(profile -> assertThat(profile)
                .containsEntry("_id", pipeline.demo().accountId() + ":profile")
                .containsEntry("display_name", "Demo Listener").containsEntry("uri", "spotify:user:demo"));
    }
}
