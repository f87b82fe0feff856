package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.json.Hash128;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Records of a list of which it is known what is stored. Each is stored with the hash of its item. */
public final class ListBatch extends Batch {

    private final boolean isAsked;
    private final Map<String, Hash128> hashes = new HashMap<>();

    /** @throws RecordException when a record has no {@code _id} */
    ListBatch(String collection, Endpoint endpoint, ArrayNode page, KnownRecords known) {
        super(collection, endpoint, page, null);
        page.forEach(record -> hashes.put(Bson.text(record.get("_id").textValue()),
                Hash128.parse(record.path(RecordFactory.HASH).textValue())));
        this.isAsked = ids().stream().anyMatch(known::isShownTwice);
        if (!isAsked) {
            List.copyOf(ids()).forEach(id -> dropKnown(id, known));
        }
    }

    private void dropKnown(String id, KnownRecords known) {
        Hash128 digest = Hash128.parse(digest(id));
        if (known.has(id, digest)) {
            Document place = new Document();
            if (hashes.get(id) != null && known.isHashDue(id)) {
                place.append(RecordFactory.HASH, KnownRecords.mixed(hashes.get(id), id, digest).toString());
            }
            drop(id, place);
        }
    }

    @Override
    public boolean isAsked() {
        return isAsked && super.isAsked();
    }

    @Override
    void stamp(String id, ObjectNode fields) {
        super.stamp(id, fields);
        if (hashes.get(id) != null) {
            fields.put(RecordFactory.HASH,
                    KnownRecords.mixed(hashes.get(id), id, Hash128.parse(digest(id))).toString());
        }
    }
}
