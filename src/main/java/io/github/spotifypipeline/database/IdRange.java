package io.github.spotifypipeline.database;

import org.bson.Document;

/**
 * Filters documents by the beginning of their {@code _id}, such as an account. A query by {@code _id} reads only these
 * documents; by another field, the embedded server reads the whole collection.
 */
public final class IdRange {

    private IdRange() {
    }

    /** A filter. @param prefix ends with a colon */
    public static Document startingWith(String prefix) {
        // the semicolon is the next character after the colon
        return new Document("_id", new Document("$gte", prefix)
                .append("$lt", prefix.substring(0, prefix.length() - 1) + ";"));
    }
}
