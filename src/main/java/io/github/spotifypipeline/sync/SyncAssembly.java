package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.Indexes;
import io.github.spotifypipeline.reading.ListConclusions;
import io.github.spotifypipeline.reading.ListSelection;
import io.github.spotifypipeline.reading.ParentReads;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.records.KnownRecords;
import io.github.spotifypipeline.records.SyncLetters;
import io.github.spotifypipeline.schedule.AccountStates;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.schedule.RunningSyncs;
import io.github.spotifypipeline.schedule.StopSignals;
import io.github.spotifypipeline.schedule.SyncPlanner;
import io.github.spotifypipeline.schedule.SyncSchedule;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Puts together what begins, runs and ends syncs. */
public record SyncAssembly(SyncSchedule schedule, Syncs syncs, SyncEvents events) {

    /** What syncs work with. */
    public record Parts(EndpointRegistry endpoints, AccountStore accounts, RateLimitStore limits, DeadLetters letters,
                        Database database, Clock clock, MeterRegistry meters) {
    }

    /**
     * What is chosen.
     *
     * @param clientId gives the app's at Spotify
     * @param lease    how long a turn is a process's unless it is renewed
     * @param alone    whether no other process can have the database
     * @param stopping whether the process is about to end
     * @param pagesAhead how many pages of a list are asked for before their turn
     */
    public record Choices(Supplier<String> clientId, SyncPlanner.Options options, Duration lease,
                          boolean alone, BooleanSupplier stopping, int pagesAhead) {
    }

    /** Makes them. Nothing is asked of the database yet. */
    public static SyncAssembly of(Parts parts, Choices choices) {
        Database database = parts.database();
        Clock clock = parts.clock();
        Cursors cursors = new Cursors(database, clock, choices.lease());
        RunningSyncs running = new RunningSyncs();
        StopSignals stops = new StopSignals(choices.stopping());
        AccountStates states = new AccountStates(database, parts.accounts(), cursors, clock,
                () -> open(parts, choices, cursors));
        SyncPlanner planner = new SyncPlanner(parts.endpoints(), states, parts.limits(), running, stops, clock,
                choices.options());
        SyncSchedule schedule = new SyncSchedule(planner, cursors, running, stops, clock, choices.options());

        SyncEvents events = new SyncEvents();
        Gaps gaps = new Gaps(database, clock);
        ParentReads reads = new ParentReads(database, choices.clientId());
        DocumentCounts counts = new DocumentCounts(database);
        SyncStart start = new SyncStart(new Indexes(database), gaps,
                new ListSelection(parts.endpoints(), database, parts.accounts(), reads, clock,
                        choices.options().zone()),
                new ListConclusions(parts.endpoints(), database, reads, clock),
                tally -> new SyncLetters(parts.letters(), tally,
                        new KnownRecords(tally.task(), database, choices.options().zone())), stops,
                choices.pagesAhead());
        SyncResults results = new SyncResults(schedule, new SyncFindings(gaps, reads, counts),
                new SyncRefusals(parts.accounts(), parts.limits()), parts.limits(),
                new RunRecords(database, parts.meters()), events, clock);
        return new SyncAssembly(schedule, new Syncs(schedule, start, results, reads, counts, events), events);
    }

    private static void open(Parts parts, Choices choices, Cursors cursors) {
        parts.limits().tryAgain();
        // of an older version
        List.of("sync:", "refresh:").forEach(kind -> parts.database().collection("claims")
                .deleteMany(IdRange.startingWith(kind)));
        if (choices.alone()) {
            // of a process that was killed
            cursors.releaseAll();
            parts.accounts().releaseTokens();
        }
    }
}
