package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.sync.Syncs;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
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

    @DatabaseTest(real = false)
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
        return isReached(latch, Duration.ofSeconds(30));
    }

    private static boolean isReached(CountDownLatch latch, Duration atMost) {
        try {
            return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A page that waits keeps the next from being asked for. */
    @DatabaseTest(real = false)
    void noneIsAskedForAheadWhereThatIsTurnedOff(TestDatabase database) {
        start(database, "SYNC_PAGES_AHEAD", "0");
        AtomicInteger seen = new AtomicInteger();
        pipeline.sandbox.fault(Fault.on(PATH).after(1).delay(Duration.ofMillis(500))
                .run(() -> seen.set(pipeline.calls(PATH).size())));

        assertThat(firstSync()).containsEntry("calls", PAGES);

        assertThat(seen).hasValue(2);
        assertAllAreStored();
    }

    /** With one page ahead, the third is asked for when the second has been taken. */
    @DatabaseTest(real = false)
    void aPageIsReadWhileTheOneBeforeItGoesThroughItsRoute(TestDatabase database) {
        start(database, "SYNC_PAGES_AHEAD", "1");
        CountDownLatch third = new CountDownLatch(1);
        AtomicInteger alone = new AtomicInteger();
        pipeline.sandbox.fault(Fault.on(PATH).after(2).run(third::countDown));
        replaceRoute(page -> alone.addAndGet(isReached(third) ? 0 : 1));

        pipeline.signIn();

        assertThat(pipeline.awaitRun("waiting-tracks", 1)).containsEntry("outcome", "succeeded")
                .containsEntry("calls", PAGES).containsEntry("written", TRACKS);
        assertThat(alone).hasValue(0);
        assertThat(pipeline.documents("waiting_tracks")).hasSize(TRACKS);
    }

    /** In place of saved-tracks, whose pages go through a step. */
    private void replaceRoute(Processor step) {
        pipeline.camel().getRegistry().bind("stepOfAPage", step);
        pipeline.addEndpoint("waiting-tracks", """
                - route:
                    id: waiting-tracks
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/tracks
                      steps:
                        - process:
                            ref: stepOfAPage
                        - to: kamelet:spotify-mongodb-sink
                """);
        pipeline.removeEndpoint("saved-tracks");
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.get("/api/status").body().contains("waiting-tracks")
                && !pipeline.get("/api/status").body().contains("saved-tracks"));
    }

    @DatabaseTest(real = false)
    void nothingIsStoredBehindAPageThatFailsInItsRoute(TestDatabase database) {
        start(database);
        AtomicInteger pages = new AtomicInteger();
        replaceRoute(page -> {
            if (pages.incrementAndGet() == 3) {
                throw new IllegalStateException("the third page");
            }
        });

        pipeline.signIn();
        assertThat(pipeline.awaitRun("waiting-tracks", 1)).containsEntry("outcome", "failed")
                .containsEntry("written", 100);
        assertThat(pages).hasValue(3);
        assertThat(pipeline.documents("waiting_tracks")).hasSize(100);
        pipeline.clock.advance(Duration.ofHours(1));

        assertThat(pipeline.sync("waiting-tracks")).containsEntry("outcome", "succeeded")
                .containsEntry("written", TRACKS - 100).containsEntry("removed", 0);
        assertThat(pipeline.documents("waiting_tracks")).hasSize(TRACKS);
    }

    @DatabaseTest(real = false)
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

    @DatabaseTest(real = false)
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

    /** What was refused together is refreshed once, and each page comes. */
    @DatabaseTest
    void aTokenThatDiesWhileFourPagesAreUnderWayIsRefreshedOnce(TestDatabase database) {
        start(database);
        CountDownLatch four = new CountDownLatch(4);
        pipeline.sandbox.fault(Fault.on(PATH).after(1).times(4).status(401).run(() -> {
            four.countDown();
            isReached(four);
        }));

        assertThat(firstSync()).containsEntry("outcome", "succeeded").containsEntry("read", TRACKS);

        assertThat(pipeline.calls(PATH)).hasSize(PAGES + 4);
        assertThat(refreshes()).isEqualTo(1);
        assertThat(pipeline.account()).containsEntry("status", "active");
        assertAllAreStored();
    }

    private long refreshes() {
        // the sign-in asked once
        return pipeline.calls("/api/token").size() - 1;
    }

    @DatabaseTest(real = false)
    void noMoreThanFourAreUnderWayBesideTheOneWhoseTurnItIs(TestDatabase database) {
        start(database);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        pipeline.sandbox.fault(Fault.on(PATH).after(1).forever().run(() -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            four.countDown();
            isReached(four);
            // and a fifth, or a sixth, has its chance
            isReached(new CountDownLatch(1), Duration.ofMillis(50));
            now.decrementAndGet();
        }));

        assertThat(firstSync()).containsEntry("calls", PAGES);

        assertThat(most.get()).isBetween(4, 5);
    }

    /** As many as the setting allows, of two accounts: more than Camel's HTTP component makes connections by itself. */
    @DatabaseTest(real = false)
    void noCallWaitsForTheConnectionOfAnother(TestDatabase database) {
        start(database, "SYNC_PAGES_AHEAD", "16");
        for (int i = TRACKS; i < 900; i++) {
            shelf.add(MadeUpMusic.track("Song " + i, "Artist"), pipeline.clock.instant().minusSeconds(1_000_000 - i));
        }
        TestShelf second = pipeline.sandbox.addAccount("second", "Second Listener").savedTracks();
        pipeline.sandbox.account("second").emptyLibrary();
        for (int i = 0; i < 900; i++) {
            second.add(MadeUpMusic.track("Tune " + i, "Artist"), pipeline.clock.instant().minusSeconds(1_000_000 - i));
        }
        CountDownLatch all = new CountDownLatch(32);
        AtomicInteger alone = new AtomicInteger();
        for (String account : List.of(pipeline.demo().accountId(), pipeline.sandbox.account("second").accountId())) {
            pipeline.sandbox.fault(Fault.on(PATH).account(account).after(1).times(16).run(() -> {
                all.countDown();
                alone.addAndGet(isReached(all) ? 0 : 1);
            }));
        }
        pipeline.signIn();
        DemoSignIn.signIn(pipeline.page(), "second");
        pipeline.awaitRuns(2);

        assertThat(alone).hasValue(0);
        assertThat(pipeline.runs()).allSatisfy(run -> assertThat(run).containsEntry("outcome", "succeeded")
                .containsEntry("calls", 18));
    }

    /** What is under way ends with the page whose turn it is; nothing more is asked for. */
    @DatabaseTest(real = false)
    void aStopWaitsForWhatIsUnderWayAndAsksForNothingMore(TestDatabase database) {
        start(database);
        CountDownLatch four = new CountDownLatch(4);
        CountDownLatch stopping = new CountDownLatch(1);
        pipeline.sandbox.fault(Fault.on(PATH).after(1).forever().run(() -> {
            four.countDown();
            isReached(stopping);
        }));
        pipeline.signIn();
        isReached(four);

        Syncs syncs = pipeline.camel().getRegistry().lookupByNameAndType("spotifySyncs", Syncs.class);
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Void> restarted = CompletableFuture.runAsync(() ->
                pipeline.whileStopped(() -> calls.set(pipeline.calls(PATH).size())));
        await().atMost(Duration.ofMinutes(1)).until(syncs::isStopping);
        stopping.countDown();

        assertThat(restarted).succeedsWithin(Duration.ofMinutes(1));
        assertThat(calls).hasValue(5);
        assertThat(pipeline.runs("saved-tracks").get(0)).containsEntry("outcome", "stopped").containsEntry("calls", 5);
    }
}
