package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.spotify.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
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
    void add(SyncRun run, Instant finishedAt, String outcome, Failure failure) {
        String error = failure == null ? null : failure.words();
        try {
            store(run, finishedAt, outcome, failure);
        } catch (MongoException e) {
            LOG.warn("This run is not in the collection runs: {}", database.inWords(e));
        }
        count("spotify.syncs", "Finished syncs", run, outcome, 1);
        count("spotify.records", "Records, by what became of them", run, "written", run.written());
        count("spotify.records", "Records, by what became of them", run, "unchanged", run.unchanged());
        count("spotify.records", "Records, by what became of them", run, "removed", run.removed());
        count("spotify.records", "Records, by what became of them", run, "dead", run.dead());
        count("spotify.records", "Records, by what became of them", run, "filtered", run.filtered());
        if (error == null) {
            LOG.info(line(run, finishedAt, outcome, null));
        } else {
            LOG.warn(line(run, finishedAt, outcome, error));
        }
    }

    private void count(String name, String description, SyncRun run, String outcome, int number) {
        Counter.builder(name).description(description).tags("endpoint", run.getEndpointId(), "outcome", outcome)
                .register(meters).increment(number);
    }

    private void store(SyncRun run, Instant finishedAt, String outcome, Failure failure) {
        database.collection("runs").insertOne(new Document("account_id", run.getAccountId())
                .append("endpoint", run.getEndpointId())
                .append("started_at", Date.from(run.startedAt()))
                .append("finished_at", Date.from(finishedAt))
                .append("outcome", outcome)
                .append("cause", failure == null ? null : failure.kind().toString())
                .append("error", failure == null ? null : failure.words())
                .append("calls", run.calls())
                .append("read", run.read())
                .append("written", run.written())
                .append("unchanged", run.unchanged())
                .append("removed", run.removed())
                .append("dead", run.dead())
                .append("empty", run.empty())
                .append("filtered", run.filtered()));
    }

    /** The line in the log. */
    static String line(SyncRun run, Instant finishedAt, String outcome, String error) {
        return "sync " + outcome + " account=" + run.getAccountId() + " endpoint=" + run.getEndpointId()
                + " calls=" + run.calls() + " read=" + run.read() + " written=" + run.written()
                + " unchanged=" + run.unchanged() + " removed=" + run.removed() + " dead=" + run.dead()
                + " ms=" + Duration.between(run.startedAt(), finishedAt).toMillis()
                + (run.filtered() == 0 ? "" : " filtered=" + run.filtered())
                + (error == null ? "" : " error=\"" + error + "\"");
    }
}
