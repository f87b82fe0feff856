package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.RecordedRequest;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Songs of an import that no list has shown are asked for, those first that were heard most. */
class FactsFlowTest {

    private static final String GONE = "g".repeat(22);

    @TempDir
    private Path folder;
    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    /** An import of songs, each heard as often as the number says that follows it. */
    private void heard(Object... songs) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < songs.length; i += 2) {
            for (int n = 0; n < (Integer) songs[i + 1]; n++) {
                rows.add("""
                        {"ts":"2020-01-%02dT%02d:00:00Z","ms_played":190000,"spotify_track_uri":"spotify:track:%s",
                        "master_metadata_track_name":"Song","master_metadata_album_artist_name":"Artist",
                        "master_metadata_album_album_name":"Album"}""".formatted(i + 1, n, songs[i]));
            }
        }
        Path export = Files.writeString(folder.resolve("endsong_0.json"), "[" + String.join(",", rows) + "]");
        assertThat(pipeline.importExport(export, "?name=endsong_0.json&anyway=true"))
                .containsEntry("status", "succeeded");
    }

    private String id(int track) {
        return pipeline.sandbox.tracks().get(track).id();
    }

    private List<String> asked() {
        return pipeline.sandbox.requests().stream().map(RecordedRequest::path)
                .filter(path -> path.startsWith("/v1/tracks/")).map(path -> path.substring(11)).toList();
    }

    private void awaitAsked(String... ids) {
        await().atMost(Duration.ofMinutes(1)).until(() -> asked().size() >= ids.length);
        staysAt(ids);
    }

    /** Longer than from one call to the next. */
    private void staysAt(String... ids) {
        await().during(Duration.ofMillis(1_500)).atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(asked()).containsExactly(ids));
    }

    @DatabaseTest
    void asksForWhatIsHeardMostWithinTheBudgetOfAllProcessesAndNeverTwice(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, "ENRICH_CALLS_A_DAY", "3");
        pipeline.signInAndSync();
        heard(id(0), 2, GONE, 4, id(1), 5, id(2), 1, id(3), 3, "short", 9);
        pipeline.startReplica();
        staysAt();

        pipeline.clock.advance(Duration.ofHours(3));

        awaitAsked(id(1), GONE, id(3));
        SandboxTrack most = pipeline.sandbox.tracks().get(1);
        assertThat(pipeline.documents("tracks")).hasSize(2).filteredOn("_id", most.uri()).singleElement()
                .satisfies(song -> assertThat(song).containsEntry("isrc", most.isrc())
                        .doesNotContainEntry("image", null));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(pipeline.plays())
                .filteredOn(play -> most.uri().equals(play.get("track_uri"))).hasSize(5)
                .allSatisfy(play -> assertThat(play).containsEntry("isrc", most.isrc())));
        assertThat(pipeline.documents("unknown_tracks")).filteredOn(song -> song.get("asked_at") != null)
                .extracting(song -> song.getString("_id")).contains(pipeline.demo().accountId()
                        + ":spotify:track:" + GONE);
        assertThat(pipeline.get("/api/status").body()).contains("{\"bucket\":\"/tracks/{id}\",\"calls_24h\":3,");

        pipeline.restart();
        for (int i = 0; i < 2; i++) {
            pipeline.clock.advance(Duration.ofHours(10));
            staysAt(id(1), GONE, id(3));
        }
        pipeline.clock.advance(Duration.ofHours(6));
        awaitAsked(id(1), GONE, id(3), id(0), id(2));
        pipeline.clock.advance(Duration.ofDays(30));
        staysAt(id(1), GONE, id(3), id(0), id(2));
    }

    @DatabaseTest(real = false)
    void whatIsTriedAgainCountsToTheBudgetToo(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, "ENRICH_CALLS_A_DAY", "2");
        pipeline.signInAndSync();
        heard(id(0), 3, id(1), 2);
        pipeline.sandbox.fault(Fault.on("/v1/tracks/" + id(0)).status(500).times(9));

        pipeline.clock.advance(Duration.ofHours(3));

        awaitAsked(id(0), id(0));
    }

    @DatabaseTest(real = false)
    void stopsForADayAtTheFirst429(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, "ENRICH_CALLS_A_DAY", "200");
        pipeline.signInAndSync();
        heard(id(0), 3, id(1), 2);
        pipeline.sandbox.fault(Fault.on("/v1/tracks/" + id(0)).status(429).header("Retry-After", "1"));

        pipeline.clock.advance(Duration.ofHours(3));

        awaitAsked(id(0));
        pipeline.clock.advance(Duration.ofHours(12));
        staysAt(id(0));
        pipeline.clock.advance(Duration.ofHours(12));
        awaitAsked(id(0), id(0), id(1));
        assertThat(pipeline.documents("runs")).noneMatch(run -> "failed".equals(run.get("status")));
    }
}
