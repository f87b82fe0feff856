package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.PlainSentences;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Documents that are made anew of their raw items, without a call to Spotify. */
class RetransformFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database, String... endpoints) {
        pipeline = TestPipeline.start(database, List.of(endpoints), options -> options);
        pipeline.demo().emptyLibrary();
    }

    /** Ends the sign-in, so that an edited route does not reach the documents by a sync. */
    private void park(String endpoint) {
        pipeline.demo().revoke();
        pipeline.demo().expireAccessTokens();
        assertThat(pipeline.sync(endpoint)).containsEntry("outcome", "failed");
        pipeline.sandbox.clearRequests();
        pipeline.clock.advance(Duration.ofHours(1));
    }

    private void edit(String endpoint, String before, String after) throws IOException {
        String route = Files.readString(Path.of("routes/endpoints/" + endpoint + ".camel.yaml"));
        assertThat(route).contains(before);
        pipeline.addEndpoint(endpoint, route.replace(before, after));
        awaitEdited(endpoint, after.replace("key: ", ""));
    }

    private void awaitEdited(String endpoint, String text) {
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.camel().getRoute(endpoint) != null
                && pipeline.camel().getRoute(endpoint).getEndpoint() instanceof KameletEndpoint kamelet
                && kamelet.getKameletProperties().toString().contains(text)
                && pipeline.camel().getRouteController().getRouteStatus(endpoint).isStarted());
    }

    private HttpResponse<String> ask(String collection) {
        return pipeline.send("POST", "/api/retransform?collection=" + collection);
    }

    private String retransform(String collection) throws IOException {
        HttpResponse<String> answer = ask(collection);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode outcome = new ObjectMapper().readTree(answer.body()).get("endpoints").get(0);
        assertThat(outcome.get("trouble").isNull()).as(answer.body()).isTrue();
        return outcome.get("changed") + " changed, " + outcome.get("unchanged") + " unchanged, " + outcome.get("failed")
                + " failed, " + outcome.get("skipped") + " skipped";
    }

    private void assertNothingAsked() {
        assertThat(pipeline.sandbox.requests()).isEmpty();
        assertThat(pipeline.documents("retransforms")).isEmpty();
    }

    /** A new sign-in, after which everything is read again. */
    private Document syncAgain(String endpoint) {
        int before = pipeline.runs(endpoint).size();
        pipeline.signIn();
        return pipeline.awaitRun(endpoint, before + 1);
    }

    @DatabaseTest
    void playsAreMadeAnewAndKeepWhatIsThePipelinesOwn(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        for (int i = 0; i < 3; i++) {
            pipeline.demo().addPlay(SandboxTrack.of("Song " + i, "Artist"),
                    pipeline.clock.instant().minusSeconds(60 * i), null);
        }
        pipeline.signInAndSync();
        List<Document> before = pipeline.documents("plays");
        park("recently-played");
        edit("recently-played", "artist_name: .track.artists[0].name", "popularity: .track.popularity");

        assertThat(retransform("plays")).isEqualTo("3 changed, 0 unchanged, 0 failed, 0 skipped");

        assertThat(pipeline.documents("plays")).hasSize(3).allSatisfy(play -> {
            assertThat(play).containsKey("popularity").doesNotContainKeys("artist_name", "digest", "list_position");
            Document old = before.stream().filter(one -> one.get("_id").equals(play.get("_id"))).findFirst()
                    .orElseThrow();
            assertThat(play).containsEntry("fetched_at", old.get("fetched_at")).containsEntry("raw", old.get("raw"))
                    .containsEntry("played_at", old.get("played_at"));
        });
        List<Document> after = pipeline.documents("plays");
        assertThat(retransform("plays")).isEqualTo("0 changed, 3 unchanged, 0 failed, 0 skipped");
        assertThat(pipeline.documents("plays")).isEqualTo(after);
        assertNothingAsked();
        assertThat(ask("nothing").statusCode()).isEqualTo(404);
    }

    @DatabaseTest(real = false)
    void whatWasRemovedStaysRemovedAndTheNextSyncWritesNothing(TestDatabase database) throws IOException {
        start(database, "saved-tracks");
        ObjectNode gone = MadeUpMusic.track("Gone", "Artist");
        pipeline.demo().savedTracks().add(gone, pipeline.clock.instant())
                .add(MadeUpMusic.track("Here", "Artist"), pipeline.clock.instant())
                .add(MadeUpMusic.track("There", "Artist"), pipeline.clock.instant());
        pipeline.signInAndSync();
        pipeline.clock.advance(Duration.ofHours(1));
        pipeline.demo().savedTracks().remove(gone.get("uri").asText());
        pipeline.sync("saved-tracks");
        List<Document> before = pipeline.documents("saved_tracks");
        park("saved-tracks");
        edit("saved-tracks", "isrc: .external_ids.isrc", "title: (.name | ascii_upcase)");

        assertThat(retransform("saved_tracks")).isEqualTo("3 changed, 0 unchanged, 0 failed, 0 skipped");

        List<Document> after = pipeline.documents("saved_tracks");
        assertThat(after).extracting(track -> track.get("title")).containsExactlyInAnyOrder("GONE", "HERE", "THERE");
        for (int i = 0; i < 3; i++) {
            assertThat(after.get(i)).doesNotContainKey("isrc");
            for (String field : List.of("_id", "account_id", "fetched_at", "raw", "first_seen_at", "removed_at")) {
                assertThat(after.get(i).get(field)).as(field).isEqualTo(before.get(i).get(field));
            }
        }
        assertThat(retransform("saved_tracks")).isEqualTo("0 changed, 3 unchanged, 0 failed, 0 skipped");
        assertNothingAsked();
        assertThat(syncAgain("saved-tracks")).containsEntry("written", 0).containsEntry("unchanged", 2)
                .containsEntry("removed", 0);
        assertThat(pipeline.documents("saved_tracks")).isEqualTo(after);
    }

    @DatabaseTest(real = false)
    void topListsKnowTheirRangeDayAndRank(TestDatabase database) throws IOException {
        start(database, "top-tracks");
        for (String range : List.of("short_term", "medium_term", "long_term")) {
            pipeline.demo().topTracks(range, IntStream.rangeClosed(1, 3)
                    .mapToObj(rank -> MadeUpMusic.track(range + " " + rank, "Artist")).toList());
        }
        pipeline.signInAndSync();
        pipeline.syncAfter(Duration.ofDays(1));
        park("top-tracks");
        edit("top-tracks", "rank: (position + 1)", "rank: (position + 1), place: \"\\(today) \\(partition)"
                + " \\(position)\"");

        assertThat(retransform("top_tracks")).isEqualTo("18 changed, 0 unchanged, 0 failed, 0 skipped");

        assertThat(pipeline.documents("top_tracks")).hasSize(18)
                .allSatisfy(track -> assertThat(track.getString("place"))
                .isEqualTo(track.getString("day") + " " + track.getString("time_range") + " "
                        + (track.getInteger("rank") - 1)));
        assertNothingAsked();
        List<Document> after = pipeline.documents("top_tracks");
        assertThat(syncAgain("top-tracks")).containsEntry("written", 0).containsEntry("unchanged", 9);
        assertThat(pipeline.documents("top_tracks")).isEqualTo(after);
    }

    @DatabaseTest
    void playlistItemsKnowTheirPlaylistAndPlaceAndWhoLacksItsPlaceIsLeft(TestDatabase database) throws IOException {
        start(database, "playlists", "playlist-items");
        for (String name : List.of("One", "Two")) {
            TestPlaylist playlist = pipeline.demo().addPlaylist(name);
            for (int i = 0; i < 3; i++) {
                playlist.add(MadeUpMusic.track(name + " " + i, "Artist"), pipeline.clock.instant());
            }
        }
        pipeline.signIn();
        pipeline.awaitRun("playlist-items", 1);
        MongoCollection<Document> items = database.database().getCollection("playlist_items");
        Document old = pipeline.documents("playlist_items").get(5);
        items.updateOne(new Document("_id", old.get("_id")), new Document("$unset", new Document("list_position", "")));
        old.remove("list_position");
        park("playlists");
        edit("playlist-items", "position: position,", "position: position, place: \"\\(parent.name) \\(position)\",");

        assertThat(retransform("playlist_items")).isEqualTo("5 changed, 0 unchanged, 0 failed, 1 skipped");

        assertThat(pipeline.documents("playlist_items").subList(0, 5)).allSatisfy(item ->
                assertThat(item).containsEntry("place", item.getString("name")));
        assertThat(pipeline.documents("playlist_items").get(5)).isEqualTo(old);
        assertNothingAsked();
        assertThat(syncAgain("playlist-items")).as("an edited route has each list read again; only the old one is"
                + " written")
                .containsEntry("written", 1).containsEntry("unchanged", 5).containsEntry("removed", 0);
    }

    @DatabaseTest(real = false)
    void aRawItemThatFailsNowKeepsItsFields(TestDatabase database) throws IOException {
        start(database, "saved-tracks");
        pipeline.demo().savedTracks().add(MadeUpMusic.track("Good", "Artist"), pipeline.clock.instant())
                .add(MadeUpMusic.track("Bad", "Artist"), pipeline.clock.instant());
        pipeline.signInAndSync();
        park("saved-tracks");
        edit("saved-tracks", "isrc: .external_ids.isrc", "isrc: (if .name == \"Bad\" then error(\"no\") else 1 end)");
        List<Document> before = pipeline.documents("saved_tracks");

        assertThat(retransform("saved_tracks")).isEqualTo("1 changed, 0 unchanged, 1 failed, 0 skipped");

        assertThat(pipeline.documents("saved_tracks")).filteredOn(track -> track.get("name").equals("Bad"))
                .isSubsetOf(before);
        assertThat(pipeline.documents("dead_letters")).isEmpty();
    }

    @DatabaseTest
    void aKeyThatIsAnotherNowWritesOverNoOtherDocument(TestDatabase database) throws IOException {
        start(database, "top-tracks");
        pipeline.demo().topTracks("short_term", IntStream.rangeClosed(1, 3)
                .mapToObj(rank -> MadeUpMusic.track("Song " + rank, "Artist")).toList());
        pipeline.signInAndSync();
        park("top-tracks");
        edit("top-tracks", "key: position + 1", "key: position + 2");
        List<Document> before = pipeline.documents("top_tracks");

        assertThat(retransform("top_tracks")).isEqualTo("0 changed, 0 unchanged, 3 failed, 0 skipped");
        assertThat(pipeline.documents("top_tracks")).isEqualTo(before);
    }

    @DatabaseTest
    void oneThatBreaksOffGoesOnWhereItWasUntilTheRouteIsEdited(TestDatabase database) throws IOException {
        start(database, "saved-shows");
        AtomicInteger pages = new AtomicInteger();
        AtomicInteger most = new AtomicInteger(Integer.MAX_VALUE);
        pipeline.camel().getRegistry().bind("pages", (Processor) exchange -> {
            if (pages.incrementAndGet() > most.get()) {
                throw new IllegalStateException("the test's own");
            }
        });
        String route = """
                - route:
                    id: many
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/tracks
                        transform: "{name: .track.name}"
                      steps:
                        - process:
                            ref: pages
                        - to: kamelet:spotify-mongodb-sink
                """;
        for (int i = 0; i < 450; i++) {
            pipeline.demo().savedTracks().add(MadeUpMusic.track("Song " + i, "Artist"), pipeline.clock.instant());
        }
        pipeline.addEndpoint("many", route);
        await().until(() -> pipeline.get("/api/status").body().contains("\"many\""));
        pipeline.signIn();
        assertThat(pipeline.awaitRun("many", 1)).containsEntry("written", 450);
        pipeline.awaitRun("saved-shows", 1);
        park("many");
        pipeline.addEndpoint("many", route.replace("{name:", "{title:"));
        awaitEdited("many", "{title:");
        pages.set(0);
        most.set(1);

        HttpResponse<String> broken = ask("many");

        assertThat(new ObjectMapper().readTree(broken.body()).at("/endpoints/0/trouble").asText())
                .contains("the log says where");
        PlainSentences.assertPlain(broken.body());
        assertThat(pipeline.documents("many").stream().filter(track -> track.containsKey("title"))).hasSize(200);
        assertThat(pipeline.documents("retransforms")).singleElement().satisfies(progress ->
                assertThat(progress).containsEntry("_id", "many")
                .containsEntry("last_id", pipeline.documents("many").get(199).get("_id")));
        most.set(Integer.MAX_VALUE);
        pages.set(0);
        assertThat(retransform("many")).isEqualTo("250 changed, 0 unchanged, 0 failed, 0 skipped");
        assertThat(pages).hasValue(2);
        most.set(pages.get() + 1);
        ask("many");
        most.set(Integer.MAX_VALUE);
        pipeline.addEndpoint("many", route.replace("{name:", "{ title:"));
        awaitEdited("many", "{ title:");
        assertThat(pipeline.documents("many")).allMatch(track -> track.containsKey("title")
                && !track.containsKey("name"));
        assertThat(retransform("many")).as("another route: from the beginning")
                .isEqualTo("0 changed, 450 unchanged, 0 failed, 0 skipped");
        assertNothingAsked();
    }

    @DatabaseTest(real = false)
    void aStopEndsItWithItsPage(TestDatabase database) throws Exception {
        start(database, "saved-shows");
        CountDownLatch underWay = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean();
        AtomicInteger pages = new AtomicInteger();
        CamelContext camel = pipeline.camel();
        camel.getRegistry().bind("pages", (Processor) exchange -> {
            if (slow.get()) {
                pages.incrementAndGet();
                underWay.countDown();
                await().atMost(Duration.ofMinutes(2)).until(camel::isStopping);
            }
        });
        String route = """
                - route:
                    id: many
                    from:
                      uri: kamelet:spotify-source?path=/me/tracks
                      steps:
                        - process:
                            ref: pages
                        - to: kamelet:spotify-mongodb-sink
                """;
        for (int i = 0; i < 450; i++) {
            pipeline.demo().savedTracks().add(MadeUpMusic.track("Song " + i, "Artist"), pipeline.clock.instant());
        }
        pipeline.addEndpoint("many", route);
        pipeline.signIn();
        pipeline.awaitRun("many", 1);
        database.database().getCollection("many")
                .updateMany(new Document(), new Document("$set", new Document("name", "x")));
        database.database().getCollection("saved_shows")
                .updateMany(new Document(), new Document("$set", new Document("name", "x")));
        slow.set(true);

        CompletableFuture<HttpResponse<String>> asked =
                CompletableFuture.supplyAsync(() -> pipeline.send("POST", "/api/retransform"));
        assertThat(underWay.await(2, TimeUnit.MINUTES)).isTrue();
        pipeline.restart();

        assertThat(pages).hasValue(1);
        asked.handle((answer, failure) -> null).get(2, TimeUnit.MINUTES);
        assertThat(pipeline.documents("many").stream().filter(track -> track.get("name").equals("x"))).hasSize(250);
        assertThat(pipeline.documents("saved_shows")).allMatch(show -> show.get("name").equals("x"));
        assertThat(pipeline.documents("retransforms")).singleElement().satisfies(progress ->
                assertThat(progress).containsEntry("last_id", pipeline.documents("many").get(199).get("_id")));
    }
}
