package io.github.spotifypipeline.charts;

import org.bson.Document;

/** A range of {@code _id}s of plays. @param to exclusive */
record IdSpan(String from, String to) {

    boolean isEmpty() {
        return from.compareTo(to) >= 0;
    }

    boolean contains(IdSpan other) {
        return from.compareTo(other.from) <= 0 && other.to.compareTo(to) <= 0;
    }

    /** What both have in common. */
    IdSpan and(IdSpan other) {
        return new IdSpan(from.compareTo(other.from) < 0 ? other.from : from, to.compareTo(other.to) < 0 ? to
                : other.to);
    }

    /** A filter with this range of {@code _id} in place of its own. */
    Document of(Document filter) {
        return new Document(filter).append("_id", new Document("$gte", from).append("$lt", to));
    }
}
