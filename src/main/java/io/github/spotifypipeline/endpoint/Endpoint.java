package io.github.spotifypipeline.endpoint;

import io.github.spotifypipeline.jq.Jq;
import java.util.List;

/**
 * One endpoint as its route declares it.
 *
 * @param id         the route's id, such as {@code recently-played}
 * @param path       the path below the API's URL, such as {@code /me/player/recently-played}; {@code {partition}} or,
 *                   with a parent, {@code {id}} and other fields of the parent's object stand for what differs
 * @param items      where an answer holds its records, such as {@code items} or {@code artists.items}; a dot alone: the
 *                   answer is the one record
 * @param mode       what becomes of records that are stored already
 * @param paging     how its pages are asked for
 * @param partitions the values of {@code {partition}}, each a list of its own; empty: there is one list
 * @param parent     whose records each have a list of their own; null: there is one list
 * @param schedule   when it is due
 * @param priority   which of an account's endpoints goes first: the smaller number
 * @param scopes     the scopes that it needs
 * @param scopesNamed whether its route names them; else they are guessed from the path
 * @param collection the MongoDB collection of its records
 * @param optional   whether Spotify may refuse it (403, 404) without an error: it is not available then
 * @param definition stands for all that says what is read and stored; another one when any of it is edited
 * @param usesPosition whether its key or transform asks for an item's place in its list
 * @param isKeyedByPosition whether the key is that place and nothing else, so that an empty entry, too, tells what is
 *                    there
 * @param repeats    whether an entry whose key was there before in its list is one more of them, with a number behind
 *                   its key
 * @param indexed    the fields by which people ask first, each with an index of its own
 * @param expressions what makes a record of an item
 * @param hasSink    whether its route has a spotify-mongodb-sink
 */
public record Endpoint(String id, String path, String items, Mode mode, Paging paging, List<String> partitions,
                       Parent parent, Schedule schedule, int priority, List<String> scopes, boolean scopesNamed,
                       String collection, boolean optional, String definition, boolean usesPosition,
                       boolean isKeyedByPosition, boolean repeats, List<String> indexed,
                       Expressions expressions, boolean hasSink) {

    /** One without repeats, without further indexes and without expressions. */
    public Endpoint(String id, String path, String items, Mode mode, Paging paging, List<String> partitions,
            Parent parent,
                    Schedule schedule, int priority, List<String> scopes, boolean scopesNamed, String collection,
                    boolean optional, String definition, boolean usesPosition, boolean isKeyedByPosition) {
        this(id, path, items, mode, paging, partitions, parent, schedule, priority, scopes, scopesNamed, collection,
                optional, definition, usesPosition, isKeyedByPosition, false, List.of(), null, true);
    }

    /**
     * What makes a record of an item.
     *
     * @param key       gives its natural key
     * @param transform gives its fields
     * @param file      the name of the file that they stand in
     */
    public record Expressions(Jq key, Jq transform, String file) {

        /** One of the two, as it was written. */
        public String text(boolean ofKey) {
            return String.valueOf(ofKey ? key : transform);
        }
    }

    /**
     * How pages are asked for.
     *
     * @param limit       records a page
     * @param most        the last page that is asked for; 0: all
     * @param cursorField the records' field whose newest time is how far the endpoint has come; null: everything is
     *                    read each time
     * @param overlapMs   how far before the newest record to ask again, because records turn up late
     * @param newest      whether the newest page is asked for, and older ones until one reaches back to the newest
     *                    record that is known; else what comes {@code after} that record is asked for, by Unix ms
     * @param onePerTime  whether records whose keys begin with the same time are one, shown under several names
     */
    public record Paging(int limit, int most, String cursorField, long overlapMs, boolean newest, boolean onePerTime) {

        /** One that asks for what comes {@code after}. */
        public Paging(int limit, int most, String cursorField, long overlapMs) {
            this(limit, most, cursorField, overlapMs, false, false);
        }
    }

    /**
     * The endpoint whose records each have a list of their own.
     *
     * @param endpointId  its id, such as {@code playlists}
     * @param changeToken the field of the parent's object that moves when its list may have changed; null: there is
     *                    none, so each list is read each time
     * @param tokenPath   where the parent's object is asked for after a list of several pages, to see whether its token
     *                    moved meanwhile; null: it is not asked
     */
    public record Parent(String endpointId, String changeToken, String tokenPath) {
    }

    /** Whether it asks only for what is new. */
    public boolean isIncremental() {
        return paging.cursorField() != null;
    }

    /** Whether an answer is one record, not a page of them. */
    public boolean isSingleObject() {
        return items.equals(".");
    }
}
