package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.listener.HeardSong;
import io.github.spotifysandbox.listener.ListenerLife;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.io.TempDir;

/** The listener with habits that {@code --sandbox} shows: the past comes in by an export, and now by the Web API. */
class ListenersPastFlowTest {

    private static final ZoneId HOME = ZoneId.of("Europe/Berlin");

    @TempDir
    Path folder;

    private static long playsOfDays(Instant now) {
        ListenerLife life = new ListenerLife(7, HOME, 2027);
        LocalDate today = LocalDate.ofInstant(now, HOME);
        return today.minusYears(2).datesUntil(today.minusDays(1)).flatMap(day -> life.heardOn(day).stream())
                .flatMap(sitting -> sitting.songs().stream()).mapToLong(HeardSong::heardMs)
                .filter(heard -> heard >= 30_000).count();
    }

    private Path export(TestPipeline pipeline, int years) throws IOException {
        Path zip = folder.resolve("my_spotify_data.zip");
        try (OutputStream out = Files.newOutputStream(zip)) {
            pipeline.sandbox.writeExport(pipeline.clock.instant(), years, out);
        }
        return zip;
    }

    @DatabaseTest(real = false)
    void noPlayIsThereTwiceAndWhatLeftIsToBeSeen(TestDatabase database) throws IOException {
        try (TestPipeline pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks",
                "playlists", "playlist-items"), options -> options.withListenerIn(HOME),
                "SYNC_SAVED_TRACKS_EVERY", "2m", "SYNC_PLAYLISTS_EVERY", "2m", "SYNC_PLAYLIST_ITEMS_EVERY", "2m")) {
            pipeline.demo().generatePlays(true);
            pipeline.signIn();
            pipeline.awaitRuns(4);

            Document done = pipeline.importExport(export(pipeline, 2), "");

            assertThat(done.getString("status")).as(done.toJson()).isEqualTo("succeeded");
            assertThat(done.getLong("merged")).isEqualTo(50);
            Instant yesterday = LocalDate.ofInstant(pipeline.clock.instant(), HOME).minusDays(1).atStartOfDay(HOME)
                    .toInstant();
            List<Document> plays = pipeline.documents("plays");
            // what nobody knows any more, and copies, are fewer than one in a hundred
            long old = plays.stream().filter(play -> play.get("played_at", Date.class).toInstant().isBefore(yesterday))
                    .count();
            assertThat(old).isBetween(playsOfDays(pipeline.clock.instant()) * 99 / 100,
                    playsOfDays(pipeline.clock.instant()) * 102 / 100);
            assertThat(plays.stream().filter(play -> "api".equals(play.get("source")))).hasSize(50);
            assertThat(plays.stream().filter(play -> play.containsKey("stream"))).hasSameSizeAs(plays);

            Document more = pipeline.importExport(export(pipeline, 3), "");
            assertThat(more.getLong("known")).isGreaterThan(9_000);
            assertThat(more.getLong("new")).isBetween(3_000L, 6_000L);

            pipeline.clock.advance(Duration.ofMinutes(4));
            pipeline.sync("saved-tracks");
            pipeline.sync("playlist-items");
            assertThat(pipeline.documents("saved_tracks")).anyMatch(saved -> saved.get("removed_at") != null);
            assertThat(pipeline.documents("playlist_items")).anyMatch(entry -> entry.get("removed_at") != null)
                    .anyMatch(entry -> entry.getDate("first_seen_at").toInstant()
                            .equals(pipeline.clock.instant()));
        }
    }
}
