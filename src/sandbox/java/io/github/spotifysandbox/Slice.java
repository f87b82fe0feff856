package io.github.spotifysandbox;

import java.util.List;

/**
 * A part of a list, as it was at one moment.
 *
 * @param entries the entries from the offset on, at most as many as asked for
 * @param total   how many the whole list has
 */
record Slice(List<Entry> entries, int total) {

    /** @param offset may be beyond the end */
    static Slice of(List<Entry> list, int offset, int limit) {
        int from = Math.min(offset, list.size());
        int to = Math.min(list.size() - from, limit) + from;
        return new Slice(List.copyOf(list.subList(from, to)), list.size());
    }
}
