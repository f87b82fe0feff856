package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.imports.Span;
import io.github.spotifypipeline.records.PlaySource;
import java.time.Duration;

/** What follows when all rows of an import are stored; done once more, it changes nothing. */
final class ImportConclusion {

    /** A play that a sync had at hand when an import began may be stored so much later. */
    private static final Duration STORED_LATE = Duration.ofMinutes(10);

    private final Database database;
    private final ImportDocuments documents;
    private final LatePairs latePairs;

    ImportConclusion(Database database, ImportDocuments documents, LatePairs latePairs) {
        this.database = database;
        this.documents = documents;
        this.latePairs = latePairs;
    }

    /** Pairs what has come meanwhile, and lets go what a better source has now. */
    void conclude(ImportRun one) {
        ImportTask task = one.task();
        long[] since = new StoredStreams(database, task.accountId()).apiPlaysSince(
                task.startedAt().minus(STORED_LATE));
        if (since != null) {
            latePairs.pair(task.accountId(), since[0], since[1]);
        }
        Span span = one.plan().findings().span();
        if (span != null) {
            if (one.source() == PlaySource.YOUR_SPOTIFY && documents.hasRows(task.accountId(), task.id())) {
                latePairs.pairByMonths(task.accountId(), span.from(), span.to());
            }
            // of an import of scrobbles those of which a sync has brought the play meanwhile
            latePairs.replaceScrobbles(task.accountId(), span.from(), span.to(), task.startedAt());
        }
    }
}
