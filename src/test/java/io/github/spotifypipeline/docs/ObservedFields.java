package io.github.spotifypipeline.docs;

import com.mongodb.client.MongoDatabase;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;

/** Which top-level fields a database's collections were seen to have, and of which BSON types, over several looks. */
final class ObservedFields {

    /** What a document has that lacks a field which others of its collection have. */
    static final String MISSING = "missing";

    private final Map<String, Map<String, Set<String>>> types = new TreeMap<>();

    /** Looks at every document of every collection. */
    void look(MongoDatabase database) {
        for (String collection : database.listCollectionNames()) {
            for (Document document : database.getCollection(collection).find().batchSize(1000)) {
                Map<String, Set<String>> fields = types.computeIfAbsent(collection, name -> new TreeMap<>());
                document.forEach((field, value) ->
                        fields.computeIfAbsent(field, name -> new TreeSet<>()).add(type(value)));
            }
        }
        for (String collection : types.keySet()) {
            for (Document document : database.getCollection(collection).find().batchSize(1000)) {
                types.get(collection).forEach((field, seen) -> {
                    if (!document.containsKey(field)) {
                        seen.add(MISSING);
                    }
                });
            }
        }
    }

    /** The collections that had a document. */
    Set<String> collections() {
        return types.keySet();
    }

    /** The types of each field of a collection. */
    Map<String, Set<String>> of(String collection) {
        return types.getOrDefault(collection, Map.of());
    }

    /** A value's type by the name that {@code $type} knows it by. */
    static String type(Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof String) {
            return "string";
        } else if (value instanceof Date) {
            return "date";
        } else if (value instanceof Integer) {
            return "int";
        } else if (value instanceof Long) {
            return "long";
        } else if (value instanceof Double) {
            return "double";
        } else if (value instanceof Boolean) {
            return "bool";
        } else if (value instanceof Document) {
            return "object";
        } else if (value instanceof List) {
            return "array";
        } else if (value instanceof Binary) {
            return "binData";
        } else if (value instanceof ObjectId) {
            return "objectId";
        }
        return value.getClass().getName();
    }
}
