package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ListenerLife;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpYourSpotify;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The plays of your_spotify, from its MongoDB to ours. */
class YourSpotifyImportTest {

    private static final String HOME = "spotify-pipeline.home";
    private static final long T = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();
    private static final int POLLED = 1_200;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Set<String> seen = new HashSet<>();
    private TestPipeline pipeline;
    private TestDatabase database;
    private MadeUpYourSpotify theirs;

    @AfterEach
    void stop() {
        System.clearProperty(HOME);
        database.client().getDatabase(theirName()).drop();
        pipeline.close();
    }

    private String theirName() {
        return "theirs_" + database.databaseName();
    }

    private String uri() {
        return URI.create(database.uri().replaceFirst("/?(\\?.*)?$", "/" + theirName() + "$1")).toString();
    }

    private int run(String... arguments) {
        System.setProperty(HOME, folder.toString());
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = RootCommand.commandLine(Clock.systemUTC(),
                Map.of("HTTP_PORT", String.valueOf(pipeline.page().getPort())));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private void start(TestDatabase on) {
        database = on;
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        theirs = new MadeUpYourSpotify(database.client().getDatabase(theirName()), account());
    }

    private String account() {
        return pipeline.demo().accountId();
    }

    private static long polledAt(int play) {
        return T + play * 240_000L + 345;
    }

    /** The import that was not there before. */
    private Document imported() {
        Document done = pipeline.documents("imports").stream().filter(one -> seen.add(one.getString("_id")))
                .findFirst().orElseThrow();
        assertThat(done).containsEntry("source", "your_spotify").containsEntry("name", "your_spotify.zip");
        return done;
    }

    private void assertCounts(String counts) {
        Document done = imported();
        StringBuilder found = new StringBuilder();
        for (String one : List.of("read", "new", "known", "merged", "duplicate", "dead")) {
            found.append(one).append('=').append(done.getLong(one)).append(' ');
        }
        assertThat(found.toString().strip()).isEqualTo(counts);
    }

    @DatabaseTest
    void noPlayIsLostOrDoubledAndTheirDatabaseIsOnlyRead(TestDatabase on) throws IOException {
        start(on);
        List<MadeUpListener.Play> ours = new ArrayList<>();
        for (int play = 0; play < POLLED; play++) {
            theirs.add(play, polledAt(play));
            if (play % 2 == 0) {
                ours.add(MadeUpYourSpotify.ofApi(play, polledAt(play)));
            }
        }
        // plays that they have polled, and have imported from an export, too
        for (int play = 0; play < 20; play++) {
            theirs.add(play, (polledAt(play) + 900) / 1000 * 1000);
        }
        for (int play = 0; play < 30; play++) {
            theirs.add(play, T - 86_400_000L + play * 240_000L);
        }
        theirs.addBlacklisted(7, T - 172_800_000L).addBroken(T + 77).addBroken(T + 78).store();
        database.database().getCollection("plays").insertMany(ListenerLife.documents(account(), ours));
        Map<String, List<Document>> before = theirs.all();

        assertThat(run("import", "--from", uri(), "--user", "anna", "--dry-run")).as(err.toString()).isZero();
        assertCounts("read=1253 new=631 known=600 merged=0 duplicate=20 dead=2");
        assertThat(pipeline.documents("plays")).hasSize(600);
        assertThat(pipeline.documents("artists")).isEmpty();
        pipeline.sandbox.clearRequests();

        assertThat(run("import", "--from", uri(), "--user", "anna")).as(err.toString()).isZero();

        assertThat(out.toString()).contains("your_spotify: succeeded", "631 new plays", "600 known already");
        assertCounts("read=1253 new=631 known=600 merged=0 duplicate=20 dead=2");
        List<Document> plays = pipeline.documents("plays");
        assertThat(plays).hasSize(1_231);
        assertThat(plays.stream().filter(play -> "api".equals(play.get("source")))).hasSize(600);
        assertThat(plays.stream().filter(play -> play.get("_id").equals(account() + ":" + polledAt(1)
                + ":spotify:track:song1"))).singleElement().satisfies(play -> assertThat(play)
                .containsEntry("source", "your_spotify").containsEntry("song_name", "Song 1")
                .containsEntry("artist_name", "Artist 1").containsEntry("artist_names", List.of("Artist 1", "Guest"))
                .containsEntry("album_name", "Album").containsEntry("album_uri", "spotify:album:album")
                .containsEntry("track_id", "song1").containsEntry("isrc", null).containsEntry("duration_ms", 180_000)
                .containsEntry("explicit", false).containsEntry("context_uri", null).doesNotContainKey("stream")
                .extracting("played_at").isEqualTo(new Date(polledAt(1))));
        assertThat(plays).anySatisfy(play -> assertThat(play.get("raw", Document.class))
                .containsEntry("blacklistedBy", List.of("artist")).doesNotContainKey("username"));
        assertThat(pipeline.documents("artists")).hasSize(41).allSatisfy(artist -> assertThat(artist)
                .containsEntry("genres", List.of("made up", "noise")).containsKeys("name", "image"));
        assertThat(pipeline.documents("dead_letters")).hasSize(2).allSatisfy(letter -> assertThat(letter)
                .containsEntry("reason", "the row is of a song that your_spotify does not know"));
        assertThat(pipeline.sandbox.requests()).as("calls").isEmpty();
        assertThat(pipeline.databaseAsText()).doesNotContain("TOKEN-OF-ANNA").doesNotContain(theirName());
        assertThat(theirs.all()).isEqualTo(before);

        assertThat(run("import", "--from", uri(), "--user", account())).as(err.toString()).isZero();
        assertCounts("read=1253 new=0 known=1231 merged=0 duplicate=20 dead=2");
        assertThat(pipeline.documents("plays")).isEqualTo(plays);
    }

    private static String row(int song, long end) {
        return "{\"ts\":\"" + Instant.ofEpochSecond(end / 1000) + "\",\"ms_played\":170000,\"spotify_track_uri\":"
                + "\"spotify:track:song" + song + "\",\"master_metadata_track_name\":\"Song " + song + "\","
                + "\"master_metadata_album_artist_name\":\"Artist " + song + "\",\"made_up\":" + song + "}";
    }

    @DatabaseTest
    void itsPlaysTakeTheRowsOfAnExportWhicheverCameFirst(TestDatabase on) throws IOException {
        start(on);
        theirs.add(0, polledAt(0)).add(1, polledAt(1)).add(2, polledAt(2)).store();
        Path first = Files.writeString(folder.resolve("endsong_0.json"), "[" + row(1, polledAt(1) + 800) + ","
                + row(9, polledAt(5)) + "]");
        pipeline.importExport(first, "?name=endsong_0.json");

        assertThat(run("import", "--from", uri(), "--user", "anna")).as(err.toString()).isZero();
        Path then = Files.writeString(folder.resolve("endsong_1.json"), "[" + row(2, polledAt(2) + 800) + "]");
        assertThat(pipeline.importExport(then, "?name=endsong_1.json").getLong("merged")).isOne();
        pipeline.demo().addPlay(ListenerLife.track(MadeUpYourSpotify.ofApi(0, 0)), Instant.ofEpochMilli(polledAt(0)),
                null);
        pipeline.sync("recently-played");

        assertThat(pipeline.documents("plays")).extracting(play -> play.getString("track_uri").substring(14) + " "
                + play.get("source") + " " + (play.get("stream") instanceof Document stream
                        ? stream.getEmbedded(List.of("raw", "made_up"), Number.class) : null)).containsExactly(
                "song0 your_spotify null", "song1 your_spotify 1", "song2 your_spotify 2", "song9 export null");
    }

    @DatabaseTest(real = false)
    void saysWhatIsMissingAndNeverThePassword(TestDatabase on) {
        start(on);
        theirs.add(0, polledAt(0)).store();

        assertThat(run("import")).isEqualTo(2);
        assertThat(run("import", "--from", uri())).isEqualTo(1);
        assertThat(err.toString()).contains("Say whose plays to import, with --user: anna, ben.");
        assertThat(run("import", "--from", uri(), "--user", "ben")).isEqualTo(1);
        assertThat(err.toString()).contains("No account ben-id has signed in");
        assertThat(run("import", "--from", uri(), "--user", "ben", "--account", account())).isEqualTo(1);
        assertThat(out.toString()).contains("This is the export of another Spotify user");
        assertThat(pipeline.documents("plays")).isEmpty();
        assertThat(run("import", "--from", "mongodb://anna:SECRET@127.0.0.1:1/x?serverSelectionTimeoutMS=200"))
                .isEqualTo(1);
        assertThat(out.toString() + err).doesNotContain("SECRET");
        assertThat(run("import", "--from", "mongodb://anna:SECRET@[::1")).isEqualTo(2);
        assertThat(out.toString() + err).doesNotContain("SECRET");
    }
}
