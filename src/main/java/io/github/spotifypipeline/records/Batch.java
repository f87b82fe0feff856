package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.bulk.BulkWriteUpsert;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.schedule.SyncTask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;

/**
 * One page of records on its way into a collection: it asks which of its records are stored, then writes the new and
 * the changed ones alone. Where records have their place in the list, that is compared by itself: one song on top moves
 * all others, and of what only moved nothing but the place is written.
 */
public sealed class Batch permits ReplayBatch, InPlaceBatch, ListBatch {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    /** The fields that hold a place in the list. */
    private static final Set<String> PLACE = Set.of("position", "list_position");

    private final String collection;
    private final Mode mode;
    private final boolean placed;
    private final Map<String, ObjectNode> records = new LinkedHashMap<>();
    private final Map<String, String> digests = new LinkedHashMap<>();
    private final Map<String, Document> moved = new LinkedHashMap<>();
    private final OnePerTime onePerTime;
    private final Set<String> ids;
    private final Set<String> stored = new HashSet<>();
    private boolean allNew;
    private List<Document> answer;

    /** Records that are only appended, of nobody's endpoint. @param allNew whether none of them can be stored */
    Batch(String collection, ArrayNode page, boolean allNew) {
        this(collection, Mode.APPEND, false, page, null);
        this.allNew = allNew;
    }

    /** Records of an endpoint. @param oneUnder as {@link #oneUnder} says */
    Batch(String collection, Endpoint endpoint, ArrayNode page, String oneUnder) {
        this(collection, endpoint.mode(), endpoint.expressions().usePosition(), page, oneUnder);
    }

    /**
     * @param placed whether the records know their place in a list
     * @throws RecordException when a record has no {@code _id}
     */
    private Batch(String collection, Mode mode, boolean placed, ArrayNode page, String oneUnder) {
        if (!Database.isForData(collection)) {
            throw new RecordException("the collection " + collection
                    + " is the pipeline's own or no name that MongoDB takes.");
        }
        this.collection = collection;
        this.mode = mode;
        this.placed = placed;
        this.onePerTime = oneUnder == null ? null : new OnePerTime(oneUnder);
        for (JsonNode record : page) {
            if (!(record instanceof ObjectNode object) || !record.path("_id").isTextual()) {
                throw new RecordException("a record without _id cannot be stored exactly once; a step must keep _id,"
                        + " account_id, fetched_at and raw.");
            }
            String id = Bson.text(record.get("_id").textValue());
            object = RecordPage.withoutHistory(object);
            records.put(id, object);
            if (mode != Mode.APPEND) {
                digests.put(id, Fingerprint.ofRecord(object, placed ? PLACE : Set.of()));
            }
        }
        this.ids = Set.copyOf(records.keySet());
        if (onePerTime != null) {
            records.keySet().removeIf(onePerTime::isOther);
        }
    }

    /**
     * What the {@code _id}s of a task's records begin with that have a time and a colon behind it, where what has the
     * same time is one record under several names, of which the first that was seen stays. Null where several may share
     * a time, as what a step made of them for another collection.
     */
    static String oneUnder(SyncTask task, String collection) {
        Endpoint endpoint = task.endpoint();
        return endpoint.paging().onePerTime() && collection.equals(endpoint.collection()) ? task.accountId() + ":"
                : null;
    }

    public String getCollection() {
        return collection;
    }

    /** Finds those of its documents that are stored, under their own or another name. */
    public Document getFilter() {
        return onePerTime != null ? onePerTime.filter()
                : new Document("_id", new Document("$in", List.copyOf(records.keySet())));
    }

    /** Whether it has to be asked which are stored. */
    public boolean isAsked() {
        return !allNew && answer == null && !isEmpty();
    }

    /** Takes the answer that another batch has got to the same question a moment ago, if it has. */
    void shareAnswer(Batch other) {
        boolean same = other != null && other.answer != null && getClass() == Batch.class
                && other.getClass() == Batch.class && collection.equals(other.collection) && ids.equals(other.ids)
                && (onePerTime == null) == (other.onePerTime == null);
        if (same) {
            dropUnchanged(other.answer);
        }
    }

    /** What is asked of them. */
    public Document getProjection() {
        Document asked = new Document("_id", 1);
        if (mode != Mode.APPEND) {
            asked.append("digest", 1).append("removed_at", 1);
            PLACE.stream().filter(name -> placed).forEach(name -> asked.append(name, 1));
        }
        return asked;
    }

    /** Leaves out what is stored and has not changed. */
    void dropUnchanged(Iterable<Document> documents) {
        answer = new ArrayList<>();
        documents.forEach(answer::add);
        answer.forEach(this::dropUnchanged);
    }

    void dropUnchanged(Document document) {
        String stands = document.getString("_id");
        String id = onePerTime == null ? stands : onePerTime.nameOf(stands);
        stored.add(id);
        boolean same = mode == Mode.APPEND
                || document.get("removed_at") == null && digests.get(id).equals(document.getString("digest"));
        if (same) {
            drop(id, mode == Mode.APPEND ? new Document() : place(records.get(id), document));
        }
    }

    /** Leaves out a record that has not changed. @param beside what of it is written nevertheless; often nothing */
    void drop(String id, Document beside) {
        records.remove(id);
        if (!beside.isEmpty()) {
            moved.put(id, beside);
        }
    }

    /** What of a record's place is another than what is stored. */
    private Document place(ObjectNode record, Document stored) {
        Document place = new Document();
        PLACE.stream().filter(name -> placed && record.has(name)).forEach(name -> {
            Object now = Bson.value(record.get(name));
            if (!Objects.equals(now, stored.get(name))) {
                place.append(name, now);
            }
        });
        return place;
    }

    /** Of records that were not asked for, those are new that were inserted. */
    void written(List<BulkWriteUpsert> inserted) {
        if (allNew && inserted.size() < records.size()) {
            records.keySet().retainAll(inserted.stream().map(one -> one.getId().asString().getValue()).toList());
        }
    }

    /** The records that are new or changed, by their {@code _id}. */
    Map<String, ObjectNode> records() {
        return records;
    }

    /** The records that are not stored in any form, also not as removed. */
    List<ObjectNode> fresh() {
        return records.entrySet().stream().filter(record -> !stored.contains(record.getKey())).map(Map.Entry::getValue)
                .toList();
    }

    /** A record's digest; null where records are only appended. */
    String digest(String id) {
        return digests.get(id);
    }

    /** Whether there is anything to ask or to write. */
    public boolean isEmpty() {
        return records.isEmpty() && moved.isEmpty();
    }

    /** How many are as they were, but for their place in the list. */
    int moved() {
        return moved.size();
    }

    /** The {@code _id}s of all the documents that it had. */
    Set<String> ids() {
        return ids;
    }

    /** The records that are new or changed, a JSON array. */
    public ArrayNode getChanged() {
        return JsonNodeFactory.instance.arrayNode().addAll(records.values());
    }

    /** Upserts, of which those that append write nothing where another process was first; and places of what moved. */
    public List<WriteModel<Document>> getWrites() {
        List<WriteModel<Document>> writes = new ArrayList<>();
        records.forEach((id, record) ->
                writes.add(new UpdateOneModel<>(new Document("_id", id), update(id, record), UPSERT)));
        moved.forEach((id, place) -> writes.add(
                new UpdateOneModel<>(new Document("_id", id), new Document("$set", place))));
        return writes;
    }

    /** Adds what the record is compared by. */
    void stamp(String id, ObjectNode fields) {
        fields.put("digest", digests.get(id));
    }

    private Document update(String id, ObjectNode record) {
        if (mode == Mode.APPEND) {
            return new Document("$setOnInsert", RecordEncoder.fields(record));
        }
        ObjectNode fields = record.objectNode();
        fields.setAll(record);
        stamp(id, fields);
        if (mode == Mode.SNAPSHOT) {
            return new Document("$set", RecordEncoder.fields(fields));
        }
        fields.putNull("removed_at");
        return new Document("$set", RecordEncoder.fields(fields)).append("$setOnInsert",
                new Document("first_seen_at", Bson.date(record.path("fetched_at"))));
    }
}
