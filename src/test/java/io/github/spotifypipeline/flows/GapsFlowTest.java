package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(i % 40), last.minus(Duration.ofMinutes(2L * i)),
                    null);
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
        Instant last = pipeline.clock.instant().plus(Duration.ofHours(5)).minusSeconds(60);
        Instant first = play(50, last);
        pipeline.syncAfter(Duration.ofHours(5));

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
        Instant last = pipeline.clock.instant().plus(Duration.ofHours(5)).minusSeconds(60);
        Instant first = play(50, last);
        pipeline.syncAfter(Duration.ofHours(5));

        pipeline.demo().clearPlays();
        Instant earlier = play(50, first);
        pipeline.sync("recently-played");

        assertThat(gaps()).hasSize(1);
        assertThat(gaps().get(0)).containsEntry("from", Date.from(known)).containsEntry("to", Date.from(earlier));
    }

    /** Of all of these the newest known play is missing, and then it comes back. */
    @DatabaseTest(real = false)
    void anAnswerWithoutTheNewestKnownPlayIsAGapHoweverManyItShows(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        int gaps = 0;
        for (String cursor : List.of("newest", "after")) {
            String route = Files.readString(Path.of("routes/endpoints/recently-played.camel.yaml"));
            pipeline.addEndpoint("recently-played", route.replace("cursor: newest", "cursor: " + cursor));
            play(3, pipeline.clock.instant().minusSeconds(60));
            if (gaps == 0) {
                pipeline.signInAndSync();
            } else {
                pipeline.awaitRun("recently-played", pipeline.runs().size() + 1);
            }
            for (int count : List.of(1, 30, 49, 50)) {
                for (int late : List.of(0, 20)) {
                    Instant known = pipeline.plays().get(0).getDate("played_at").toInstant();
                    Instant last = pipeline.clock.instant().plus(Duration.ofHours(5)).minusSeconds(60);
                    pipeline.demo().clearPlays();
                    Instant first = play(count - (count == 50 ? late : 0), last);
                    // heard offline before it, and come late
                    if (late > 0) {
                        play(late, known.minusSeconds(30));
                    }

                    assertThat(pipeline.syncAfter(Duration.ofHours(5))).containsEntry("outcome", "succeeded");

                    assertThat(gaps()).as("%s plays after it, %s late, %s", count, late, cursor).hasSize(++gaps)
                            .filteredOn(gap -> gap.get("closed_at") == null).singleElement()
                            .satisfies(gap -> assertThat(gap)
                                    .containsEntry("from", Date.from(known)).containsEntry("to", Date.from(first)));
                    pipeline.sync("recently-played");
                    assertThat(gaps()).filteredOn(gap -> gap.get("closed_at") == null).hasSize(1);

                    pipeline.demo().clearPlays();
                    play(2, last);
                    play(1, known);
                    pipeline.sync("recently-played");
                    assertThat(gaps()).as("%s plays after it, %s late, %s", count, late, cursor).hasSize(gaps)
                            .allMatch(gap -> gap.get("closed_at") != null);
                }
            }
        }
    }

    /** Of whatever no record is made any more, or none that counts for the cursor. */
    @DatabaseTest(real = false)
    void whatIsShownIsNotMissing(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        Instant known = pipeline.clock.instant().minusSeconds(60);
        play(2, known);
        pipeline.signInAndSync();

        for (String track : List.of("{\"uri\": null, \"id\": null, \"name\": null}",
                "{\"uri\": null, \"name\": \"x\"}")) {
            answer("""
                    {"items": [{"played_at": "%s", "track": {"uri": "spotify:track:new"}},
                      {"played_at": "%s", "track": %s}], "next": null}"""
                    .formatted(known.plusSeconds(30), known, track));
            pipeline.database.database().getCollection("cursors").updateOne(new Document("endpoint", "recently-played"),
                    new Document("$set", new Document("cursor", known.toEpochMilli())));
            pipeline.restart();
            assertThat(pipeline.syncAfter(Duration.ofMinutes(20))).as(track).containsEntry("calls", 1);
            assertThat(gaps()).as(track).isEmpty();
        }
        for (int sync = 0; sync < 3; sync++) {
            answer("""
                    {"items": [{"played_at": "%s", "track": {"uri": "spotify:track:ahead"}},
                      {"played_at": "%s", "track": {"uri": "spotify:track:new"}}], "next": null}"""
                    .formatted(known.plus(Duration.ofDays(2)), known.plusSeconds(30)));
            assertThat(pipeline.syncAfter(Duration.ofMinutes(20))).containsEntry("read", 2);
        }
        assertThat(gaps()).as("a play that is dated in the future").isEmpty();
    }

    private void answer(String json) throws IOException {
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").answer(new ObjectMapper().readTree(json)));
    }

    @DatabaseTest(real = false)
    void aFullPageThatShowsWhatIsKnownOrIsTheFirstIsNoGap(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Instant last = pipeline.clock.instant().minusSeconds(60);
        play(50, last);
        pipeline.signInAndSync();
        assertThat(gaps()).isEmpty();

        play(49, last.plus(Duration.ofMinutes(60)));
        pipeline.syncAfter(Duration.ofHours(1));

        assertThat(gaps()).isEmpty();
    }
}
