package io.github.spotifypipeline.schedule;

import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.PendingSignIn;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.bench.CommandCounter;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.endpoint.Schedule;
import io.github.spotifypipeline.spotify.CallBudget;
import io.github.spotifypipeline.spotify.CallPace;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many accounts that are due at once, and several processes that take their turns. */
class SeveralPlannersTest {

    private static final int ACCOUNTS = 60;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));

    private SyncPlanner planner(Database database, AccountStore accounts) {
        Endpoint tracks = new Endpoint("tracks", list("/me/tracks", "a-scope"), new Endpoint.Paging(50, 0, null, 0),
                null, new Endpoint.Timing(Schedule.every("1h"), 20), new Endpoint.Storage("tracks", Mode.MIRROR, "1"),
                NO_EXPRESSIONS);
        EndpointRegistry endpoints = () -> List.of(tracks);
        Cursors cursors = new Cursors(database, clock, Duration.ofSeconds(30));
        return new SyncPlanner(endpoints, new AccountStates(database, accounts, cursors, clock, () -> { }),
                new RateLimitStore(database, clock, new CallBudget(1000, 1000), new CallPace(1000, System::nanoTime)),
                new RunningSyncs(), new StopSignals(() -> false), clock,
                new SyncPlanner.Options(ZoneOffset.UTC, true, ACCOUNTS));
    }

    @DatabaseTest
    void whereOneHasTakenManyTurnsTheOtherDoesNotTryEachOfThem(TestDatabase test) throws IOException {
        try (CommandCounter counter = new CommandCounter(test.uri());
                Database database = Database.at(counter.connectionString(), test.databaseName())) {
            AccountStore accounts = new AccountStore(database, new TokenCipher(new byte[32]), clock, () -> "");
            IntStream.range(0, ACCOUNTS).forEach(i -> accounts.store(
                    JsonNodeFactory.instance.objectNode().put("id", "listener" + i),
                    new TokenGrant("access", "refresh", clock.instant().plusSeconds(3600), List.of("a-scope")),
                    new PendingSignIn("state", "verifier", "a-scope", clock.instant())));
            SyncPlanner one = planner(database, accounts);
            SyncPlanner other = planner(database, accounts);
            List<SyncTask> ofTheOther = other.take(1);
            List<SyncTask> ofTheOne = one.take(ACCOUNTS - 20);
            counter.clear();

            List<SyncTask> more = other.take(ACCOUNTS);

            assertThat(ofTheOther).hasSize(1);
            assertThat(ofTheOne).hasSize(ACCOUNTS - 20);
            assertThat(more).hasSize(19);
            // a turn that never was is taken by an insert
            assertThat(counter.count("insert", "cursors")).as("tried: %s", counter).isBetween(19, 20);
            assertThat(counter.count("findAndModify", "cursors")).as("lost: %s", counter).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void eachProcessHasItsOwnOrderOfAccounts() {
        List<String> accounts = IntStream.range(0, 20).mapToObj(i -> "listener" + i).toList();
        List<String> one = accounts.stream().sorted(SyncPlan.ownOrder("one process")).toList();

        assertThat(one).containsExactlyInAnyOrderElementsOf(accounts).isEqualTo(accounts.stream()
                .sorted(Comparator.reverseOrder()).sorted(SyncPlan.ownOrder("one process")).toList());
        assertThat(accounts.stream().sorted(SyncPlan.ownOrder("another")).toList())
                .isNotEqualTo(one);
    }
}
