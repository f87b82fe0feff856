package io.github.spotifypipeline.claims;

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

    private static final String KEY = "sync:anna:recently-played:1";

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private Database database;
    private Claims one;
    private Claims other;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        one = new Claims(database, clock);
        other = new Claims(database, clock);
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    @DatabaseTest
    void onlyOneHasAClaimAlsoWhenItIsDone(TestDatabase test) {
        assertThat(one.take(KEY, Claims.LEASE)).isTrue();
        assertThat(other.take(KEY, Claims.LEASE)).isFalse();
        assertThat(one.take(KEY, Claims.LEASE)).isFalse();

        one.done(KEY);
        assertThat(other.take(KEY, Claims.LEASE)).isFalse();
    }

    @DatabaseTest
    void whatADeadProcessHadIsFreeAfterItsLease(TestDatabase test) {
        one.take(KEY, Claims.LEASE);
        clock.advance(Claims.LEASE);
        assertThat(other.take(KEY, Claims.LEASE)).isFalse();

        clock.advance(Duration.ofMillis(1));
        assertThat(other.take(KEY, Claims.LEASE)).isTrue();
        one.release(KEY);
        one.done(KEY);
        assertThat(one.take(KEY, Claims.LEASE)).as("it is the other's now").isFalse();
    }

    @DatabaseTest
    void whoRenewsKeepsIt(TestDatabase test) {
        one.take(KEY, Claims.LEASE);
        for (int i = 0; i < 5; i++) {
            clock.advance(Claims.RENEWAL);
            one.renew(List.of(KEY));
            other.renew(List.of(KEY));
        }

        assertThat(other.take(KEY, Claims.LEASE)).isFalse();
    }

    @DatabaseTest
    void whatIsReleasedIsFreeAtOnce(TestDatabase test) {
        one.take(KEY, Claims.LEASE);
        one.release(KEY);

        assertThat(other.take(KEY, Claims.LEASE)).isTrue();
    }

    @DatabaseTest
    void tellsWhetherAnyoneWorksForAnAccount(TestDatabase test) {
        one.take(KEY, Claims.LEASE);
        assertThat(other.isAnyAtWork("sync:anna:")).isTrue();
        assertThat(other.isAnyAtWork("sync:ann:")).isFalse();

        one.done(KEY);
        assertThat(other.isAnyAtWork("sync:anna:")).isFalse();
        other.forget("sync:anna:");
        assertThat(other.take(KEY, Claims.LEASE)).isTrue();
    }
}
