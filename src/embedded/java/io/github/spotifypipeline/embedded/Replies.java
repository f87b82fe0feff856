package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Copies of replies that no later command can change while they are being sent, and that can be sent. */
final class Replies {

    private Replies() {
    }

    /**
     * A copy as BSON has it: what is missing is left out of a document and null in a list. A reply that could not be
     * encoded would end the connection, with the reply in the log.
     *
     * @throws IllegalArgumentException if it has a value that BSON does not know
     */
    static Document copy(Map<?, ?> document) {
        Document copy = new Document();
        document.forEach((name, value) -> {
            if (!(value instanceof Missing)) {
                copy.put((String) name, copyOf(value));
            }
        });
        return copy;
    }

    private static Object copyOf(Object value) {
        if (value instanceof Map<?, ?> document) {
            return copy(document);
        } else if (value instanceof Collection<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(element instanceof Missing ? null : copyOf(element)));
            return copy;
        }
        BsonEncoder.determineType(value);
        if (value instanceof Instant date) {
            date.toEpochMilli();
        }
        return value;
    }
}
