package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What an account plays most of one kind, by time range. Safe for several threads. */
final class TopLists {

    static final String DEFAULT_RANGE = "medium_term";
    static final Set<String> RANGES = Set.of("short_term", DEFAULT_RANGE, "long_term");

    private final Consumer<JsonNode> catalogue;
    private final Map<String, List<Entry>> byRange = new HashMap<>();

    /** @param catalogue told of everything that comes onto a list, so that it can be looked up */
    TopLists(Consumer<JsonNode> catalogue) {
        this.catalogue = catalogue;
    }

    /** @throws IllegalArgumentException if there is no such range */
    void set(String range, List<? extends JsonNode> things) {
        if (!RANGES.contains(range)) {
            throw new IllegalArgumentException("A top list has one of the ranges " + RANGES + ", not " + range);
        }
        List<JsonNode> copies = things.stream().<JsonNode>map(JsonNode::deepCopy).toList();
        copies.forEach(catalogue);
        synchronized (this) {
            byRange.put(range, copies.stream().map(thing -> Entry.of(thing, null, null)).toList());
        }
    }

    synchronized void clear() {
        byRange.clear();
    }

    synchronized Slice slice(String range, int offset, int limit) {
        return Slice.of(byRange.getOrDefault(range, List.of()), offset, limit);
    }
}
