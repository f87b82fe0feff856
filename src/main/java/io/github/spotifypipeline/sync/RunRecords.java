package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import io.github.spotifypipeline.spotify.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of a finished sync: a document in the collection {@code runs}, the meters, and a line in the log. */
final class RunRecords {

    private static final Logger LOG = LoggerFactory.getLogger(RunRecords.class);

    private final Database database;
    private final MeterRegistry meters;

    RunRecords(Database database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
    }

    /**
     * Keeps a finished sync. Where the document cannot be stored, the log says so; the sync itself counts.
     *
     * @param outcome {@code succeeded}, {@code not_available}, {@code failed}, {@code blocked} or {@code stopped}
     * @param failure why; null when it succeeded
     */
    void add(Tally tally, Instant finishedAt, String outcome, Failure failure) {
        String error = failure == null ? null : failure.words();
        try {
            store(tally, finishedAt, outcome, failure);
        } catch (MongoException e) {
            LOG.warn("This run is not in the collection runs: {}", database.inWords(e));
        }
        count("spotify.syncs", "Finished syncs", tally, outcome, 1);
        String description = "Records, by what became of them";
        count("spotify.records", description, tally, "written", tally.written());
        for (Count what : List.of(Count.UNCHANGED, Count.REMOVED, Count.DEAD, Count.FILTERED)) {
            count("spotify.records", description, tally, what.name().toLowerCase(Locale.ROOT), tally.get(what));
        }
        if (error == null) {
            LOG.info(line(tally, finishedAt, outcome, null));
        } else {
            LOG.warn(line(tally, finishedAt, outcome, error));
        }
    }

    /** Says what would have been kept of a sync whose end the database does not take. */
    void notRecorded(Tally tally, Instant finishedAt, String outcome, Failure failure, MongoException why) {
        LOG.warn("{} (not recorded: {})", line(tally, finishedAt, outcome, failure.words()), database.inWords(why));
    }

    private void count(String name, String description, Tally tally, String outcome, int number) {
        Counter.builder(name).description(description)
                .tags("endpoint", tally.task().endpointId(), "outcome", outcome).register(meters).increment(number);
    }

    private void store(Tally tally, Instant finishedAt, String outcome, Failure failure) {
        SyncTask task = tally.task();
        database.collection("runs").insertOne(new Document("account_id", task.accountId())
                .append("endpoint", task.endpointId())
                .append("started_at", Date.from(task.startedAt()))
                .append("finished_at", Date.from(finishedAt))
                .append("outcome", outcome)
                .append("cause", failure == null ? null : failure.kind().toString())
                .append("error", failure == null ? null : failure.words())
                .append("calls", tally.get(Count.CALLS))
                .append("read", tally.get(Count.READ))
                .append("written", tally.written())
                .append("unchanged", tally.get(Count.UNCHANGED))
                .append("removed", tally.get(Count.REMOVED))
                .append("dead", tally.get(Count.DEAD))
                .append("empty", tally.get(Count.EMPTY))
                .append("filtered", tally.get(Count.FILTERED)));
    }

    /** The line in the log. @param error null when there is none */
    private static String line(Tally tally, Instant finishedAt, String outcome, String error) {
        SyncTask task = tally.task();
        int filtered = tally.get(Count.FILTERED);
        return "sync " + outcome + " account=" + task.accountId() + " endpoint=" + task.endpointId()
                + " calls=" + tally.get(Count.CALLS) + " read=" + tally.get(Count.READ)
                + " written=" + tally.written() + " unchanged=" + tally.get(Count.UNCHANGED)
                + " removed=" + tally.get(Count.REMOVED) + " dead=" + tally.get(Count.DEAD)
                + " ms=" + Duration.between(task.startedAt(), finishedAt).toMillis()
                + (filtered == 0 ? "" : " filtered=" + filtered) + (error == null ? "" : " error=\"" + error + "\"");
    }
}
