package io.github.spotifypipeline.alerts;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.spotify.CallBudget;
import io.github.spotifypipeline.spotify.CallPace;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AlertDeliveryTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final List<String> told = new ArrayList<>();
    private Database database;
    private RateLimitStore limits;
    private AlertDelivery notices;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        limits = new RateLimitStore(database, clock, new CallBudget(20, 5), new CallPace(1_000, System::nanoTime));
        database.collection("accounts").insertOne(new Document("_id", "anna").append("display_name", "Anna")
                .append("scopes", List.of()).append("authorized_at", Date.from(clock.instant())));
        succeedsNow();
        status(Account.ACTIVE);
        notices = replica();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private AlertDelivery replica() {
        Endpoint endpoint = new Endpoint("plays", list("/me"), new Endpoint.Paging(50, 0, null, 0), null, DAILY,
                new Endpoint.Storage("plays", Mode.APPEND, "1"), NO_EXPRESSIONS);
        AccountStore accounts = new AccountStore(database, new TokenCipher(new byte[32]), clock, () -> "");
        Cursors cursors = new Cursors(database, clock, Duration.ofSeconds(30));
        AlertRules alerts = new AlertRules(() -> Overview.of(accounts, () -> List.of(endpoint), cursors, limits, clock),
                URI.create("http://127.0.0.1:8888/login"), () -> null);
        return new AlertDelivery(alerts, database, clock);
    }

    private void status(String status) {
        boolean active = status.equals(Account.ACTIVE);
        database.collection("accounts").updateOne(new Document("_id", "anna"), new Document("$set",
                new Document("status", status).append("reason", active ? null : "Sign in again at /login.")));
    }

    private void succeedsNow() {
        database.collection("cursors").updateOne(new Document("_id", "anna:plays"),
                new Document("$set", new Document("last_success_at", Date.from(clock.instant()))),
                new UpdateOptions().upsert(true));
    }

    private static List<Notice> look(AlertDelivery notices) {
        notices.changed();
        return notices.due();
    }

    /** Looks, and tells what is due, each to an end that takes it. @return what was told */
    private List<String> tell() {
        told.clear();
        for (Notice notice : look(notices)) {
            if (notices.claim(notice)) {
                told.add(notice.message().get("event") + " " + notice.message().get("subject"));
                notices.told(notice);
            }
        }
        return told;
    }

    /** Time that passes while ticks come. */
    private void stayAwake(Duration time) {
        for (Instant end = clock.instant().plus(time); clock.instant().isBefore(end);) {
            Duration left = Duration.between(clock.instant(), end);
            clock.advance(left.compareTo(MINUTE) < 0 ? left : MINUTE);
            notices.due();
        }
    }

    private void failOnce() {
        Notice notice = look(notices).get(0);
        assertThat(notices.claim(notice)).isTrue();
        notices.failed(notice, new IOException("http://receiver/secret"));
    }

    @DatabaseTest
    void tellsOnceWhenItStartsAndOnceWhenItIsOver(TestDatabase test) {
        assertThat(tell()).isEmpty();
        status(Account.NEEDS_SIGN_IN);
        assertThat(tell()).containsExactly("needs_person account");
        clock.advance(Duration.ofHours(5));
        assertThat(tell()).isEmpty();
        notices = replica();
        assertThat(tell()).as("after a restart").isEmpty();

        status(Account.ACTIVE);
        assertThat(tell()).containsExactly("recovered account");
        assertThat(tell()).isEmpty();
        clock.advance(MINUTE);
        assertThat(tell()).isEmpty();
        assertThat(database.collection("notices").countDocuments()).isZero();
    }

    @DatabaseTest
    void looksOnlyOnceAMinuteUnlessSomethingChanged(TestDatabase test) {
        assertThat(notices.due()).isEmpty();
        status(Account.NEEDS_SIGN_IN);
        clock.advance(Duration.ofSeconds(59));
        assertThat(notices.due()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(notices.due()).hasSize(1);
    }

    @DatabaseTest
    void ofTwoReplicasOneTells(TestDatabase test) {
        status(Account.NEEDS_SIGN_IN);
        AlertDelivery other = replica();
        Notice here = look(notices).get(0);
        Notice there = look(other).get(0);

        assertThat(other.claim(there)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(notices.claim(here)).isFalse();
        assertThat(look(notices)).isEmpty();
        other.told(there);
        clock.advance(Duration.ofHours(2));
        assertThat(look(notices)).isEmpty();

        status(Account.ACTIVE);
        Notice recovered = look(notices).get(0);
        assertThat(look(other)).hasSize(1);
        assertThat(notices.claim(recovered)).isTrue();
        assertThat(other.due()).isEmpty();
    }

    @DatabaseTest
    void whatIsNotDeliveredIsTriedAgainWithGrowingDistanceAlsoByAnother(TestDatabase test) {
        status(Account.NEEDS_SIGN_IN);
        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            failOnce();
            clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThat(look(notices)).as("before %s minutes", minutes).isEmpty();
            clock.advance(Duration.ofSeconds(1));
            notices = replica();
        }
        assertThat(tell()).containsExactly("needs_person account");
        assertThat(tell()).isEmpty();
    }

    @DatabaseTest
    void whatNobodyHeardOfIsForgottenInSilence(TestDatabase test) {
        status(Account.NEEDS_SIGN_IN);
        failOnce();
        status(Account.ACTIVE);
        assertThat(tell()).as("it may be on its way").isEmpty();
        clock.advance(MINUTE);
        assertThat(tell()).isEmpty();
        assertThat(database.collection("notices").countDocuments()).isZero();
    }

    @DatabaseTest
    void aRecoveryThatNobodyHeardOfIsTakenBack(TestDatabase test) {
        status(Account.NEEDS_SIGN_IN);
        tell();
        status(Account.ACTIVE);
        failOnce();
        status(Account.NEEDS_SIGN_IN);
        clock.advance(MINUTE);
        assertThat(tell()).isEmpty();
        status(Account.ACTIVE);
        assertThat(tell()).containsExactly("recovered account");
    }

    @DatabaseTest
    void whatFlapsTellsAtMostTwiceAMinute(TestDatabase test) {
        int all = 0;
        for (int second = 0; second < 180; second += 5) {
            status(second % 10 == 0 ? Account.NEEDS_SIGN_IN : Account.ACTIVE);
            all += tell().size();
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(all).isBetween(2, 6);
    }

    @DatabaseTest
    void aDisconnectedAccountIsForgottenInSilence(TestDatabase test) {
        status(Account.NEEDS_SIGN_IN);
        tell();
        database.collection("accounts").deleteMany(new Document());

        assertThat(tell()).isEmpty();
        assertThat(database.collection("notices").countDocuments()).isZero();
    }

    @DatabaseTest
    void whatFellDueWhileTheMachineSleptIsNotToldBeforeItHadTimeToSync(TestDatabase test) {
        clock.advance(Duration.ofDays(4));
        assertThat(tell()).isEmpty();
        for (Duration sleep : List.of(Duration.ofMinutes(7), Duration.ofHours(8), Duration.ofDays(100))) {
            stayAwake(Duration.ofMinutes(4));
            clock.advance(sleep);
            assertThat(notices.due()).as("woke after " + sleep).isEmpty();
            assertThat(tell()).isEmpty();
        }
        assertThat(database.collection("notices").countDocuments()).isEqualTo(1);

        succeedsNow();
        notices.succeeded();
        assertThat(notices.due()).as("looks anew at once").isEmpty();
        assertThat(database.collection("notices").countDocuments()).isZero();

        clock.advance(Duration.ofDays(4));
        assertThat(tell()).isEmpty();
        stayAwake(Duration.ofMinutes(5));
        assertThat(tell()).as("it wakes and cannot sync").containsExactly("needs_person endpoint");
    }

    @DatabaseTest
    void silenceIsToldWhenItLastsAndNotBecauseTheProgramWasOff(TestDatabase test) {
        clock.advance(Duration.ofDays(4));
        notices = replica();
        assertThat(tell()).isEmpty();
        // a stop before anyone was told, and a late start
        clock.advance(Duration.ofDays(1));
        notices = replica();
        assertThat(tell()).isEmpty();
        stayAwake(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(tell()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(tell()).containsExactly("needs_person endpoint");

        succeedsNow();
        assertThat(tell()).containsExactly("recovered endpoint");
    }

    @DatabaseTest
    void whatSomethingLargerHidesHasNotRecovered(TestDatabase test) {
        clock.advance(Duration.ofDays(4));
        tell();
        stayAwake(Duration.ofMinutes(5));
        assertThat(tell()).containsExactly("needs_person endpoint");

        status(Account.NEEDS_SIGN_IN);
        assertThat(tell()).containsExactly("needs_person account");
        limits.blockAll(FailureKind.PREMIUM, "Spotify refuses the app.", clock.instant());
        assertThat(tell()).containsExactly("needs_person app");
        limits.clearAll(clock.instant().plus(Duration.ofDays(1)));
        assertThat(tell()).containsExactly("recovered app");
        status(Account.ACTIVE);
        assertThat(tell()).containsExactly("recovered account");
        succeedsNow();
        assertThat(tell()).containsExactly("recovered endpoint");
    }
}
