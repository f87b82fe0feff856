package io.github.spotifypipeline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

class HousekeepingTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));

    @DatabaseTest
    void whatFallsDueWhileTheMachineSleepsIsDoneWhenItWakes(TestDatabase test) {
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            Housekeeping housekeeping = new Housekeeping(database, clock);
            Runnable old = () -> database.collection("runs").insertOne(new Document("started_at",
                    Date.from(clock.instant().minus(Duration.ofDays(91)))));

            old.run();
            housekeeping.look();
            assertThat(database.collection("runs").countDocuments()).as("at the start").isZero();

            old.run();
            clock.advance(Duration.ofHours(23));
            housekeeping.look();
            assertThat(database.collection("runs").countDocuments()).as("not each time").isEqualTo(1);
            clock.advance(Duration.ofHours(8));
            housekeeping.look();
            assertThat(database.collection("runs").countDocuments()).as("asleep when it fell due").isZero();

            clock.advance(Duration.ofDays(500));
            housekeeping.look();
            clock.advance(Duration.ofDays(-500));
            old.run();
            housekeeping.look();
            assertThat(database.collection("runs").countDocuments()).as("the clock was ahead").isZero();
        }
    }
}
