package io.github.spotifypipeline.database;

import org.bson.Document;

/**
 * Finds documents by what their {@code _id} begins with, an account for instance. Both servers read no others for that,
 * while the embedded one reads a whole collection for any other field.
 */
public final class IdRange {

    private IdRange() {
    }

    /** A filter. @param prefix ends with a colon */
    public static Document startingWith(String prefix) {
        // a semicolon follows the colon
        return new Document("_id", new Document("$gte", prefix)
                .append("$lt", prefix.substring(0, prefix.length() - 1) + ";"));
    }
}
