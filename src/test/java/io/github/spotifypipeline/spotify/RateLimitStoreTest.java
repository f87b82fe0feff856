package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class RateLimitStoreTest {

    private static final String TRACKS = "/me/tracks";
    private static final String PLAYS = "/me/player/recently-played";

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:30:00Z"));
    private Database database;
    private RateLimitStore limits;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        limits = limits();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    /** As another process, or this one after a restart, sees it. */
    private RateLimitStore limits() {
        return limits(new CallBudget(20, 5));
    }

    private RateLimitStore limits(CallBudget budget) {
        return new RateLimitStore(database, clock, budget, new CallPace(1_000, System::nanoTime));
    }

    private Failure hold(RateLimitStore by, String bucket, boolean quota, Duration asked, boolean mayWait) {
        return by.hold(bucket, (quota ? FailureKind.QUOTA : FailureKind.RATE_LIMIT).failure()
                .until(asked == null ? null : clock.instant().plus(asked)), mayWait);
    }

    private void call(RateLimitStore by, String bucket, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(by.ask(bucket, false)).isZero();
        }
    }

    @DatabaseTest
    void aShortRetryAfterHoldsTheBucketAloneAndIsNotStored(TestDatabase test) {
        assertThat(hold(limits, TRACKS, false, Duration.ofSeconds(60), true)).isNull();

        assertThat(limits.ask(TRACKS, false)).isEqualTo(Duration.ofSeconds(60));
        assertThat(limits.ask(PLAYS, true)).isZero();
        assertThat(database.collection("limits").countDocuments()).isZero();
        clock.advance(Duration.ofSeconds(60));
        assertThat(limits.ask(TRACKS, false)).isZero();
    }

    @DatabaseTest
    void aLongRetryAfterBlocksTheBucketForAllProcessesUntilThen(TestDatabase test) {
        assertThat(hold(limits, TRACKS, false, Duration.ofSeconds(61), true).words())
                .contains("fewer calls", "12:31:01Z");

        for (RateLimitStore each : new RateLimitStore[] {limits, limits()}) {
            assertThatThrownBy(() -> each.ask(TRACKS, true)).isInstanceOfSatisfying(SpotifyException.class, e -> {
                assertThat(e.failure().kind()).isEqualTo(FailureKind.RATE_LIMIT);
                assertThat(e.failure().blockedUntil()).isEqualTo(clock.instant().plusSeconds(61));
            });
            assertThat(each.ask(PLAYS, true)).isZero();
            assertThat(each.blockedUntil(TRACKS)).isEqualTo(clock.instant().plusSeconds(61));
        }
        clock.advance(Duration.ofSeconds(61));
        call(limits(), TRACKS, 1);
        assertThat(limits().blockedUntil(TRACKS)).isNull();
    }

    @DatabaseTest
    void theQuotaBlocksEvenForAShortTimeAndForAnHourWhenSpotifyDoesNotSay(TestDatabase test) {
        assertThat(hold(limits, TRACKS, true, Duration.ofSeconds(5), true).words()).contains("quota");
        assertThat(hold(limits, PLAYS, true, null, true).words()).contains("quota");

        assertThat(limits().blockedUntil(TRACKS)).isEqualTo(clock.instant().plusSeconds(5));
        assertThat(limits().blockedUntil(PLAYS)).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(limits().list()).extracting(RateLimit::bucket).containsExactly(PLAYS, TRACKS);
        assertThat(limits().list().get(0).reason()).contains("quota of calls a day", PLAYS);
    }

    @DatabaseTest
    void withoutARetryAfterTheWaitGrowsUntilItBlocksAndAnAnswerEndsThat(TestDatabase test) {
        for (int seconds : new int[] {5, 10, 20, 40}) {
            assertThat(hold(limits, TRACKS, false, null, true)).isNull();
            assertThat(limits.ask(TRACKS, false)).isEqualTo(Duration.ofSeconds(seconds));
            clock.advance(Duration.ofSeconds(seconds));
        }
        assertThat(hold(limits, TRACKS, false, null, true)).isNotNull();
        assertThat(limits.blockedUntil(TRACKS)).isEqualTo(clock.instant().plusSeconds(80));

        clock.advance(Duration.ofSeconds(80));
        limits.answered(TRACKS);
        assertThat(hold(limits, TRACKS, false, null, true)).isNull();
        assertThat(limits.ask(TRACKS, false)).isEqualTo(Duration.ofSeconds(5));
    }

    @DatabaseTest
    void anAnswerToACallThatWasUnderWayEndsNoWait(TestDatabase test) {
        assertThat(hold(limits, TRACKS, false, Duration.ofSeconds(50), true)).isNull();
        limits.answered(TRACKS);
        assertThat(hold(limits, TRACKS, false, Duration.ofSeconds(1), true)).isNull();

        assertThat(limits.ask(TRACKS, false)).isEqualTo(Duration.ofSeconds(50));
        assertThat(limits.isHeld(TRACKS)).isTrue();
    }

    @DatabaseTest
    void callsThatWereUnderWayTogetherAreOneStrike(TestDatabase test) {
        for (int i = 0; i < 4; i++) {
            assertThat(hold(limits, TRACKS, true, null, true)).isNotNull();
        }

        assertThat(limits().blockedUntil(TRACKS)).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    }

    @DatabaseTest
    void theFifthKeepsALongTimeThatSpotifyNames(TestDatabase test) {
        assertThat(hold(limits, TRACKS, false, Duration.ofHours(5), false)).isNotNull();

        assertThat(limits.blockedUntil(TRACKS)).isEqualTo(clock.instant().plus(Duration.ofHours(5)));
    }

    @DatabaseTest
    void aShorterBlockNeverReplacesALongerOne(TestDatabase test) {
        RateLimitStore other = limits();
        other.list();
        assertThat(hold(limits, TRACKS, true, Duration.ofHours(20), true)).isNotNull();
        assertThat(hold(other, TRACKS, false, Duration.ofSeconds(61), true)).isNotNull();
        assertThat(hold(limits, TRACKS, false, Duration.ofSeconds(90), true)).isNotNull();

        assertThat(limits().blockedUntil(TRACKS)).isEqualTo(clock.instant().plus(Duration.ofHours(20)));
        assertThat(limits().list().get(0).reason()).contains("quota");
    }

    @DatabaseTest
    void aNewRefusalOfTheAppIsNotClearedByWhatBeganBeforeIt(TestDatabase test) {
        limits.blockAll(FailureKind.PREMIUM, "No Premium.", clock.instant());
        clock.advance(Duration.ofHours(1));
        assertThat(limits.all()).isNotNull();
        limits().blockAll(FailureKind.PREMIUM, "Still no Premium.", clock.instant());

        assertThat(limits.clearAll(clock.instant())).isFalse();
        assertThat(limits().all().reason()).isEqualTo("Still no Premium.");
    }

    @DatabaseTest
    void aCallThatHasWaitedOftenEnoughBlocksForLongerThanItIsTold(TestDatabase test) {
        assertThat(hold(limits, TRACKS, false, Duration.ofSeconds(1), false)).isNotNull();

        assertThat(limits.blockedUntil(TRACKS)).isEqualTo(clock.instant().plusSeconds(60));
    }

    @DatabaseTest
    void theBudgetStopsAheadKeepsAShareForPlaysAndRollsOn(TestDatabase test) {
        call(limits, TRACKS, 16);
        assertThatThrownBy(() -> limits.ask(TRACKS, false)).isInstanceOfSatisfying(SpotifyException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(FailureKind.BUDGET);
            assertThat(e.failure().blockedUntil()).isEqualTo(Instant.parse("2026-11-23T13:00:00Z"));
            assertThat(e).hasMessageContaining("budget of 16 calls a day for /me/tracks");
        });
        assertThat(limits.ask(TRACKS, true)).as("plays").isZero();
        assertThat(limits.ask(PLAYS, false)).as("another bucket").isZero();
        limits.store();

        assertThatThrownBy(() -> limits().ask(TRACKS, false)).as("another process")
                .isInstanceOf(SpotifyException.class);
        clock.advance(Duration.ofHours(24));
        assertThatThrownBy(() -> limits().ask(TRACKS, false)).isInstanceOf(SpotifyException.class);
        clock.advance(Duration.ofMinutes(30));
        call(limits(), TRACKS, 16);
    }

    @DatabaseTest
    void singleObjectsHaveASmallerBudget(TestDatabase test) {
        call(limits, "/artists/{id}", 4);

        assertThatThrownBy(() -> limits.ask("/artists/{id}", false)).isInstanceOf(SpotifyException.class);
    }

    @DatabaseTest
    void callsAreCountedOverAllProcessesAndOldOnesForgotten(TestDatabase test) {
        RateLimitStore other = limits();
        call(limits, TRACKS, 3);
        call(other, TRACKS, 4);
        limits.store();
        other.store();
        assertThat(limits().list().get(0).calls()).isEqualTo(7);
        assertThat(limits.list().get(0).calls()).isEqualTo(7);

        clock.advance(Duration.ofHours(30));
        call(limits, TRACKS, 2);
        limits.store();
        assertThat(limits().list().get(0).calls()).isEqualTo(2);
        assertThat(database.collection("limits").find().first().get("calls", Document.class)).hasSize(1);
    }

    @DatabaseTest
    void atMostTenCallsAreUnknownToTheDatabase(TestDatabase test) {
        call(limits, TRACKS, 12);

        assertThat(limits().list().get(0).calls()).isEqualTo(10);
    }

    @DatabaseTest
    void orAThousandthOfADaysBudget(TestDatabase test) {
        RateLimitStore large = limits(new CallBudget(100_000, 5));
        call(large, TRACKS, 79);
        assertThat(limits().list()).isEmpty();

        call(large, TRACKS, 2);

        assertThat(limits().list().get(0).calls()).isEqualTo(80);
    }

    @DatabaseTest
    void aRefusalOfTheAppStopsEverythingForAnHourThenOneMayTryAndASuccessClearsIt(TestDatabase test) {
        limits.blockAll(FailureKind.PREMIUM, "No Premium.", clock.instant());
        assertThatThrownBy(() -> limits.ask(TRACKS, true)).isInstanceOf(SpotifyException.class)
                .hasMessage("No Premium.");
        assertThatThrownBy(() -> limits().ask(PLAYS, true)).isInstanceOfSatisfying(SpotifyException.class,
                e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PREMIUM));
        assertThat(limits.clearAll(clock.instant())).as("began before").isFalse();

        clock.advance(Duration.ofHours(1));
        call(limits, TRACKS, 1);
        assertThat(limits.all().reason()).as("until a sync has succeeded").isEqualTo("No Premium.");
        assertThat(limits.clearAll(clock.instant())).isTrue();
        assertThat(limits().all()).isNull();
    }

    @DatabaseTest
    void aStartTriesARefusedAppAtOnce(TestDatabase test) {
        limits.blockAll(FailureKind.CLIENT, "Wrong secret.", clock.instant());
        RateLimitStore restarted = limits();

        restarted.tryAgain();

        call(restarted, TRACKS, 1);
        assertThat(restarted.all()).isNotNull();
    }

    @DatabaseTest
    void whatWasAskedBeforeTheSettingsWereMendedStopsNothing(TestDatabase test) {
        Instant asked = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        limits.tryAgain();

        limits.blockAll(FailureKind.CLIENT, "Wrong secret.", asked);

        assertThat(limits.all()).isNull();
        limits.blockAll(FailureKind.CLIENT, "Wrong secret.", clock.instant());
        assertThat(limits.all()).isNotNull();
    }
}
