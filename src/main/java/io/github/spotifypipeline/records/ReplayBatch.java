package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.sync.StoredRun;
import org.bson.Document;

/**
 * Records of items that failed once. Where a record's place in the list is part of its key, the item may have moved since,
 * and another one stand there now: what is stored there stays.
 */
public final class ReplayBatch extends Batch {

    private final StoredRun run;

    ReplayBatch(String collection, StoredRun run, JsonNode page) {
        super(collection, run.endpoint().mode(), run.endpoint().expressions().usePosition(), page,
                oneUnder(run, collection));
        this.run = run;
    }

    @Override
    void known(Document document) {
        super.known(document);
        String id = document.getString("_id");
        if (run.endpoint().expressions().usePosition() && !run.endpoint().expressions().repeats() && document.get("removed_at") == null && records().remove(id) != null) {
            run.refused(id, "another record is at its place; the next reading of the list settles it");
        }
    }
}
