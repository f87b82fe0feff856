package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** A list that is kept once a day. */
class TopListsFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database, int length) {
        pipeline = TestPipeline.start(database, List.of("top-tracks"), options -> options);
        for (String range : List.of("short_term", "medium_term", "long_term")) {
            top(range, length);
        }
        pipeline.signIn();
        pipeline.awaitRuns(1);
    }

    private void top(String range, int length) {
        pipeline.demo().topTracks(range, IntStream.rangeClosed(1, length)
                .mapToObj(rank -> MadeUpMusic.track(range + " " + rank, "Artist")).toList());
    }

    private List<Document> of(String day, String range) {
        return pipeline.documents("top_tracks").stream().filter(rank -> rank.get("day").equals(day)
                && rank.get("time_range").equals(range))
                .sorted((one, other) -> one.getInteger("rank") - other.getInteger("rank")).toList();
    }

    @DatabaseTest
    void eachDayKeepsARankOfEachRange(TestDatabase database) {
        start(database, 3);
        assertThat(pipeline.documents("top_tracks")).hasSize(9);
        assertThat(of("2026-11-22", "medium_term").get(1)).containsEntry("rank", 2)
                .containsEntry("name", "medium_term 2")
                .containsEntry("_id", pipeline.demo().accountId() + ":medium_term:2026-11-22:2")
                .containsEntry("artist_names", List.of("Artist"));

        pipeline.syncAfter(Duration.ofDays(1));

        assertThat(pipeline.documents("top_tracks")).hasSize(18);
        assertThat(of("2026-11-23", "short_term")).extracting(rank -> rank.getString("name"))
                .containsExactly("short_term 1", "short_term 2", "short_term 3");
    }

    @DatabaseTest
    void theSameDayKeepsTheListAsItWasReadLast(TestDatabase database) {
        start(database, 3);
        assertThat(pipeline.sync("top-tracks")).containsEntry("written", 0).containsEntry("unchanged", 9);

        pipeline.demo().topTracks("short_term",
                List.of(MadeUpMusic.track("Another", "Artist"), MadeUpMusic.track("short_term 2", "Artist")));
        assertThat(pipeline.sync("top-tracks")).containsEntry("written", 1).containsEntry("removed", 1);

        assertThat(of("2026-11-22", "short_term")).extracting(rank -> rank.getString("name"))
                .containsExactly("Another", "short_term 2");
        assertThat(of("2026-11-22", "long_term")).hasSize(3);
        assertThat(pipeline.get("/api/status").body()).contains("\"documents\":8");
    }

    @DatabaseTest(real = false)
    void noMoreThanTwoPagesOfAListAreRead(TestDatabase database) {
        start(database, 130);

        assertThat(pipeline.documents("top_tracks")).hasSize(300);
        assertThat(pipeline.calls("/v1/me/top/tracks")).hasSize(6);
    }

    @DatabaseTest(real = false)
    void aDayIsThatOfTheConfiguredTimeZone(TestDatabase database) {
        start(database, 1);
        // 23:55 in Berlin and 22:55 in UTC, then 00:55 in Berlin
        pipeline.clock.advance(Duration.ofMinutes(10 * 60 + 55));
        pipeline.sync("top-tracks");
        assertThat(pipeline.get("/api/status").body()).as("before the next day is over")
                .contains("\"next_run_at\":\"2026-11-23T22:50:00Z\"");
        pipeline.clock.advance(Duration.ofHours(1));
        pipeline.sync("top-tracks");

        assertThat(pipeline.documents("top_tracks").stream().map(rank -> rank.getString("day")).distinct())
                .containsExactlyInAnyOrder("2026-11-22", "2026-11-23");
    }
}
