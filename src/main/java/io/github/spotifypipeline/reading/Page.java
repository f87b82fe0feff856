package io.github.spotifypipeline.reading;

import java.util.List;
import java.util.function.Predicate;

/**
 * Items of one list that are made records and stored together.
 *
 * @param items        in their order, without those that Spotify left empty
 * @param emptyEntries those that Spotify left empty
 * @param members      told of the records that are made
 */
public record Page(List<Item> items, List<Item> emptyEntries, ListMembers members) {

    /** One without an item. */
    public static final Page NONE = new Page(List.of(), List.of(), null);

    /** The page of all items that an answer shows. */
    static Page of(List<Item> shown, ListMembers members) {
        return new Page(shown.stream().filter(item -> !Content.isMissing(item.raw())).toList(),
                shown.stream().filter(item -> Content.isMissing(item.raw())).toList(), members);
    }

    /** Whether there is no item. */
    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** Without some items. */
    public Page without(Predicate<Item> some) {
        return new Page(items.stream().filter(some.negate()).toList(), emptyEntries, members);
    }
}
