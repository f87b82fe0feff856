package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** A clock that was ahead, was set back, or is wrong now. */
class ClockFlowTest {

    private static final String PLAYS = "/v1/me/player/recently-played";
    private static final String BUCKET = "/me/player/recently-played";
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void set(String collection, String id, Document fields) {
        assertThat(pipeline.database.database().getCollection(collection)
                .updateOne(new Document("_id", id), new Document("$set", fields)).getMatchedCount()).isEqualTo(1);
    }

    private Date in(Duration time) {
        return Date.from(pipeline.clock.instant().plus(time));
    }

    /** What another process left in the database is read after ten seconds, and its claim has run out after thirty. */
    private void letItNotice() {
        pipeline.clock.advance(Duration.ofSeconds(31));
    }

    private void play() {
        playBefore(Duration.ZERO);
    }

    /** A play of the minute before the clock will have moved, so that the sync which that makes due shows it. */
    private void playBefore(Duration move) {
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(pipeline.plays().size()),
                pipeline.clock.instant().plus(move).minusSeconds(60), null);
    }

    @DatabaseTest
    void whatLiesInTheFutureCountsAsUnknownIsSaidOnceAndSyncsGoOn(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        String account = pipeline.signInAndSync();
        String cursor = account + ":recently-played";
        List<Document> wrong = List.of(
                new Document("last_success_at", in(TWO_DAYS)),
                new Document("last_success_at", in(Duration.ofHours(1))),
                new Document("last_success_at", in(Duration.ZERO)).append("retry_at", in(TWO_DAYS))
                .append("failures", 1),
                // a retry that is near, of a failure that lies in the future
                new Document("last_success_at", in(Duration.ZERO)).append("retry_at", in(Duration.ofHours(24)))
                        .append("failed_at", in(Duration.ofHours(23))));
        for (Document fields : wrong) {
            try (LogLines log = LogLines.listen()) {
                int before = pipeline.runs().size();
                play();
                set("cursors", cursor, fields);

                letItNotice();

                assertThat(pipeline.awaitRuns(before + 1)).as("%s", fields).containsEntry("outcome", "succeeded")
                        .containsEntry("written", 1);
                assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN " + cursor)
                        && line.contains("future") && line.contains("clock")).as("%s", fields).hasSize(1);
                pipeline.clock.advance(Duration.ofMinutes(10));
                pipeline.awaitNoCalls(PLAYS);
                assertThat(pipeline.runs()).as("%s", fields).hasSize(before + 1);

                if (!fields.containsKey("retry_at")) {
                    // another process whose clock is ahead goes on writing it
                    set("cursors", cursor, fields);
                    letItNotice();
                    pipeline.awaitNoCalls(PLAYS);
                }
            }
            set("cursors", cursor, new Document("last_success_at", in(Duration.ZERO)).append("retry_at", null));
            pipeline.restart();
        }
    }

    @DatabaseTest(real = false)
    void aBlockThatIsLongerThanSpotifyEverAsksIsNone(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        for (String bucket : List.of(BUCKET, "*")) {
            for (Document fields : List.of(new Document("blocked_until", in(TWO_DAYS)),
                    new Document("blocked_until", in(Duration.ofHours(20)))
                    .append("blocked_at", in(Duration.ofHours(19))))) {
                try (LogLines log = LogLines.listen()) {
                    int before = pipeline.runs().size();
                    pipeline.database.database().getCollection("limits").deleteOne(new Document("_id", bucket));
                    pipeline.database.database().getCollection("limits").insertOne(new Document("_id", bucket)
                            .append("cause", "quota").append("reason", "of a clock that was ahead"));
                    set("limits", bucket, fields);
                    assertThat(pipeline.get("/api/status").body()).doesNotContain("of a clock that was ahead");
                    pipeline.clock.advance(Duration.ofMinutes(20));

                    assertThat(pipeline.awaitRuns(before + 1)).as("%s %s", bucket, fields)
                            .containsEntry("outcome", "succeeded");
                    assertThat(log.lines()).filteredOn(line -> line.contains("clock was ahead")).hasSize(1);
                }
            }
        }
    }

    @DatabaseTest(real = false)
    void aClockThatIsSetBackStopsNothing(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.clock.advance(TWO_DAYS);
        String account = pipeline.signInAndSync();
        pipeline.sandbox.fault(Fault.on(PLAYS).status(429).header("Retry-After", "30"));
        pipeline.clock.advance(Duration.ofMinutes(20));
        await().until(() -> pipeline.calls(PLAYS).size() == 2);
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            pipeline.clock.advance(Duration.ofSeconds(10));
            return pipeline.runs().size() == 2;
        });
        try (LogLines log = LogLines.listen()) {
            playBefore(TWO_DAYS.negated());
            pipeline.clock.advance(TWO_DAYS.negated());

            pipeline.awaitRuns(3);
            assertThat(pipeline.plays()).hasSize(1);
            assertThat(log.lines()).filteredOn(line -> line.contains("went back")).hasSize(1);
        }
        playBefore(Duration.ofMinutes(20));
        pipeline.clock.advance(Duration.ofMinutes(20));
        // a sync that ends after the clock has moved on is due later
        pipeline.awaitRuns(4);
        assertThat(pipeline.plays()).hasSize(2);

        // the sign-in was dated by it, and a refusal is later than it all the same
        assertThat(pipeline.account().getDate("authorized_at")).isBefore(pipeline.clock.instant().plusSeconds(1));
        pipeline.sandbox.fault(Fault.on(PLAYS).status(403)
                .body("User not registered in the Developer Dashboard", "text/plain"));
        pipeline.clock.advance(Duration.ofMinutes(20));
        await().until(() -> "blocked".equals(pipeline.account().getString("status")));
        assertThat(pipeline.account()).containsEntry("_id", account);
    }

    @DatabaseTest(real = false)
    void spotifysDateTellsAWrongClock(TestDatabase database) {
        Duration[] ahead = {Duration.ofHours(3)};
        pipeline = TestPipeline.start(database, options -> {
            Clock ours = options.clock();
            return options.withClock(new Clock() {
                @Override
                public Instant instant() {
                    return ours.instant().minus(ahead[0]);
                }

                @Override
                public ZoneId getZone() {
                    return ours.getZone();
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    throw new UnsupportedOperationException();
                }
            });
        });
        try (LogLines log = LogLines.listen()) {
            pipeline.signInAndSync();
            pipeline.syncAfter(Duration.ofMinutes(20));

            String words = "This machine's clock is 3 hours ahead of Spotify's";
            assertThat(pipeline.get("/api/trouble").body()).contains(words);
            assertThat(pipeline.get("/health/ready").body()).contains("degraded", words);
            assertThat(log.lines()).filteredOn(line -> line.contains(words)).as("said once").hasSize(1);

            ahead[0] = Duration.ofMinutes(1);
            pipeline.syncAfter(Duration.ofMinutes(20));
            assertThat(pipeline.get("/api/trouble").body()).doesNotContain("clock");
        }
    }
}
