package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ListenerLife;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What other services have kept, and the package "Account data": they count where no better source has the play. */
class ScrobblesFlowTest {

    private static final long T = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();

    @TempDir
    Path folder;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private static MadeUpListener.Play play(String song, long at) {
        return new MadeUpListener.Play(0, at, "spotify:track:" + song, "Song " + song, "Artist", "Album");
    }

    private static String scrobble(String song, long at) {
        return "{\"artist\":{\"#text\":\"artist\"},\"album\":{\"#text\":\"Album\"},\"name\":\"Song " + song
                + "\",\"date\":{\"uts\":\"" + at / 1000 + "\"}}";
    }

    private Path lastFm(String... scrobbles) throws IOException {
        return Files.writeString(folder.resolve("my history.json"),
                "[{\"track\":[" + String.join(",", scrobbles) + "],\"@attr\":{\"page\":\"1\"}}]");
    }

    private Path zip(String... namesAndContents) throws IOException {
        Path zip = folder.resolve("some.zip");
        try (OutputStream out = Files.newOutputStream(zip); ZipOutputStream to = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                to.putNextEntry(new ZipEntry(namesAndContents[i]));
                to.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return zip;
    }

    private static void assertCounts(Document done, String counts) {
        StringBuilder found = new StringBuilder(done.getString("status"));
        for (String one : List.of("read", "new", "known", "duplicate", "dead")) {
            found.append(' ').append(one).append('=').append(done.getLong(one));
        }
        assertThat(found.toString()).as(done.toJson()).isEqualTo(counts);
    }

    private List<String> stored() {
        return pipeline.documents("plays").stream().map(play -> play.getDate("played_at").getTime() - T + " "
                + play.getString("track_uri").replaceAll("(export:).*", "$1") + " " + play.get("source")).toList();
    }

    @DatabaseTest
    void aScrobbleIsAPlayUntilABetterSourceHasIt(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        String account = pipeline.demo().accountId();
        // heard from T to T + 200 s, and twice in a row from T + 1000 s on
        database.database().getCollection("plays").insertMany(ListenerLife.documents(account, List.of(
                play("a", T + 200_345), play("a", T + 1_200_345), play("a", T + 1_400_345), play("b", T + 9_000_345))));
        Path history = lastFm("{\"artist\":\"Artist\",\"name\":\"Now\",\"@attr\":{\"nowplaying\":\"true\"}}",
                scrobble("a", T + 30_000), scrobble("a", T + 1_000_000), scrobble("a", T + 1_200_000),
                scrobble("a", T + 1_400_000), scrobble("b", T + 20_000_000), scrobble("c", T + 30_000_000),
                scrobble("c", T + 30_010_000), scrobble("c", 1_000), "{\"artist\":\"Artist\",\"name\":\"No time\"}");

        assertCounts(pipeline.importExport(history, "?name=my%20history.json&dryRun=true"),
                "dry_run read=9 new=3 known=3 duplicate=1 dead=2");
        assertThat(pipeline.documents("plays")).hasSize(4);
        assertCounts(pipeline.importExport(history, "?name=my%20history.json"),
                "succeeded read=9 new=3 known=3 duplicate=1 dead=2");
        // the third of the song on repeat is none of the two that the Web API has shown
        List<String> ofApi = List.of("200345 spotify:track:a api", "1200345 spotify:track:a api",
                "1400345 spotify:track:a api", "9000345 spotify:track:b api");
        assertThat(stored()).hasSize(7).containsAll(ofApi).contains("1400000 spotify:track:a lastfm",
                "20000000 spotify:track:b lastfm", "30000000 export: lastfm");
        assertThat(pipeline.documents("plays")).filteredOn(play -> "lastfm".equals(play.get("source"))).allSatisfy(
                play -> assertThat(play).containsEntry("artist_name", play.getString("track_uri").contains("export")
                        ? "artist" : "Artist").containsKeys("raw", "played_at_local").doesNotContainKey("stream"));

        String listen = "{\"listened_at\":%d,\"user_name\":\"SECRET\",\"track_metadata\":{\"track_name\":\"Song %s\","
                + "\"artist_name\":\"Artist\",\"additional_info\":{\"origin_url\":"
                + "\"https://open.spotify.com/track/3aJ2aJ2aJ2aJ2aJ2aJ2aJ2\"}}}\n";
        Document other = pipeline.importExport(zip("user.json", "{}", "listens/2024/5.jsonl",
                listen.formatted(T / 1000 + 20_005, "b") + listen.formatted(T / 1000 + 40_000, "d")), "");
        assertCounts(other, "succeeded read=2 new=1 known=1 duplicate=0 dead=0");
        assertThat(stored()).hasSize(8).contains("40000000 spotify:track:3aJ2aJ2aJ2aJ2aJ2aJ2aJ2 listenbrainz");
        assertThat(pipeline.databaseAsText()).doesNotContain("SECRET");
        assertThat(pipeline.importExport(history, "?name=my%20history.json").getLong("known")).isEqualTo(6);

        pipeline.demo().addPlay(ListenerLife.track(play("b", 0)), Instant.ofEpochMilli(T + 20_190_345), null);
        pipeline.sync("recently-played");
        assertThat(stored()).hasSize(8).contains("20190345 spotify:track:b api")
                .doesNotContain("20000000 spotify:track:b lastfm");

        Path export = Files.writeString(folder.resolve("endsong_0.json"), "[{\"ts\":\""
                + Instant.ofEpochMilli(T + 30_199_000) + "\",\"ms_played\":180000,\"spotify_track_uri\":"
                + "\"spotify:track:c\",\"master_metadata_track_name\":\"Song c\","
                + "\"master_metadata_album_artist_name\":\"Artist\"}]");
        pipeline.importExport(export, "?name=endsong_0.json");
        assertThat(stored()).hasSize(8).contains("30199000 spotify:track:c export").doesNotContain(
                "30000000 export: lastfm");
        assertThat(pipeline.importExport(history, "?name=my%20history.json").getLong("known")).isEqualTo(6);
        assertThat(stored()).hasSize(8);
    }

    @DatabaseTest(real = false)
    void somebodyElsesScrobblesAndMixedFilesAreRefused(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        List<MadeUpListener.Play> ours = MadeUpListener.of(3, MadeUpListener.World.MILD, 200).plays();
        database.database().getCollection("plays").insertMany(ListenerLife.documents(pipeline.demo().accountId(),
                ours));
        Path other = lastFm(scrobble("x", ours.get(0).playedAt()),
                scrobble("x", ours.get(ours.size() - 1).playedAt()));

        Document refused = pipeline.importExport(other, "?name=x.json");
        assertThat(refused.getString("status")).isEqualTo("refused");
        assertThat(refused.getString("error")).startsWith("These are probably not this account's plays");
        Document meant = pipeline.importExport(other, "?name=x.json&anyway=true");
        assertThat(meant.getLong("new")).as(meant.toJson()).isEqualTo(2);
        HttpResponse<String> mixed = pipeline.postExport(zip("endsong_0.json", "[]", "recenttracks.json", "[]"), "");
        assertThat(mixed.statusCode()).as(mixed.body()).isEqualTo(422);
        assertThat(mixed.body()).contains("Plays of several sources are in it: endsong_0.json, recenttracks.json");
        HttpResponse<String> personal = pipeline.postExport(lastFm(scrobble("x", T)), "?name=Userdata.json");
        assertThat(personal.statusCode()).isEqualTo(422);
    }

    @DatabaseTest
    void thePackageAccountDataIsImportedAfterAClearWord(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        String row = "{\"endTime\":\"2024-05-01 12:0%d\",\"artistName\":\"Artist\",\"trackName\":\"Song %s\","
                + "\"msPlayed\":%d}";
        Path zip = zip("MyData/StreamingHistory_music_0.json", "[" + row.formatted(0, "a", 60_000) + ","
                        + row.formatted(3, "b", 90_000) + "," + row.formatted(5, "c", 90_000) + ","
                        + row.formatted(6, "c", 9_000) + "]", "MyData/YourLibrary.json",
                "{\"tracks\":[{\"artist\":\"Artist\",\"album\":\"A\",\"track\":\"Song a\","
                + "\"uri\":\"spotify:track:a\"}]}",
                "MyData/Playlist1.json", "{\"playlists\":[{\"name\":\"P\",\"items\":[{\"track\":{"
                + "\"trackName\":\"Song b\",\"artistName\":\"Artist\",\"albumName\":\"A\","
                + "\"trackUri\":\"spotify:track:b\"},\"addedDate\":\"x\"}]}]}",
                "MyData/Payments.json", "SECRET");

        HttpResponse<String> refused = pipeline.postExport(zip, "?account=me");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("This is the package \\\"Account data\\\"", "--short");
        Document done = pipeline.importExport(zip, "?account=me&short=true");
        assertCounts(done, "succeeded read=4 new=3 known=0 duplicate=0 dead=0");
        assertThat(done.getLong("short")).isOne();
        assertThat(stored()).containsExactly("0 spotify:track:a export-short", "180000 spotify:track:b export-short",
                "300000 export: export-short");

        Path extended = Files.writeString(folder.resolve("endsong_0.json"), "[{\"ts\":\"2024-05-01T12:03:44Z\","
                + "\"ms_played\":90000,\"spotify_track_uri\":\"spotify:track:other\",\"master_metadata_track_name\":"
                + "\"Song b\",\"master_metadata_album_artist_name\":\"Artist\"},{\"ts\":\"2024-05-01T12:05:01Z\","
                + "\"ms_played\":90000,\"spotify_track_uri\":\"spotify:track:c\",\"master_metadata_track_name\":"
                + "\"Song c\",\"master_metadata_album_artist_name\":\"Artist\"}]");
        pipeline.importExport(extended, "?account=me&name=endsong_0.json");
        assertThat(stored()).containsExactly("0 spotify:track:a export-short", "224000 spotify:track:other export",
                "301000 spotify:track:c export");
        Document again = pipeline.importExport(zip, "?account=me&short=true");
        assertThat(again.getLong("duplicate")).as("what the whole history covers is not taken").isEqualTo(2);
        assertThat(stored()).hasSize(3);
        assertThat(pipeline.documents("plays")).allSatisfy(play -> assertThat(play.get("played_at"))
                .isInstanceOf(Date.class));
    }
}
