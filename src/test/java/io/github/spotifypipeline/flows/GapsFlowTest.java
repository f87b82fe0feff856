package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

class GapsFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    /** Plays two minutes apart, the last one at a time. @return the time of the first */
    private Instant play(int count, Instant last) {
        for (int i = 0; i < count; i++) {
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(i % 40), last.minus(Duration.ofMinutes(2L * i)), null);
        }
        return last.minus(Duration.ofMinutes(2L * (count - 1)));
    }

    private List<Document> gaps() {
        return pipeline.documents("gaps");
    }

    private String status() {
        return pipeline.get("/api/status").body();
    }

    @DatabaseTest
    void aFullPageThatDoesNotReachBackIsAGapUntilLaterDataCoversIt(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Instant known = pipeline.clock.instant().minusSeconds(60);
        play(3, known);
        pipeline.signInAndSync();

        // five hours away, with more plays than Spotify shows
        pipeline.clock.advance(Duration.ofHours(5));
        Instant last = pipeline.clock.instant().minusSeconds(60);
        Instant first = play(50, last);
        pipeline.sync("recently-played");

        assertThat(gaps()).hasSize(1).first().satisfies(gap -> assertThat(gap).containsEntry("from", Date.from(known))
                .containsEntry("to", Date.from(first)).containsEntry("noticed_at", Date.from(pipeline.clock.instant()))
                .containsEntry("closed_at", null).containsEntry("account_id", pipeline.demo().accountId()));
        assertThat(status()).contains("\"gaps\":1");

        pipeline.sync("recently-played");
        assertThat(gaps()).hasSize(1);

        // Spotify shows them late after all: a page that reaches back behind the gap
        pipeline.demo().clearPlays();
        play(3, known);
        play(5, first.minus(Duration.ofMinutes(2)));
        play(20, last);
        pipeline.sync("recently-played");

        assertThat(gaps().get(0).getDate("closed_at")).isEqualTo(Date.from(pipeline.clock.instant()));
        assertThat(status()).contains("\"gaps\":0");
    }

    @DatabaseTest
    void whatShowsOnlyTheEndOfAGapMakesItShorter(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Instant known = pipeline.clock.instant().minusSeconds(60);
        play(3, known);
        pipeline.signInAndSync();
        pipeline.clock.advance(Duration.ofHours(5));
        Instant last = pipeline.clock.instant().minusSeconds(60);
        Instant first = play(50, last);
        pipeline.sync("recently-played");

        pipeline.demo().clearPlays();
        Instant earlier = play(50, first);
        pipeline.sync("recently-played");

        assertThat(gaps()).hasSize(1);
        assertThat(gaps().get(0)).containsEntry("from", Date.from(known)).containsEntry("to", Date.from(earlier));
    }

    @DatabaseTest
    void aFullPageThatShowsWhatIsKnownOrIsTheFirstIsNoGap(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Instant last = pipeline.clock.instant().minusSeconds(60);
        play(50, last);
        pipeline.signInAndSync();
        assertThat(gaps()).isEmpty();

        pipeline.clock.advance(Duration.ofHours(1));
        play(49, last.plus(Duration.ofMinutes(60)));
        pipeline.sync("recently-played");

        assertThat(gaps()).isEmpty();
    }
}
