package io.github.spotifypipeline.reading;

/**
 * The ids that the reading of a list has seen, as {@link LongIndex#key} has them. Where two ids share one, a removed
 * record would be noticed one reading later.
 */
final class SeenIds {

    private final LongIndex seen = new LongIndex();
    private int repeats;
    private long order;

    void add(String id) {
        add(LongIndex.key(id));
    }

    void add(long id) {
        repeats += seen.put(id, 0) < 0 ? 0 : 1;
    }

    /** Only counts for {@link #order}. */
    void append(String id) {
        order = order * 31 + LongIndex.key(id);
    }

    /** Stands for all that was appended, in its order: eight bytes. */
    long order() {
        return order;
    }

    boolean contains(String id) {
        return seen.get(LongIndex.key(id)) >= 0;
    }

    /** How often an id was added that had been seen before. */
    int repeats() {
        return repeats;
    }
}
