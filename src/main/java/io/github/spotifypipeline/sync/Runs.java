package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/** The collection {@code runs}: one document a finished sync, and a line in the log. */
final class Runs {

    private final Database database;

    Runs(Database database) {
        this.database = database;
    }

    /** @param outcome {@code succeeded}, {@code failed} or {@code stopped}; @param error null unless it failed */
    void add(SyncRun run, Instant finishedAt, String outcome, String error) {
        database.collection("runs").insertOne(new Document("account_id", run.getAccountId())
                .append("endpoint", run.getEndpointId())
                .append("started_at", Date.from(run.startedAt()))
                .append("finished_at", Date.from(finishedAt))
                .append("outcome", outcome)
                .append("error", error)
                .append("calls", run.calls())
                .append("read", run.read())
                .append("written", run.written())
                .append("unchanged", run.unchanged())
                .append("removed", 0)
                .append("dead", run.dead())
                .append("empty", run.empty()));
    }

    /** The line in the log. */
    static String line(SyncRun run, Instant finishedAt, String outcome, String error) {
        return "sync " + outcome + " account=" + run.getAccountId() + " endpoint=" + run.getEndpointId()
                + " calls=" + run.calls() + " read=" + run.read() + " written=" + run.written()
                + " unchanged=" + run.unchanged() + " removed=0 dead=" + run.dead()
                + " ms=" + Duration.between(run.startedAt(), finishedAt).toMillis()
                + (error == null ? "" : " error=\"" + error + "\"");
    }
}
