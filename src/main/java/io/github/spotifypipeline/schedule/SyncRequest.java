package io.github.spotifypipeline.schedule;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.Date;
import org.bson.Document;

/**
 * An endpoint of an account is to run, whether it is due or not.
 *
 * @param read   how far it was when it was read
 * @param edited because its route was edited: not if a process has taken up the edit since it was read
 */
record SyncRequest(String accountId, String endpointId, CursorState read, boolean edited) {

    /** The write that sets {@code requested_at}. */
    WriteModel<Document> write(Date at) {
        Document cursor = new Document("_id", Cursors.id(accountId, endpointId));
        Document first = new Document("account_id", accountId).append("endpoint", endpointId);
        Document request = new Document("requested_at", at);
        if (!edited) {
            return new UpdateOneModel<>(cursor, new Document("$set", request).append("$setOnInsert", first),
                    new UpdateOptions().upsert(true));
        }
        if (read.equals(CursorState.NONE)) {
            first.putAll(request);
            return new UpdateOneModel<>(cursor, new Document("$setOnInsert", first), new UpdateOptions().upsert(true));
        }
        return new UpdateOneModel<>(cursor.append("definition", read.definition()), new Document("$set", request));
    }
}
