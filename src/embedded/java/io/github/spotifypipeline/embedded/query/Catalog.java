package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The collections of a database, as queries need them. */
public interface Catalog {

    /** A collection; an empty one when there is none of that name. */
    Source collection(String name);

    /** Writes documents to a collection, as {@code $merge} says. */
    void merge(Document into, List<Document> documents);

    /** The name of the database. */
    String name();

    /** One collection. Its documents belong to the database: a reader must not change them. */
    interface Source {

        /**
         * The documents whose {@code _id} is in a range, in the order of {@code _id}. It goes on behind the last one
         * when other commands came in between.
         *
         * @param range null for all
         */
        Iterator<Document> scan(IdRange range, boolean descending);

        /** What an index finds of a query's documents, and maybe more; null when no index can help. */
        Iterator<Document> lookUp(Document query);

        /** Whether all {@code _id}s are texts, so that a scan has the order of a sort. */
        boolean hasTextIds();

        /** The document with this {@code _id}, a text; null when there is none. */
        Document find(String id);

        long size();

        /** How many documents a range has. Only where all {@code _id}s are texts. */
        long count(IdRange range);

        /** What {@code $collStats} says under {@code storageStats}. */
        Document stats();

        /** The names and keys of the indexes. */
        List<Document> indexes();
    }

    /**
     * A range of texts.
     *
     * @param from inclusive; null means unbounded
     * @param to exclusive; null means unbounded
     */
    record IdRange(String from, String to) {

        /** The range that has all that a query can find; null when that may be everything. */
        public static IdRange of(Document query) {
            Object ids = query.get("_id");
            if (ids instanceof String id) {
                return new IdRange(id, id + '\u0000');
            }
            if (!(ids instanceof Document range)) {
                return null;
            }
            if (range.size() == 1 && range.get("$eq") instanceof String id) {
                return new IdRange(id, id + '\u0000');
            }
            return range.getOrDefault("$gte", range.get("$gt")) instanceof String from
                    && (range.get("$lt") instanceof String || !range.containsKey("$lt"))
                    ? new IdRange(lowest(from), range.get("$lt") instanceof String to ? highest(to) : null) : null;
        }

        /** Whether a query asks for all in a range, and for nothing else. */
        static boolean isAll(Document query) {
            return query.size() == 1 && query.get("_id") instanceof Document range
                    && range.keySet().equals(Set.of("$gte", "$lt")) && range.values().stream().allMatch(
                            end -> end instanceof String text && CodePointOrder.firstHigh(text) < 0);
        }

        /** Where the store, in the order of UTF-16, has the first text that is not less by code points. */
        private static String lowest(String from) {
            int high = CodePointOrder.firstHigh(from);
            return high < 0 ? from : from.substring(0, high) + Character.MIN_SURROGATE;
        }

        /** Where the store has no more text that is less by code points; null for the end. */
        private static String highest(String to) {
            int high = CodePointOrder.firstHigh(to);
            return high < 0 ? to : high == 0 ? null : to.substring(0, high - 1) + (char) (to.charAt(high - 1) + 1);
        }
    }
}
