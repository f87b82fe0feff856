package io.github.spotifypipeline.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** One page of records on its way into a collection: first what is there already is asked, then only the rest is written. */
public final class Batch {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final String collection;
    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final int size;

    /** @throws IllegalArgumentException when a record has no {@code _id} */
    Batch(String collection, JsonNode records) {
        this.collection = collection;
        for (JsonNode record : records) {
            Document document = Bson.document(record);
            if (!(document.get("_id") instanceof String id)) {
                throw new IllegalArgumentException("A record without _id cannot be stored exactly once");
            }
            documents.put(id, document);
        }
        this.size = documents.size();
    }

    public String getCollection() {
        return collection;
    }

    /** Finds those of its documents that are stored. */
    public Document getFilter() {
        return new Document("_id", new Document("$in", List.copyOf(documents.keySet())));
    }

    /** All that is asked of them. */
    public Document getProjection() {
        return new Document("_id", 1);
    }

    /** Leaves out what is stored. */
    void known(List<Document> stored) {
        stored.forEach(document -> documents.remove(document.getString("_id")));
    }

    /** Whether there is anything to ask or to write. */
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    /** How many documents were there already. */
    int unchanged() {
        return size - documents.size();
    }

    /** Upserts that write nothing when another process was first. */
    public List<WriteModel<Document>> getWrites() {
        return documents.values().stream().<WriteModel<Document>>map(document -> {
            Document fields = new Document(document);
            Object id = fields.remove("_id");
            return new UpdateOneModel<>(new Document("_id", id), new Document("$setOnInsert", fields), UPSERT);
        }).toList();
    }
}
