package io.github.spotifypipeline.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class CursorsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String ENDPOINT = "saved-tracks";
    private static final String ID = "anna:" + ENDPOINT;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private Database database;
    private Cursors one;
    private Cursors other;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        one = new Cursors(database, clock, LEASE);
        other = new Cursors(database, clock, LEASE);
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private Optional<CursorState> take(Cursors by) {
        return by.take("anna", ENDPOINT, "1", by.state("anna", ENDPOINT));
    }

    private CursorState taken(Cursors by) {
        return take(by).orElseThrow();
    }

    private boolean succeed(Cursors by, CursorState before) {
        return by.succeeded("anna", ENDPOINT, before, before.afterSuccess(clock.instant(), null, null,
                new CursorState.Found(null, 3L, ListCompleteness.NONE, true, Set.of(), 0)));
    }

    private void request(Cursors by) {
        by.request(List.of(new SyncRequest("anna", ENDPOINT, by.state("anna", ENDPOINT), false)));
    }

    private void edit(Cursors by, CursorState read) {
        by.request(List.of(new SyncRequest("anna", ENDPOINT, read, true)));
    }

    private Document stored() {
        return database.collection("cursors").find(new Document("_id", ID)).first();
    }

    private void set(String field, Object value) {
        database.collection("cursors").updateOne(new Document("_id", ID),
                new Document("$set", new Document(field, value)));
    }

    @DatabaseTest
    void oneProcessTakesATurnAlsoTheFirstOfAnEndpoint(TestDatabase test) {
        CursorState read = other.state("anna", ENDPOINT);
        CursorState before = taken(one);
        assertThat(other.take("anna", ENDPOINT, "1", read)).isEmpty();
        assertThat(take(other)).isEmpty();
        assertThat(other.state("anna", ENDPOINT).leasedUntil()).isEqualTo(clock.instant().plus(LEASE));
        assertThat(one.state("anna", ENDPOINT).leasedUntil()).as("its own").isNull();

        assertThat(succeed(one, before)).isTrue();
        assertThat(other.take("anna", ENDPOINT, "1", read)).as("it has run since").isEmpty();
        assertThat(take(other)).isPresent();
    }

    @DatabaseTest
    void aTurnOfADeadProcessIsFreeWhenItsLeaseIsOver(TestDatabase test) {
        CursorState before = taken(one);
        clock.advance(LEASE);
        assertThat(take(other)).isEmpty();

        clock.advance(Duration.ofMillis(1));
        assertThat(take(other)).isPresent();
        assertThat(succeed(one, before)).as("it is the other's now").isFalse();
        assertThat(stored()).doesNotContainKey("last_success_at");
        one.release("anna", ENDPOINT);
        assertThat(take(one)).isEmpty();
    }

    @DatabaseTest
    void whoRenewsKeepsIt(TestDatabase test) {
        taken(one);
        for (int i = 0; i < 5; i++) {
            clock.advance(one.renewal());
            one.renew(List.of(ID));
            other.renew(List.of(ID));
        }

        assertThat(take(other)).isEmpty();
    }

    @DatabaseTest
    void aLeaseOfAClockThatWasAheadHoldsNot(TestDatabase test) {
        taken(one);
        set("leased_until", Date.from(clock.instant().plus(Duration.ofDays(2))));

        assertThat(other.state("anna", ENDPOINT).leasedUntil()).isNull();
        assertThat(other.isAnyAtWork("anna")).isFalse();
        assertThat(take(other)).isPresent();
    }

    @DatabaseTest
    void whatIsGivenBackIsFreeAtOnceAndSoIsWhatNobodyElseCanHave(TestDatabase test) {
        taken(one);
        one.release("anna", ENDPOINT);
        taken(other);

        one.releaseAll();

        assertThat(take(one)).isPresent();
    }

    @DatabaseTest
    void tellsWhetherAnyoneWorksForAnAccount(TestDatabase test) {
        CursorState before = taken(one);
        assertThat(other.isAnyAtWork("anna")).isTrue();
        assertThat(other.isAnyAtWork("ann")).isFalse();

        succeed(one, before);
        assertThat(other.isAnyAtWork("anna")).isFalse();
    }

    @DatabaseTest
    void aRequestStaysUntilASyncThatBeganAfterItHasEnded(TestDatabase test) {
        request(one);
        assertThat(stored()).containsEntry("account_id", "anna").containsEntry("endpoint", ENDPOINT);
        CursorState before = taken(other);
        assertThat(before.isRequested()).isTrue();
        other.release("anna", ENDPOINT);
        assertThat(one.state("anna", ENDPOINT).isRequested()).as("it was stopped").isTrue();

        before = taken(other);
        clock.advance(Duration.ofSeconds(1));
        request(one);
        assertThat(succeed(other, before)).as("it was asked for once more").isFalse();
        assertThat(stored().getDate("last_success_at")).isEqualTo(Date.from(clock.instant()));
        assertThat(one.state("anna", ENDPOINT).isRequested()).isTrue();

        before = taken(one);
        one.failed("anna", ENDPOINT, before,
                before.afterFailure(clock.instant(), new CursorState.Errors(1, "no", false)));
        assertThat(stored()).containsEntry("requested_at", null).containsEntry("failures", 1);
    }

    @DatabaseTest
    void anEditIsTakenUpOnce(TestDatabase test) {
        succeed(one, taken(one));
        CursorState seenByOne = one.state("anna", ENDPOINT);
        CursorState seenByOther = other.state("anna", ENDPOINT);
        edit(one, seenByOne);
        CursorState before = one.take("anna", ENDPOINT, "2", one.state("anna", ENDPOINT)).orElseThrow();

        edit(other, seenByOther);

        assertThat(succeed(one, before)).isTrue();
        edit(other, seenByOther);
        assertThat(stored()).containsEntry("requested_at", null).containsEntry("definition", "2");
    }

    @DatabaseTest
    void anEditOfWhatNeverRanIsARequestUnlessItHasBegunMeanwhile(TestDatabase test) {
        edit(one, CursorState.NONE);
        assertThat(one.state("anna", ENDPOINT).isRequested()).isTrue();
        succeed(one, taken(one));

        edit(other, CursorState.NONE);

        assertThat(one.state("anna", ENDPOINT).isRequested()).isFalse();
    }

    @DatabaseTest
    void whatWasForgottenMeanwhileIsNotStoredAgain(TestDatabase test) {
        CursorState before = taken(one);
        other.forget("anna");

        assertThat(succeed(one, before)).isFalse();

        assertThat(stored()).isNull();
    }

    @DatabaseTest
    void aCursorOfAnEarlierVersionIsFree(TestDatabase test) {
        database.collection("cursors").insertOne(new Document("_id", ID).append("account_id", "anna")
                .append("endpoint", ENDPOINT).append("last_success_at", Date.from(clock.instant()))
                .append("failures", 0));

        assertThat(take(one)).isPresent();
    }

    @DatabaseTest
    void whatLiesInTheFutureCountsAsUnknownAndIsTakenAllTheSame(TestDatabase test) {
        succeed(one, taken(one));
        set("last_success_at", Date.from(clock.instant().plus(Duration.ofDays(2))));

        CursorState read = one.state("anna", ENDPOINT);

        assertThat(read.lastSuccessAt()).isNull();
        assertThat(read.impossible()).contains("in the future");
        assertThat(take(one)).isPresent();
    }
}
