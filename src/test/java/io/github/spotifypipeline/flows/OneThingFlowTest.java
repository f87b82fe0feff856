package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** One thing is one, whatever name Spotify shows it under; and what is stored can be joined by those names. */
class OneThingFlowTest {

    private static final List<String> NO_PROFILES =
            List.of("{}", "[]", "{\"error\":{\"status\":500,\"message\":\"x\"}}",
            "{\"error\":\"server_error\",\"error_description\":\"x\"}",
            "{\"id\":null,\"account_id\":null,\"uri\":null}",
            "{\"error\":{\"status\":429},\"id\":\"other\",\"account_id\":\"other\"}");

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private SandboxTrack track(int number) {
        return pipeline.sandbox.tracks().get(number);
    }

    @DatabaseTest
    void aPlayThatComesUnderAnotherUriIsOneDocument(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Instant time = pipeline.clock.instant().minusSeconds(600);
        SandboxTrack song = track(1);
        pipeline.demo().addPlay(song, time, null).addPlay(song.withId("another"), time, null)
                .addPlay(song, time.plusMillis(1), null).addPlay(track(2), time.minusMillis(1), null);

        String account = pipeline.signInAndSync();

        assertThat(pipeline.plays()).as("in one page").hasSize(3);
        assertThat(pipeline.runs().get(0)).containsEntry("read", 4).containsEntry("written", 3)
                .containsEntry("unchanged", 1)
                .containsEntry("filtered", 0);
        String first = pipeline.plays().get(1).getString("_id");
        assertThat(first).startsWith(account + ":" + time.toEpochMilli() + ":spotify:track:");

        // in another sync, where the newest play is another one
        List<Document> before = pipeline.plays();
        pipeline.demo().clearPlays().addPlay(song.withId("third"), time, null)
                .addPlay(track(3), time.plusMillis(1), null)
                .addPlay(track(2), time.minusMillis(1), null)
                .addPlay(track(4), pipeline.clock.instant().plusSeconds(60), null);
        assertThat(pipeline.syncAfter(Duration.ofMinutes(20))).containsEntry("read", 4).containsEntry("written", 1);
        assertThat(pipeline.plays()).hasSize(4).containsAll(before);
        assertThat(pipeline.documents("gaps")).as("the newest is there, under another name").isEmpty();

        // in the second page of one sync, which has the end of the first page once more
        Instant later = pipeline.clock.instant().plusSeconds(300);
        String next = pipeline.sandbox.apiUrl() + "/me/player/recently-played?before=1";
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").answer(json("""
                {"items": [{"played_at": "%s", "track": {"uri": "spotify:track:a"}}], "next": "%s"}"""
                .formatted(later, next))));
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").answer(json("""
                {"items": [{"played_at": "%s", "track": {"uri": "spotify:track:b"}},
                  {"played_at": "%s", "track": {"uri": "spotify:track:c"}}], "next": null}""".formatted(later,
                later.minusSeconds(1)))));
        assertThat(pipeline.syncAfter(Duration.ofMinutes(20))).containsEntry("calls", 2).containsEntry("written", 2);
        assertThat(pipeline.plays()).hasSize(6).extracting(play -> play.get("track_uri")).contains("spotify:track:a")
                .doesNotContain("spotify:track:b");
    }

    @DatabaseTest
    void whatAStepMakesOfAPlayForAnotherCollectionIsAsManyAsItMakes(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        String route = Files.readString(Path.of("routes/endpoints/recently-played.camel.yaml"));
        pipeline.addEndpoint("recently-played", route + """
                        - setBody:
                            expression:
                              jq:
                                expression: >-
                                  [.[] | . as $play | .artist_uris[] | {_id: ($play._id + ":" + .), artist: .,
                                  account_id: $play.account_id, fetched_at: $play.fetched_at}]
                        - to:
                            uri: kamelet:spotify-mongodb-sink
                            parameters:
                              collection: play_artists
                """);
        pipeline.restart();
        pipeline.demo().addPlay(SandboxTrack.of("A song", "One", "Two", "Three"),
                pipeline.clock.instant().minusSeconds(600), null);
        pipeline.signInAndSync();

        assertThat(pipeline.documents("play_artists")).hasSize(3);
    }

    @DatabaseTest(real = false)
    void whereSeveralRecordsMayShareATimeTheyAreSeveral(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Instant time = pipeline.clock.instant().minusSeconds(600);
        pipeline.demo().addPlay(track(1), time, null).addPlay(track(2), time, null);
        pipeline.addEndpoint("events", """
                - route:
                    id: events
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/player/recently-played
                        cursor: after
                        key: "[(.played_at | millis), .track.uri]"
                        transform: "{played_at, track_uri: .track.uri}"
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """);
        pipeline.signIn();
        pipeline.awaitRun("events", 1);

        assertThat(pipeline.documents("events")).hasSize(2);
    }

    @DatabaseTest(real = false)
    void aLikedSongThatComesUnderAnotherIdHasNotLeftTheLibrary(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("saved-tracks"), options -> options);
        pipeline.demo().emptyLibrary();
        ObjectNode song = MadeUpMusic.track("Royals", "Lorde");
        ObjectNode gone = MadeUpMusic.track("Gone", "Artist");
        pipeline.demo().savedTracks().add(song, pipeline.clock.instant()).add(gone, pipeline.clock.instant());
        pipeline.signInAndSync();

        pipeline.demo().savedTracks().change(song.get("uri").asText(), track ->
                track.put("id", "relinked").put("uri", "spotify:track:relinked"));
        pipeline.demo().savedTracks().remove(gone.get("uri").asText());
        pipeline.clock.advance(Duration.ofHours(1));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("written", 1).containsEntry("removed", 2);

        assertThat(pipeline.get("/api/music/left-library").body()).contains("Gone").doesNotContain("Royals");
        assertThat(pipeline.get("/api/music/left-library.csv").body()).contains("Gone").doesNotContain("Royals");
    }

    @DatabaseTest(real = false)
    void anAccountIsOneWhateverNamesSpotifyShowsItUnder(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        for (boolean shownFirst : List.of(false, true)) {
            pipeline.demo().showAccountId(shownFirst);
            pipeline.demo().addPlay(track(1), pipeline.clock.instant().minusSeconds(60), null);
            pipeline.signInAndSync();
            Document before = pipeline.account();
            String id = shownFirst ? pipeline.demo().accountId() : pipeline.demo().id();
            assertThat(before).containsEntry("_id", id).containsEntry("spotify_id", pipeline.demo().id());

            for (boolean shown : List.of(!shownFirst, shownFirst, !shownFirst)) {
                pipeline.demo().showAccountId(shown);
                pipeline.clock.advance(Duration.ofSeconds(1));
                pipeline.signIn();
                assertThat(pipeline.documents("accounts")).singleElement().satisfies(account -> assertThat(account)
                        .containsEntry("_id", id).containsEntry("spotify_account_id", pipeline.demo().accountId())
                        .containsEntry("status", "active"));
            }
            Document run = pipeline.sync("recently-played");
            assertThat(run).containsEntry("outcome", "succeeded").containsEntry("account_id", id);
            assertThat(pipeline.plays()).hasSize(1).allMatch(play -> play.getString("_id").startsWith(id + ":"));
            // as it was stored before the names were kept
            database.database().getCollection("accounts").updateMany(new Document(),
                    new Document("$unset", new Document("spotify_id", "").append("spotify_account_id", "")));
            pipeline.demo().showAccountId(true);
            pipeline.signIn();
            assertThat(pipeline.documents("accounts")).singleElement().satisfies(account -> assertThat(account)
                    .containsEntry("_id", id));

            // somebody else, whose older name it is now
            database.database().getCollection("accounts").updateMany(new Document(),
                    new Document("$set", new Document("spotify_account_id", "somebody")));
            if (!shownFirst) {
                pipeline.signIn();
                assertThat(pipeline.documents("accounts")).extracting(account -> account.get("_id"))
                        .containsExactlyInAnyOrder(id, pipeline.demo().accountId());
            }
            pipeline.whileStopped(() -> {
                for (String collection : List.of("accounts", "plays", "cursors", "runs", "gaps", "claims")) {
                    database.database().getCollection(collection).deleteMany(new Document());
                }
                pipeline.demo().clearPlays();
            });
        }
    }

    @DatabaseTest(real = false)
    void anAnswerThatIsNoProfileChangesNothing(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("profile", "saved-tracks"), options -> options);
        for (String body : NO_PROFILES) {
            pipeline.sandbox.fault(Fault.on("/v1/me").body(body, "application/json"));
            HttpResponse<String> login = pipeline.get("/login");
            String consent = pipeline.get(login.headers().firstValue("location").orElseThrow() + "&account=demo")
                    .headers()
                    .firstValue("location").orElseThrow();
            HttpResponse<String> answer = pipeline.get(consent, "Cookie",
                    login.headers().firstValue("set-cookie").orElseThrow().split(";")[0]);
            pipeline.sandbox.clearFaults();

            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).as(body).containsIgnoringCase("start again at /login")
                    .doesNotContain("Exception");
            assertThat(pipeline.documents("accounts")).as(body).isEmpty();
        }

        pipeline.signIn();
        pipeline.awaitRuns(2);
        List<Document> before = pipeline.documents("profiles");
        assertThat(before).hasSize(1);
        List<String> all = new ArrayList<>(NO_PROFILES);
        all.add("{\"display_name\":\"Nobody\"}");
        String nobody = "{\"id\":null,\"account_id\":null,\"display_name\":\"Nobody\",\"uri\":null}";
        all.addAll(List.of(nobody, nobody));
        for (String body : all) {
            pipeline.sandbox.fault(Fault.on("/v1/me").times(4).body(body, "application/json"));
            Document run = pipeline.sync("profile");
            pipeline.sandbox.clearFaults();

            assertThat(run).as(body).containsEntry("written", 0).containsEntry("removed", 0);
            if (NO_PROFILES.contains(body) || body.equals(nobody)) {
                assertThat(run).as(body).containsEntry("outcome", "failed").containsEntry("cause", "bad_answer");
            } else {
                assertThat(run).as(body).containsEntry("dead", 1);
            }
            assertThat(pipeline.documents("profiles")).as(body).isEqualTo(before);
            pipeline.clock.advance(Duration.ofSeconds(1));
        }

        pipeline.sandbox.fault(Fault.on("/v1/me/tracks").times(4)
                .body("{\"error\":{\"status\":500},\"items\":[],\"total\":0,"
                + "\"next\":null}", "application/json"));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("outcome", "failed").containsEntry("removed", 0);
    }

    @DatabaseTest
    void whatIsStoredCanBeJoinedAndRetransformBringsOldDocumentsUp(TestDatabase database) {
        List<String> endpoints = List.of("recently-played", "saved-tracks", "saved-albums", "saved-episodes",
                "saved-shows", "followed-artists", "top-tracks", "top-artists");
        pipeline = TestPipeline.start(database, endpoints, options -> options);
        pipeline.demo().emptyLibrary();
        ObjectNode song = MadeUpMusic.track("Royals", "Lorde", "Another");
        ObjectNode local = MadeUpMusic.localTrack("Me", "Home", "Waltz", 94);
        ObjectNode album = MadeUpMusic.album("Pure Heroine", "2013", "Lorde");
        ObjectNode episode = MadeUpMusic.episode("A talk");
        pipeline.demo().rawPlay(json("{\"played_at\":\"2026-11-22T11:00:00Z\",\"context\":null}"),
                pipeline.clock.instant())
                .clearPlays();
        Instant now = pipeline.clock.instant();
        pipeline.demo().rawPlay(((ObjectNode) json("{\"played_at\":\"2026-11-22T11:00:00Z\"}")).set("track", song),
                now.minusSeconds(60));
        pipeline.demo().rawPlay(((ObjectNode) json("{\"played_at\":\"2026-11-22T11:01:00Z\"}")).set("track", local),
                now.minusSeconds(30));
        pipeline.demo().savedTracks().add(song, now).add(local, now);
        pipeline.demo().savedAlbums().add(album, now);
        pipeline.demo().savedEpisodes().add(episode, now);
        pipeline.demo().savedShows().add(MadeUpMusic.show("A show"), now);
        pipeline.demo().followedArtists().add(MadeUpMusic.artist("Lorde"), now);
        for (String range : List.of("short_term", "medium_term", "long_term")) {
            pipeline.demo().topTracks(range, List.of(song));
            pipeline.demo().topArtists(range, List.of(MadeUpMusic.artist("Lorde")));
        }
        pipeline.signIn();
        pipeline.awaitRuns(endpoints.size());

        List<String> artists = song.get("artists").findValuesAsText("uri");
        String albumUri = song.at("/album/uri").asText();
        String isrc = song.at("/external_ids/isrc").asText();
        assertThat(artists).hasSize(2);
        Runnable joined = () -> {
            for (String collection : List.of("plays", "saved_tracks", "top_tracks")) {
                String uri = collection.equals("plays") ? "track_uri" : "uri";
                assertThat(pipeline.documents(collection)).as(collection).filteredOn(one ->
                        song.get("uri").asText().equals(one.get(uri))).isNotEmpty().allSatisfy(one -> assertThat(one)
                        .containsEntry("artist_uris", artists).containsEntry("album_uri", albumUri)
                        .containsEntry("isrc", isrc)
                        .containsEntry("artist_names", List.of("Lorde", "Another")));
            }
            assertThat(pipeline.documents("saved_albums").get(0).get("artist_uris"))
                    .isEqualTo(album.get("artists").findValuesAsText("uri"));
            assertThat(pipeline.documents("saved_episodes").get(0).get("show_uri"))
                    .isEqualTo(episode.at("/show/uri").asText());
        };
        joined.run();
        assertThat(pipeline.documents("top_artists").get(0)).containsKeys("genres", "uri");
        assertThat(pipeline.documents("followed_artists").get(0)).containsKeys("genres", "uri");
        assertThat(pipeline.documents("saved_shows").get(0)).containsKeys("publisher", "uri");
        List<Document> keys = new ArrayList<>();
        database.database().getCollection("plays").listIndexes()
                .forEach(index -> keys.add(index.get("key", Document.class)));
        assertThat(keys).contains(new Document("account_id", 1).append("track_uri", 1).append("played_at", -1),
                new Document("account_id", 1).append("isrc", 1).append("played_at", -1),
                new Document("account_id", 1).append("artist_uris", 1).append("played_at", -1));

        for (String collection : List.of("plays", "saved_tracks", "top_tracks", "saved_albums", "saved_episodes")) {
            database.database().getCollection(collection).updateMany(new Document(), new Document("$unset",
                    new Document("artist_uris", "").append("album_uri", "").append("isrc", "").append("show_uri", "")));
        }
        assertThat(pipeline.send("POST", "/api/retransform").statusCode()).isEqualTo(200);
        joined.run();
    }
}
