package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;

/**
 * Records that were made anew of what is stored. In a document, fields with another value are set, and fields that are
 * no longer made are removed; the times when it was fetched, first seen and removed stay. No document is inserted.
 */
public final class InPlaceBatch extends Batch {

    private final Mode mode;
    private final Map<String, Document> updates = new LinkedHashMap<>();

    /** @throws RecordException when a record has no {@code _id} */
    public InPlaceBatch(String collection, Endpoint endpoint, ArrayNode page) {
        super(collection, endpoint, page, null);
        this.mode = endpoint.mode();
    }

    /** Records of an export's rows. @throws RecordException when one has no {@code _id} */
    public InPlaceBatch(String collection, ArrayNode page) {
        super(collection, page, false);
        this.mode = Mode.APPEND;
    }

    /** All of a document is asked for, so that it can be compared. */
    @Override
    public Document getProjection() {
        return new Document();
    }

    @Override
    void dropUnchanged(Iterable<Document> stored) {
        super.dropUnchanged(stored);
        records().keySet().retainAll(updates.keySet());
    }

    @Override
    void dropUnchanged(Document document) {
        String id = document.getString("_id");
        Document fields = Bson.document(records().get(id));
        Document set = new Document();
        Document unset = new Document();
        fields.forEach((name, value) -> {
            if (!isOurs(name) && (!document.containsKey(name) || !Objects.equals(value, document.get(name)))) {
                set.append(name, value);
            }
        });
        document.keySet().stream().filter(name -> !isOurs(name) && !fields.containsKey(name))
                .forEach(name -> unset.append(name, ""));
        if (set.isEmpty() && unset.isEmpty()) {
            return;
        }
        if (mode != Mode.APPEND) {
            // as the next sync will compute it
            set.append("digest", digest(id));
        }
        Document update = new Document();
        if (!set.isEmpty()) {
            update.append("$set", set);
        }
        if (!unset.isEmpty()) {
            update.append("$unset", unset);
        }
        updates.put(id, update);
    }

    /** None, as each of them is stored. */
    @Override
    List<ObjectNode> fresh() {
        return List.of();
    }

    private boolean isOurs(String name) {
        return RecordFactory.OURS.contains(name) || mode == Mode.SNAPSHOT && name.equals("day");
    }

    @Override
    public List<WriteModel<Document>> getWrites() {
        List<WriteModel<Document>> writes = new ArrayList<>();
        updates.forEach((id, update) -> writes.add(new UpdateOneModel<>(new Document("_id", id), update)));
        return writes;
    }
}
