package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Replies as they can be sent: copies that no later command can change meanwhile, and errors with their codes. */
final class Replies {

    static final int UNKNOWN_ERROR = 8;
    private static final int NAMESPACE_NOT_FOUND = 26;
    private static final String NO_COLLECTION = "ns not found";

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

    static Document ofError(MongoServerException e) {
        return withCode(new Document("ok", 0.0).append("errmsg", e.getMessageWithoutErrorCode()), e);
    }

    static Document withCode(Document reply, MongoServerException e) {
        if (e instanceof MongoServerError error) {
            reply.append("code", error.getCode());
            reply.putIfNotNull("codeName", error.getCodeName());
        } else if (NO_COLLECTION.equals(e.getMessageWithoutErrorCode())) {
            // by the name mongosh knows that drop() of no collection is no failure; the stock server gives none
            reply.append("code", NAMESPACE_NOT_FOUND).append("codeName", "NamespaceNotFound");
        }
        return reply;
    }

    /** Gives each write error a code: the driver fails on an error without one and hides what it says. */
    static Document withErrorCodes(Document reply) {
        if (reply.get("writeErrors") instanceof List<?> errors) {
            errors.forEach(error -> ((Document) error).putIfAbsent("code", UNKNOWN_ERROR));
        }
        return reply;
    }
}
