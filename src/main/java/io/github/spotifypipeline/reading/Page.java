package io.github.spotifypipeline.reading;

import java.util.List;
import java.util.function.Predicate;

/**
 * Items of one list that are made records and stored together.
 *
 * @param items        in their order, without those that Spotify left empty or that are stored as they are
 * @param emptyEntries those that Spotify left empty
 * @param members      told of the records that are made
 * @param unchanged    those that are stored as they are
 */
public record Page(List<Item> items, List<Item> emptyEntries, ListMembers members, List<Unchanged> unchanged) {

    /** One without an item. */
    public static final Page NONE = new Page(List.of(), List.of(), null);

    /**
     * An item that is stored as it is shown, so that nobody reads it.
     *
     * @param id       of its record, as {@link LongIndex#key} has it
     * @param position its place in its list, from 0
     */
    public record Unchanged(long id, long position) {
    }

    /** One of which nothing is known to be stored. */
    public Page(List<Item> items, List<Item> emptyEntries, ListMembers members) {
        this(items, emptyEntries, members, List.of());
    }

    /** The page of items that an answer shows. */
    static Page of(List<Item> shown, ListMembers members, List<Unchanged> unchanged) {
        return new Page(shown.stream().filter(item -> !Content.isMissing(item.raw())).toList(),
                shown.stream().filter(item -> Content.isMissing(item.raw())).toList(), members, unchanged);
    }

    /** Whether there is no item. */
    public boolean isEmpty() {
        return items.isEmpty() && unchanged.isEmpty();
    }

    /** How many entries it shows. */
    int entries() {
        return items.size() + emptyEntries.size() + unchanged.size();
    }

    /** Whether an item behind this one has the same {@code _id}, and is stored as it is: it is the one that counts. */
    public boolean isReplaced(Item item, String id) {
        return !unchanged.isEmpty() && unchanged.stream().anyMatch(one -> one.position() > item.position()
                && one.id() == LongIndex.key(id));
    }

    /** Without some items. */
    public Page without(Predicate<Item> some) {
        return new Page(items.stream().filter(some.negate()).toList(), emptyEntries, members, unchanged);
    }

    /** Each is one of its own. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    /** Camel asks for it whenever a route asks for {@link #isEmpty}: that of all items would be dear. */
    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
