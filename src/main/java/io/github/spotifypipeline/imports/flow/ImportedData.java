package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.database.Database;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bson.Document;

/** What imports have of an account, when it is disconnected with its data. */
public final class ImportedData {

    private final Database database;
    private final ImportDocuments documents;
    private final Uploads uploads;
    private final RunningImports running;
    private final BooleanSupplier stopping;

    ImportedData(Database database, ImportDocuments documents, Uploads uploads, RunningImports running,
            BooleanSupplier stopping) {
        this.database = database;
        this.documents = documents;
        this.uploads = uploads;
        this.running = running;
        this.stopping = stopping;
    }

    /**
     * To be called before an account's documents are deleted: its imports end with their page, and what was uploaded
     * for them is deleted.
     *
     * @return whether there were imports
     */
    public boolean disconnect(String accountId) throws IOException {
        List<ImportTask> unfinished = documents.unfinished(uploads.folder()).stream()
                .filter(task -> task.accountId().equals(accountId)).toList();
        boolean any = documents.forget(accountId);
        running.cancel(accountId, stopping);
        for (ImportTask task : unfinished) {
            uploads.end(task.file(), task.name(), false);
        }
        return any;
    }

    /** Deletes what is kept about documents of an import that another process has disconnected meanwhile. */
    void deleteRest(ImportTask task) {
        if (!documents.hasRows(task.accountId(), task.id())) {
            for (String collection : List.of("unknown_tracks", "play_months", "chart_months")) {
                database.collection(collection).deleteMany(new Document("account_id", task.accountId()));
            }
        }
    }
}
