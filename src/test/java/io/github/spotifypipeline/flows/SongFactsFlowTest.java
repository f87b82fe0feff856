package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What lists show of songs, and what plays of an export have of it. */
class SongFactsFlowTest {

    private static final List<String> FACTS = List.of("artist_uris", "album_uri", "duration_ms", "explicit", "isrc");
    private static final SandboxTrack SONG = SandboxTrack.of("Song", "Artist", "Guest");

    @TempDir
    Path folder;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    /** The export of somebody who heard a song at some times. */
    private Path heard(SandboxTrack song, String... times) throws IOException {
        String rows = String.join(",", Stream.of(times).map(time -> """
                {"ts":"%s","ms_played":190000,"spotify_track_uri":"%s","master_metadata_track_name":"%s",
                "master_metadata_album_artist_name":"Artist","master_metadata_album_album_name":"Album"}"""
                .formatted(time, song.uri(), song.name())).toList());
        return Files.writeString(folder.resolve("endsong_0.json"), "[" + rows + "]");
    }

    private void importHeard(String query, SandboxTrack song, String... times) throws IOException {
        assertThat(pipeline.importExport(heard(song, times), "?name=endsong_0.json" + query))
                .containsEntry("status", "succeeded").containsEntry("new", (long) times.length);
    }

    private Document song(String uri) {
        return pipeline.documents("tracks").stream().filter(song -> song.get("_id").equals(uri)).findFirst()
                .orElse(null);
    }

    @DatabaseTest
    void whatWasLearntBeforeAKillReachesThePlaysAtTheNextStart(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        importHeard("&account=me", SONG, "2020-01-01T10:00:00Z", "2020-01-01T11:00:00Z");
        assertThat(pipeline.plays()).hasSize(2).allSatisfy(play -> FACTS.forEach(fact ->
                assertThat(play).containsEntry(fact, null)));
        assertThat(pipeline.documents("unknown_tracks")).containsExactly(new Document("_id", "me:" + SONG.uri())
                .append("account_id", "me").append("missing", FACTS));
        // as a sync has left it that was killed right afterwards
        database.database().getCollection("tracks").insertOne(new Document("_id", SONG.uri()).append("name", "Song")
                .append("artist_names", List.of("Artist", "Guest")).append("artist_uris", List.of("uri 1", "uri 2"))
                .append("duration_ms", 200_000L).append("isrc", null));

        pipeline.restart();

        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(pipeline.documents("unknown_tracks"))
                .singleElement().satisfies(song -> assertThat(song.getList("missing", String.class))
                        .containsExactly("album_uri", "explicit", "isrc")));
        assertThat(pipeline.plays()).allSatisfy(play -> assertThat(play).containsEntry("duration_ms", 200_000)
                .containsEntry("artist_names", List.of("Artist", "Guest")).containsEntry("artist_name", "Artist")
                .containsEntry("isrc", null));

        pipeline.demo().addPlay(SONG, pipeline.clock.instant().minusSeconds(60), null);
        pipeline.signInAndSync();

        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.documents("unknown_tracks").isEmpty());
        assertThat(pipeline.plays()).hasSize(3).allSatisfy(play -> assertThat(play)
                .containsEntry("isrc", SONG.isrc()).containsEntry("album_uri", "spotify:album:" + SONG.album().id()));
    }

    @DatabaseTest(real = false)
    void aSongIsKnownFromEachListAndWhatOneDoesNotShowComesFromAnother(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-albums"), options -> options);
        ObjectNode album = MadeUpMusic.album("Album", "1999", "Artist");
        String uri = album.at("/tracks/items/0/uri").asText();
        pipeline.demo().emptyLibrary().savedAlbums().add(album, pipeline.clock.instant());
        pipeline.signInAndSync();
        pipeline.awaitRun("saved-albums", 1);

        assertThat(pipeline.documents("tracks")).hasSize(8).allSatisfy(song -> assertThat(song)
                .containsEntry("album_name", "Album").containsEntry("album_uri", album.get("uri").asText())
                .containsEntry("release_date", "1999").containsEntry("isrc", null)
                .doesNotContainEntry("duration_ms", null).doesNotContainEntry("artist_names", null));

        play(uri, "Song", "{\"isrc\":\"ZZ1\"}", "2026-11-22T12:01:00Z");
        assertThat(song(uri)).containsEntry("isrc", "ZZ1").containsEntry("name", "Song")
                .containsEntry("album_name", "Album").containsEntry("duration_ms",
                        album.at("/tracks/items/0/duration_ms").asLong());
        play(uri, "Another name", "null", "2026-11-22T12:02:00Z");
        assertThat(song(uri)).containsEntry("isrc", "ZZ1").containsEntry("name", "Another name");
        assertThat(pipeline.documents("tracks")).hasSize(8).allSatisfy(song -> assertThat(song)
                .extractingByKey("artist_uris").asInstanceOf(InstanceOfAssertFactories.LIST).doesNotContainNull());
        pipeline.sync("recently-played");
        assertThat(song(uri)).as("the older play is on the page, too").containsEntry("name", "Another name");
    }

    private void play(String uri, String name, String externalIds, String at) throws IOException {
        pipeline.clock.advance(Duration.ofMinutes(20));
        pipeline.demo().rawPlay(new ObjectMapper().readTree("""
                {"played_at":"%s","track":{"uri":"%s","name":"%s","external_ids":%s,"artists":[{"name":"Artist"}]}}"""
                .formatted(at, uri, name, externalIds)), Instant.parse(at));
        pipeline.sync("recently-played");
    }

    @DatabaseTest(real = false)
    void aSongThatTheApiAndAnExportKnowIsPlayedAsOneAlsoUnderAnotherUri(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        SandboxTrack relinked = SONG.withId("0000000000000000000001");
        pipeline.demo().addPlay(relinked, pipeline.clock.instant().minusSeconds(900), null);
        pipeline.signInAndSync();
        importHeard("", relinked, "2020-01-01T10:00:00Z");
        assertThat(timesPlayed()).containsExactly("2");

        importHeard("", SONG, "2020-01-02T10:00:00Z", "2020-01-03T10:00:00Z");
        assertThat(timesPlayed()).as("nothing has shown the other uri").containsExactly("2", "2");
        pipeline.demo().addPlay(SONG, pipeline.clock.instant().minusSeconds(30), null);
        pipeline.sync("recently-played");

        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(timesPlayed()).containsExactly("5"));
    }

    private List<String> timesPlayed() throws IOException {
        // answers are kept for a minute
        pipeline.clock.advance(Duration.ofMinutes(2));
        JsonNode chart = new ObjectMapper().readTree(pipeline.get("/api/music/times-played").body());
        return chart.path("rows").findValuesAsText("times");
    }

    @DatabaseTest
    void documentsOfAnExportAreMadeAnewByTheRoutesThatImportThem(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.demo().addPlay(SONG, pipeline.clock.instant().minusSeconds(60), null);
        pipeline.signInAndSync();
        pipeline.importExport(ExportZip.of(folder.resolve("my_spotify_data.zip"),
                MadeUpListener.of(9, World.MILD, 500)), "");
        importHeard("", SONG, "2020-01-01T10:00:00Z");
        List<Document> plays = pipeline.documents("plays");
        List<Document> others = pipeline.documents("other_streams");
        assertThat(others).isNotEmpty();
        assertThat(retransform("")).contains("\"endpoint\":\"spotify-import-other-streams\"").contains(
                "\"changed\":0,\"unchanged\":" + others.size());
        Document spoilt = new Document("$set", new Document("played_at_local", "x").append("extra", 1))
                .append("$unset", new Document("isrc", "").append("reason", ""));
        database.database().getCollection("plays").updateMany(new Document("source", "export"), spoilt);
        database.database().getCollection("other_streams").updateMany(new Document(), spoilt);

        assertThat(retransform("?collection=plays")).contains("\"failed\":0")
                .contains("\"endpoint\":\"spotify-import-plays\"")
                .contains("\"changed\":" + (plays.size() - 1) + ",\"unchanged\":0")
                .doesNotContain("spotify-import-other-streams");
        assertThat(retransform("?collection=other_streams")).contains("\"changed\":" + others.size());

        assertThat(pipeline.documents("plays")).isEqualTo(plays);
        assertThat(pipeline.documents("other_streams")).isEqualTo(others);
        assertThat(pipeline.documents("collections")).anySatisfy(collection -> assertThat(collection)
                .containsEntry("_id", "other_streams").containsEntry("endpoint", null));
    }

    private String retransform(String query) {
        return pipeline.send("POST", "/api/retransform" + query).body();
    }

    @DatabaseTest
    void nothingStaysOfAnImportWhoseAccountIsDisconnectedMeanwhile(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        String account = pipeline.signInAndSync();
        Path zip = ExportZip.of(folder.resolve("my_spotify_data.zip"), MadeUpListener.of(4, World.HARSH, 8_000));
        assertThat(pipeline.postExport(zip, "").statusCode()).isEqualTo(202);
        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.documents("plays").size() > 1000);

        assertThat(pipeline.send("DELETE", "/api/accounts/" + account + "?data=true").statusCode()).isEqualTo(204);

        assertThat(pipeline.databaseAsText()).doesNotContain(account);
        assertThat(pipeline.get("/api/progress").body()).contains("\"imports\":[]");
        try (Stream<Path> files = Files.list(pipeline.dataDir().resolve("imports"))) {
            assertThat(files).isEmpty();
        }
    }
}
