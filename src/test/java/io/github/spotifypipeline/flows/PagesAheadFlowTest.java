package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Pages of a list that are asked for before their turn. */
class PagesAheadFlowTest {

    private static final String PATH = "/v1/me/tracks";
    private static final int TRACKS = 500;
    private static final int PAGES = 10;

    private TestPipeline pipeline;
    private TestShelf shelf;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database, String... environment) {
        pipeline = TestPipeline.start(database, List.of("saved-tracks"), options -> options, environment);
        pipeline.demo().emptyLibrary();
        shelf = pipeline.demo().savedTracks();
        for (int i = 0; i < TRACKS; i++) {
            shelf.add(MadeUpMusic.track("Song " + i, "Artist"), pipeline.clock.instant().minusSeconds(1_000_000 - i));
        }
    }

    private Document firstSync() {
        pipeline.signIn();
        return pipeline.awaitRun("saved-tracks", 1);
    }

    private void assertAllAreStored() {
        assertThat(pipeline.documents("saved_tracks")).hasSize(TRACKS)
                .allMatch(track -> track.get("removed_at") == null);
    }

    @DatabaseTest
    void fourPagesAreUnderWayAtOnceAndEachIsAskedForOnce(TestDatabase database) {
        start(database);
        CountDownLatch four = new CountDownLatch(4);
        AtomicInteger alone = new AtomicInteger();
        pipeline.sandbox.fault(Fault.on(PATH).after(1).times(4).run(() -> {
            four.countDown();
            alone.addAndGet(isReached(four) ? 0 : 1);
        }));

        assertThat(firstSync()).containsEntry("outcome", "succeeded").containsEntry("calls", PAGES)
                .containsEntry("read", TRACKS).containsEntry("written", TRACKS);

        assertThat(alone).hasValue(0);
        assertThat(pipeline.calls(PATH)).hasSize(PAGES).doesNotHaveDuplicates();
        assertAllAreStored();
    }

    private static boolean isReached(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A page that waits keeps the next from being asked for. */
    @DatabaseTest
    void noneIsAskedForAheadWhereThatIsTurnedOff(TestDatabase database) {
        start(database, "SYNC_PAGES_AHEAD", "0");
        AtomicInteger seen = new AtomicInteger();
        pipeline.sandbox.fault(Fault.on(PATH).after(1).delay(Duration.ofMillis(500))
                .run(() -> seen.set(pipeline.calls(PATH).size())));

        assertThat(firstSync()).containsEntry("calls", PAGES);

        assertThat(seen).hasValue(2);
        assertAllAreStored();
    }

    @DatabaseTest
    void afterARefusalForTheirNumberEachIsAskedForInItsTurn(TestDatabase database) {
        start(database);
        pipeline.sandbox.fault(Fault.on(PATH).after(2).times(2).status(429).header("Retry-After", "1"));

        pipeline.signIn();
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            pipeline.clock.advance(Duration.ofSeconds(1));
            return !pipeline.runs("saved-tracks").isEmpty();
        });

        assertThat(pipeline.runs("saved-tracks").get(0)).containsEntry("outcome", "succeeded")
                .containsEntry("read", TRACKS);
        assertThat(pipeline.calls(PATH)).hasSize(PAGES + 2);
        assertAllAreStored();
    }

    /** A song on top moves all others by a place while pages behind it are under way. */
    @DatabaseTest
    void aListThatMovesLosesNothing(TestDatabase database) {
        start(database);
        String first = shelf.uris().get(0);
        pipeline.sandbox.fault(Fault.on(PATH).after(3).run(() -> shelf.remove(first)));

        assertThat(firstSync()).containsEntry("outcome", "succeeded").containsEntry("removed", 0);
        pipeline.clock.advance(Duration.ofHours(1));
        pipeline.sync("saved-tracks");

        assertThat(pipeline.documents("saved_tracks").stream().filter(track -> track.get("removed_at") == null)
                .map(track -> track.getString("uri"))).containsExactlyInAnyOrderElementsOf(shelf.uris());
    }

    @DatabaseTest
    void aPageThatCannotBeHadBreaksTheSyncOffAtItsTurn(TestDatabase database) {
        start(database);
        pipeline.sandbox.fault(Fault.on(PATH).after(3).times(40).status(500));

        assertThat(firstSync()).containsEntry("outcome", "failed");
        assertThat(pipeline.documents("saved_tracks").size()).isBetween(50, 300);
        pipeline.sandbox.clearFaults();
        pipeline.clock.advance(Duration.ofHours(1));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("outcome", "succeeded");
        assertAllAreStored();
    }
}
