package io.github.spotifypipeline.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class ClaimsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String KEY = "sync:anna:recently-played:1";

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private Database database;
    private Claims one;
    private Claims other;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        one = new Claims(database, clock, LEASE);
        other = new Claims(database, clock, LEASE);
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    @DatabaseTest
    void onlyOneHasAClaimAlsoWhenItIsDone(TestDatabase test) {
        assertThat(one.take(KEY, LEASE)).isTrue();
        assertThat(other.take(KEY, LEASE)).isFalse();
        assertThat(one.take(KEY, LEASE)).isFalse();

        one.done(KEY);
        assertThat(other.take(KEY, LEASE)).isFalse();
    }

    @DatabaseTest
    void whatADeadProcessHadIsFreeAfterItsLease(TestDatabase test) {
        one.take(KEY, LEASE);
        clock.advance(LEASE);
        assertThat(other.take(KEY, LEASE)).isFalse();

        clock.advance(Duration.ofMillis(1));
        assertThat(other.take(KEY, LEASE)).isTrue();
        one.release(KEY);
        one.done(KEY);
        assertThat(one.take(KEY, LEASE)).as("it is the other's now").isFalse();
    }

    @DatabaseTest
    void whoRenewsKeepsIt(TestDatabase test) {
        one.take(KEY, LEASE);
        for (int i = 0; i < 5; i++) {
            clock.advance(one.renewal());
            one.renew(List.of(KEY));
            other.renew(List.of(KEY));
        }

        assertThat(other.take(KEY, LEASE)).isFalse();
    }

    @DatabaseTest
    void whatIsReleasedIsFreeAtOnce(TestDatabase test) {
        one.take(KEY, LEASE);
        one.release(KEY);

        assertThat(other.take(KEY, LEASE)).isTrue();
    }

    @DatabaseTest
    void tellsWhetherAnyoneWorksForAnAccount(TestDatabase test) {
        one.take(KEY, LEASE);
        assertThat(other.isAnyAtWork("sync:anna:")).isTrue();
        assertThat(other.isAnyAtWork("sync:ann:")).isFalse();

        one.done(KEY);
        assertThat(other.isAnyAtWork("sync:anna:")).isFalse();
        other.forget("sync:anna:");
        assertThat(other.take(KEY, LEASE)).isTrue();
    }
}
