package io.github.spotifypipeline.sync;

import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.endpoint.Schedule;
import io.github.spotifypipeline.reading.SpotifyPages;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.SyncPlanner;
import io.github.spotifypipeline.schedule.SyncSchedule;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.spotify.CallBudget;
import io.github.spotifypipeline.spotify.CallPace;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.SpotifyException;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SyncsTest {

    private static final String ENDPOINT = "recently-played";
    private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private String definition = "1";
    private final List<Endpoint> children = new ArrayList<>();
    private final EndpointRegistry endpoints = () -> Stream.concat(Stream.of(new Endpoint(ENDPOINT,
            list("/me/player/recently-played", "a-scope"), new Endpoint.Paging(50, 0, "played_at", 7_200_000), null,
            new Endpoint.Timing(Schedule.every("20m"), 10), new Endpoint.Storage("plays", Mode.APPEND, definition),
            NO_EXPRESSIONS)), children.stream()).toList();
    private Database database;
    private RateLimitStore limits;
    private boolean stopping;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private SyncAssembly syncs(boolean onStart) {
        AccountStore vault = new AccountStore(database, new TokenCipher(new byte[32]), clock, () -> "");
        limits = new RateLimitStore(database, clock, new CallBudget(1_000, 1_000),
                new CallPace(1_000, System::nanoTime));
        SyncAssembly.Parts parts = new SyncAssembly.Parts(endpoints, vault, limits, new DeadLetters(database, clock),
                database, clock, new SimpleMeterRegistry());
        return SyncAssembly.of(parts, new SyncAssembly.Choices(() -> "client",
                new SyncPlanner.Options(ZoneOffset.UTC, onStart, 4), Duration.ofSeconds(30), false, () -> stopping, 0));
    }

    /** What the route does after the last page. */
    private static void succeed(SyncAssembly syncs, SyncParts<SpotifyPages> run) {
        syncs.syncs().ended(run);
    }

    /** What the route does when a step failed. */
    private static void fail(SyncAssembly syncs, SyncParts<SpotifyPages> run, SpotifyException why) {
        run.tally().failed(why);
        syncs.syncs().ended(run);
    }

    private void account(String id, String status, String scope) {
        database.collection("accounts").insertOne(new Document("_id", id).append("display_name", id)
                .append("scopes", List.of(scope)).append("authorized_at", Date.from(clock.instant()))
                .append("status", status).append("reason", null).append("token_version", 1L));
    }

    private Document cursor(String id) {
        return database.collection("cursors").find(new Document("_id", id + ":" + ENDPOINT)).first();
    }

    private static List<String> accounts(List<SyncParts<SpotifyPages>> due) {
        return due.stream().map(sync -> sync.tally().task().accountId()).toList();
    }

    @DatabaseTest
    void isDueWhenItNeverRanAndAgainAnIntervalAfterItsSuccess(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);

        succeed(syncs, syncs.syncs().due().get(0));
        assertThat(cursor("anna").getDate("last_success_at")).isEqualTo(Date.from(clock.instant()));

        clock.advance(TWENTY_MINUTES.minusSeconds(1));
        assertThat(syncs.syncs().due()).isEmpty();
        assertThat(syncs(true).syncs().due()).as("after a restart").isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(accounts(syncs(true).syncs().due())).containsExactly("anna");
    }

    @DatabaseTest
    void doesNotBeginAgainWhatWasUnderWayWhenItWasLooked(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        SyncParts<SpotifyPages> anna = syncs.syncs().due().get(0);
        account("bob", Account.ACTIVE, "a-scope");
        syncs.syncs().signedIn(new AccountStore.SignedIn("bob", true, clock.instant()));
        assertThat(accounts(syncs.syncs().due())).containsExactly("bob");

        succeed(syncs, anna);

        assertThat(syncs.syncs().next()).isNull();
        clock.advance(TWENTY_MINUTES);
        assertThat(accounts(syncs.syncs().due())).containsExactly("anna");
    }

    @DatabaseTest
    void beginsNothingOfABucketThatWaitsThoughItWasDueBefore(TestDatabase test) {
        for (int i = 0; i < 6; i++) {
            account("account" + i, Account.ACTIVE, "a-scope");
        }
        SyncAssembly syncs = syncs(true);
        List<SyncParts<SpotifyPages>> due = syncs.syncs().due();
        assertThat(due).hasSize(4);
        List<String> begun = accounts(due);
        limits.hold("/me/player/recently-played",
                FailureKind.RATE_LIMIT.failure().until(clock.instant().plusSeconds(30)), true);
        due.forEach(run -> succeed(syncs, run));

        assertThat(syncs.syncs().next()).isNull();
        clock.advance(Duration.ofSeconds(30));
        assertThat(accounts(syncs.syncs().due())).hasSize(2).doesNotContainAnyElementsOf(begun);
    }

    @DatabaseTest
    void isDueWhenTheLastSuccessInTheDatabaseIsMissingOrOld(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        database.collection("cursors").insertOne(new Document("_id", "anna:" + ENDPOINT)
                .append("last_success_at", Date.from(clock.instant().minus(TWENTY_MINUTES))));

        assertThat(syncs(true).syncs().due()).hasSize(1);
    }

    @DatabaseTest
    void withoutSyncOnStartWaitsForAnIntervalFirst(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(false);

        assertThat(syncs.syncs().due()).isEmpty();
        clock.advance(TWENTY_MINUTES);
        assertThat(syncs.syncs().due()).hasSize(1);
    }

    @DatabaseTest
    void leavesOutWhoIsParkedOrGrantedTooLittle(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        account("bert", Account.NEEDS_SIGN_IN, "a-scope");
        account("cleo", Account.ACTIVE, "another-scope");
        SyncAssembly syncs = syncs(true);

        syncs.schedule().request(ENDPOINT);

        assertThat(accounts(syncs.syncs().due())).containsExactly("anna");
    }

    @DatabaseTest
    void aRequestRunsWhatIsNotDueOnce(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        succeed(syncs, syncs.syncs().due().get(0));

        syncs.schedule().request(ENDPOINT);

        List<SyncParts<SpotifyPages>> due = syncs.syncs().due();
        assertThat(due).hasSize(1);
        succeed(syncs, due.get(0));
        assertThat(syncs.syncs().due()).isEmpty();
    }

    @DatabaseTest
    void anEditRunsInOneProcessAndOnlyWhereAnotherDefinitionRanLast(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly one = syncs(true);
        SyncAssembly other = syncs(true);
        succeed(one, one.syncs().due().get(0));
        one.schedule().edited(ENDPOINT);
        assertThat(one.syncs().due()).as("nothing of it was edited").isEmpty();
        clock.advance(Duration.ofSeconds(11));
        assertThat(other.syncs().due()).isEmpty();

        definition = "2";
        List.of(one, other).forEach(syncs -> syncs.schedule().edited(ENDPOINT));
        SyncParts<SpotifyPages> run = one.syncs().due().get(0);
        assertThat(other.syncs().due()).as("the other one is at it").isEmpty();
        succeed(one, run);
        clock.advance(Duration.ofSeconds(11));
        assertThat(other.syncs().due()).isEmpty();

        definition = "1";
        assertThat(syncs(true).syncs().due()).as("one with an older file does not ask by itself").isEmpty();
        other.schedule().edited(ENDPOINT);
        fail(other, other.syncs().due().get(0), new SpotifyException(FailureKind.SERVER_ERROR, "Spotify has trouble."));
        one.schedule().edited(ENDPOINT);
        assertThat(one.syncs().due()).as("it has been tried with this one").isEmpty();
        definition = "2";
        other.schedule().edited(ENDPOINT);
        assertThat(other.syncs().due()).as("what went wrong is taken back").hasSize(1);
    }

    @DatabaseTest
    void whatMayNotBeCalledYetIsNotDue(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly before = syncs(true);
        fail(before, before.syncs().due().get(0), new SpotifyException(new Failure(FailureKind.QUOTA, "Too many calls.",
                clock.instant().plus(Duration.ofHours(5)))));

        clock.advance(Duration.ofHours(5).minusSeconds(1));
        assertThat(syncs(true).syncs().due()).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(syncs(true).syncs().due()).hasSize(1);
    }

    @DatabaseTest
    void aFailedRunWaitsLongerEachTimeAndLeavesTheCursor(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        SyncParts<SpotifyPages> good = syncs.syncs().due().get(0);
        good.pages().times().saw(clock.instant(), clock.instant());
        succeed(syncs, good);
        Document before = cursor("anna");
        clock.advance(TWENTY_MINUTES);

        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            fail(syncs, syncs.syncs().due().get(0),
                    new SpotifyException(FailureKind.SERVER_ERROR, "Spotify has trouble."));
            clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThat(syncs.syncs().due()).as("before %s minutes", minutes).isEmpty();
            clock.advance(Duration.ofSeconds(1));
            syncs = syncs(true);
        }

        assertThat(syncs.syncs().due()).hasSize(1);
        assertThat(cursor("anna")).containsEntry("cursor", before.get("cursor"))
                .containsEntry("last_success_at", before.get("last_success_at"))
                .containsEntry("last_error", "Spotify has trouble.");
    }

    @DatabaseTest
    void aTurnIsOnesUntilItIsGivenBackOrItsProcessDies(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly one = syncs(true);
        SyncAssembly other = syncs(true);
        SyncParts<SpotifyPages> run = one.syncs().due().get(0);
        for (int i = 0; i < 5; i++) {
            assertThat(other.syncs().due()).as("while it is renewed").isEmpty();
            clock.advance(Duration.ofSeconds(11));
            assertThat(one.syncs().due()).isEmpty();
        }
        fail(one, run, new SpotifyException(FailureKind.SERVER_ERROR, "Spotify has trouble."));
        clock.advance(Duration.ofMinutes(1));

        one.syncs().due();
        clock.advance(Duration.ofSeconds(30));
        assertThat(other.syncs().due()).as("of a process that died, until its lease is over").isEmpty();
        clock.advance(Duration.ofSeconds(11));
        assertThat(other.syncs().due()).hasSize(1);
        assertThat(syncs(true).syncs().due()).as("of a third that has just started").isEmpty();
    }

    @DatabaseTest
    void whatWasAskedForIsDoneByAnyProcessOnceAlsoAfterARestart(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly one = syncs(true);
        succeed(one, one.syncs().due().get(0));
        one.schedule().request(ENDPOINT);
        SyncAssembly two = syncs(true);
        two.schedule().request(ENDPOINT);
        SyncParts<SpotifyPages> stopped = two.syncs().due().get(0);
        stopping = true;
        assertThat(stopped.pages().next()).isNull();
        succeed(two, stopped);
        stopping = false;

        SyncAssembly three = syncs(true);
        SyncParts<SpotifyPages> run = three.syncs().due().get(0);
        clock.advance(Duration.ofSeconds(1));
        two.schedule().request(ENDPOINT);
        assertThat(two.syncs().due()).as("while it is under way").isEmpty();
        succeed(three, run);
        SyncParts<SpotifyPages> again = three.syncs().due().get(0);
        succeed(three, again);
        assertThat(cursor("anna")).containsEntry("requested_at", null).containsEntry("owner", null);
        assertThat(syncs(true).syncs().due()).isEmpty();
    }

    @DatabaseTest
    void whatWasAskedForRunsAfterItsParentAlsoWhereTwoProcessesShareTheWork(TestDatabase test) {
        children.add(new Endpoint("items", list("/playlists/{id}/items", "a-scope"),
                new Endpoint.Paging(50, 0, null, 0), new Endpoint.Parent(ENDPOINT, "snapshot_id", null),
                new Endpoint.Timing(Schedule.every("20m"), 40),
                new Endpoint.Storage("items", Mode.MIRROR, "1"), NO_EXPRESSIONS));
        for (String account : List.of("anna", "bert")) {
            account(account, Account.ACTIVE, "a-scope");
            for (String endpoint : List.of(ENDPOINT, "items")) {
                database.collection("cursors").insertOne(new Document("_id", account + ":" + endpoint)
                        .append("account_id", account).append("endpoint", endpoint)
                        .append("last_success_at", Date.from(clock.instant()))
                        .append("requested_at", Date.from(clock.instant())));
            }
        }
        SyncAssembly one = syncs(true);
        SyncAssembly other = syncs(true);
        // each process has its own order of accounts
        String taken = other.syncs().next().getAccountId();
        String left = taken.equals("anna") ? "bert" : "anna";

        List<SyncParts<SpotifyPages>> due = one.syncs().due();
        assertThat(due).extracting(SyncsTest::name).containsExactly(left + ":" + ENDPOINT);
        assertThat(other.syncs().next()).as("though it was due when it was read").isNull();

        succeed(one, due.get(0));
        assertThat(name(one.syncs().next())).isEqualTo(left + ":items");
    }

    private static String name(SyncParts<SpotifyPages> sync) {
        return sync.getAccountId() + ":" + sync.tally().task().endpointId();
    }

    @DatabaseTest
    void nothingIsKeptOfAnAccountThatAnotherProcessHasDisconnected(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        database.collection("cursors").insertOne(new Document("_id", "anna:" + ENDPOINT).append("account_id", "anna")
                .append("last_success_at", Date.from(clock.instant().minus(TWENTY_MINUTES).plusSeconds(5))));
        SyncAssembly other = syncs(true);
        assertThat(other.syncs().due()).isEmpty();
        database.collection("accounts").deleteOne(new Document("_id", "anna"));
        syncs(true).syncs().disconnected("anna", true);

        clock.advance(Duration.ofSeconds(6));
        assertThat(other.syncs().due()).isEmpty();
        assertThat(other.syncs().due()).as("though it has not read the accounts again").isEmpty();

        account("bert", Account.ACTIVE, "a-scope");
        clock.advance(Duration.ofSeconds(11));
        SyncParts<SpotifyPages> run = other.syncs().due().get(0);
        database.collection("accounts").deleteOne(new Document("_id", "bert"));
        fail(other, run, new SpotifyException(FailureKind.SIGN_IN, "The account is no longer connected."));
        assertThat(database.collection("cursors").countDocuments()).isZero();
    }

    @DatabaseTest
    void whatWasAskedForAndFailedIsTriedAgainSoon(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        succeed(syncs, syncs.syncs().due().get(0));
        syncs.schedule().request(ENDPOINT);
        fail(syncs, syncs.syncs().due().get(0), new SpotifyException(FailureKind.SERVER_ERROR, "Spotify has trouble."));

        clock.advance(Duration.ofMinutes(1));
        assertThat(syncs.syncs().due()).hasSize(1);
    }

    @DatabaseTest
    void aRunThatWasStoppedMovesNoCursor(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        SyncParts<SpotifyPages> run = syncs.syncs().due().get(0);

        stopping = true;
        assertThat(run.pages().next()).isNull();
        succeed(syncs, run);

        assertThat(cursor("anna")).doesNotContainKeys("cursor", "last_success_at", "retry_at")
                .containsEntry("owner", null);
        assertThat(database.collection("runs").find().first()).containsEntry("outcome", "stopped");
        assertThat(syncs.syncs().due()).isEmpty();
    }

    @DatabaseTest
    void anAccountThatComesBackBeginsAnew(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        SyncParts<SpotifyPages> underWay = syncs.syncs().due().get(0);
        underWay.pages().times().saw(clock.instant(), clock.instant());
        succeed(syncs, underWay);
        database.collection("accounts").deleteMany(new Document());
        clock.advance(Duration.ofSeconds(1));

        account("anna", Account.ACTIVE, "a-scope");
        syncs.syncs().signedIn(new AccountStore.SignedIn("anna", true, clock.instant()));

        SyncParts<SpotifyPages> anew = syncs.syncs().due().get(0);
        assertThat(anew.pages().next().url()).doesNotContain("after=");
    }

    @DatabaseTest
    void whatRanBeforeTheSignInWasToldOfDoesNotRunAgain(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        succeed(syncs, syncs.syncs().due().get(0));

        syncs.syncs().signedIn(new AccountStore.SignedIn("anna", true, clock.instant()));

        assertThat(syncs.syncs().due()).isEmpty();
    }

    @DatabaseTest
    void aSignInRunsWhatIsNotDueForItsAccountOnly(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        account("bert", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        syncs.syncs().due().forEach(run -> succeed(syncs, run));

        syncs.syncs().signedIn(new AccountStore.SignedIn("anna", false, clock.instant()));

        assertThat(accounts(syncs.syncs().due())).containsExactly("anna");
        assertThat(syncs.syncs().due()).isEmpty();
    }

    @DatabaseTest
    void whatBeganOnceTheSignInWasStoredIsNotAskedForAgain(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        succeed(syncs, syncs.syncs().due().get(0));
        clock.advance(TWENTY_MINUTES);
        AccountStore.SignedIn signIn = new AccountStore.SignedIn("anna", false, clock.instant());
        SyncParts<SpotifyPages> inBetween = syncs.syncs().due().get(0);

        syncs.syncs().signedIn(signIn);

        succeed(syncs, inBetween);
        assertThat(syncs.syncs().due()).isEmpty();
    }

    @DatabaseTest
    void aDisconnectedAccountBeginsNoFurtherPage(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        SyncParts<SpotifyPages> run = syncs.syncs().due().get(0);
        assertThat(run.pages().next()).isNotNull();

        CompletableFuture<Void> disconnected =
                CompletableFuture.runAsync(() -> syncs.syncs().disconnected("anna", false));

        await().until(() -> run.tally().mustStop());
        assertThat(run.pages().next()).isNull();
        assertThat(run.tally().isStopped()).isTrue();
        assertThat(disconnected).as("waits for the page in flight").isNotDone();
        succeed(syncs, run);
        await().until(disconnected::isDone);
    }

    @DatabaseTest
    void oldRunsAndUsedSignInsAreDeleted(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        succeed(syncs, syncs.syncs().due().get(0));
        // as Camel's repository stores it
        database.collection("claims").insertOne(new Document("_id", "sign-in:" + clock.instant() + ":abc"));

        database.tidy(clock.instant());
        assertThat(database.collection("runs").countDocuments()).isEqualTo(1);
        assertThat(database.collection("claims").countDocuments()).isEqualTo(1);

        clock.advance(Duration.ofDays(91));
        database.tidy(clock.instant());
        assertThat(database.collection("runs").countDocuments()).isZero();
        assertThat(database.collection("claims").countDocuments()).isZero();
    }

    private Tally onStored(SyncAssembly syncs, String account, Consumer<Tally> work) {
        return syncs.syncs().onStored(account, endpoints.all().get(0), work);
    }

    @DatabaseTest
    void noSyncOfAnAccountBeginsWhileItsStoredItemsAreWorkedOn(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        account("ben", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);

        Tally tally = onStored(syncs, "anna", stored -> {
            assertThat(accounts(syncs.syncs().due())).containsExactly("ben");
            assertThat(stored.mustStop()).isFalse();
            assertThatThrownBy(() -> onStored(syncs, "anna", second -> { }))
                    .isInstanceOf(SyncSchedule.BusyException.class)
                    .hasMessageContaining("anna");
        });

        assertThat(cursor("anna")).isNull();
        assertThat(tally.isStopped()).isFalse();
        assertThat(accounts(syncs.syncs().due())).containsExactly("anna");
    }

    @DatabaseTest
    void storedItemsWaitForTheSyncThatIsUnderWay(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        SyncParts<SpotifyPages> sync = syncs.syncs().due().get(0);
        AtomicBoolean began = new AtomicBoolean();
        CompletableFuture<Void> mayEnd = new CompletableFuture<>();

        CompletableFuture<Tally> stored = CompletableFuture.supplyAsync(() -> onStored(syncs, "anna", run -> {
            began.set(true);
            mayEnd.join();
        }));
        await().during(Duration.ofMillis(600)).until(() -> !began.get());
        succeed(syncs, sync);
        clock.advance(TWENTY_MINUTES);

        assertThat(syncs.syncs().due()).as("it is theirs now").isEmpty();
        mayEnd.complete(null);
        assertThat(stored).succeedsWithin(Duration.ofMinutes(2));
        assertThat(began).isTrue();
        assertThat(accounts(syncs.syncs().due())).containsExactly("anna");
    }

    @DatabaseTest
    void storedItemsAreLeftAloneWhileTheirRouteIsReplaced(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);
        assertThat(syncs.schedule().pause(ENDPOINT)).isTrue();

        List<Tally> worked = new ArrayList<>();
        assertThat(onStored(syncs, "anna", worked::add).isStopped()).isTrue();
        assertThat(worked).as("the route may be gone").isEmpty();

        syncs.schedule().resume(ENDPOINT);
        assertThat(onStored(syncs, "anna", stored ->
                assertThat(syncs.schedule().pause(ENDPOINT)).as("it waits").isFalse()).isStopped()).isFalse();
    }

    @DatabaseTest
    void anAccountThatIsDisconnectedMeanwhileIsLeftAlone(TestDatabase test) {
        account("anna", Account.ACTIVE, "a-scope");
        SyncAssembly syncs = syncs(true);

        Tally tally = onStored(syncs, "anna", stored -> {
            CompletableFuture<Void> disconnected =
                    CompletableFuture.runAsync(() -> syncs.syncs().disconnected("anna", false));
            await().until(stored::mustStop);
            assertThat(disconnected).isNotDone();
        });

        assertThat(tally.isStopped()).isTrue();
    }
}
