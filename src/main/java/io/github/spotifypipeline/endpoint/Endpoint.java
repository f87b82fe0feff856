package io.github.spotifypipeline.endpoint;

import io.github.spotifypipeline.jq.Jq;
import java.util.List;

/**
 * One endpoint as its route declares it.
 *
 * @param id          the route's id, such as {@code recently-played}
 * @param parent      the endpoint whose records each have their own list; null: there is one list
 * @param expressions what makes a record of an item
 */
public record Endpoint(String id, Source source, Paging paging, Parent parent, Timing timing, Storage storage,
        Expressions expressions) {

    /**
     * What the endpoint reads.
     *
     * @param path       the path below the API's URL, such as {@code /me/player/recently-played}; {@code {partition}}
     *                   or, with a parent, {@code {id}} and other fields of the parent's object stand for what differs
     * @param items      the field of an answer that holds its records, such as {@code items} or {@code artists.items};
     *                   a dot: the answer is one record
     * @param partitions the values of {@code {partition}}, each a list of its own; empty: there is one list
     * @param isOptional whether Spotify may refuse it (403, 404) without an error: it is not available then
     * @param scopes     the scopes that it needs
     * @param namesScopes whether the route names them; else they follow from the path
     */
    public record Source(String path, String items, List<String> partitions, boolean isOptional, List<String> scopes,
            boolean namesScopes) {
    }

    /**
     * How the endpoint reads pages.
     *
     * @param limit       records a page
     * @param most        the largest number of pages; 0: all
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
     * The endpoint whose records each have their own list.
     *
     * @param endpointId  its id, such as {@code playlists}
     * @param changeToken the field of the parent's object that changes when its list may have changed; null: there is
     *                    none, so each list is read each time
     * @param tokenPath   where the parent's object is asked for after a list of several pages, to see whether its token
     *                    has changed meanwhile; null: it is not asked
     */
    public record Parent(String endpointId, String changeToken, String tokenPath) {
    }

    /**
     * When the endpoint is read.
     *
     * @param priority the endpoint of an account with the smallest number is read first
     */
    public record Timing(Schedule schedule, int priority) {
    }

    /**
     * How its records are stored.
     *
     * @param collection the MongoDB collection
     * @param mode       what happens to records that are already stored
     * @param indexed    fields that people query by; each gets an index
     * @param hasSink    whether the route has a spotify-mongodb-sink
     * @param sinksFirst whether that is its first step, which stores the records in the collection as they are made
     * @param definition a digest of everything that decides what is read and stored; it changes with each edit of that
     */
    public record Storage(String collection, Mode mode, List<String> indexed, boolean hasSink, boolean sinksFirst,
            String definition) {

        /** Storage with a sink and without further indexes. */
        public Storage(String collection, Mode mode, String definition) {
            this(collection, mode, List.of(), true, false, definition);
        }
    }

    /**
     * The expressions that make a record of an item.
     *
     * @param key        gives its natural key
     * @param transform  gives its fields
     * @param file       the name of the file that they stand in
     * @param usePosition whether one of them asks for an item's place in its list
     * @param isKeyPosition whether the key is that place and nothing else, so that an empty entry tells what is there
     * @param repeats    whether an entry whose key was there before in its list is one more of them, with a number
     *                   after its key
     */
    public record Expressions(Jq key, Jq transform, String file, boolean usePosition, boolean isKeyPosition,
            boolean repeats) {

        /** An expression as the route has it. */
        public String text(boolean ofKey) {
            return String.valueOf(ofKey ? key : transform);
        }
    }

    public String path() {
        return source.path();
    }

    public List<String> partitions() {
        return source.partitions();
    }

    public List<String> scopes() {
        return source.scopes();
    }

    public Schedule schedule() {
        return timing.schedule();
    }

    public String collection() {
        return storage.collection();
    }

    public Mode mode() {
        return storage.mode();
    }

    public String definition() {
        return storage.definition();
    }

    /** Whether it is one of plays, or of other things that happen and may be lost where they are late. */
    public boolean isOfPlays() {
        return storage.mode() == Mode.APPEND && parent == null;
    }

    /** Whether its lists are those of another endpoint's records. */
    public boolean isChildOf(String endpointId) {
        return parent != null && parent.endpointId().equals(endpointId);
    }

    /** Whether it reads only new records. */
    public boolean isIncremental() {
        return paging.cursorField() != null;
    }

    /**
     * Whether a stored record is what its item makes of it, and nothing else: then an item that was sent as it was when
     * it was stored has nothing new. It is not so where a record depends on the time, on its place in the list or on
     * the list's parent, where a step stands before the sink, and where a day or a repeat is part of its key.
     */
    public boolean isOfItemsAlone() {
        return mode() == Mode.MIRROR && storage.sinksFirst() && parent == null && !isSingleObject()
                && !expressions.repeats() && expressions.key().isOfInputAlone()
                && expressions.transform().isOfInputAlone();
    }

    /** Whether an answer is one record instead of a page of records. */
    public boolean isSingleObject() {
        return source.items().equals(".");
    }
}
