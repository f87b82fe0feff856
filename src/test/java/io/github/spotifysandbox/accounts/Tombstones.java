package io.github.spotifysandbox.accounts;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where things stood in a list before they were removed, so that a cursor that names one of them still goes on from
 * there. Not safe for several threads.
 */
final class Tombstones {

    private final Map<String, Optional<String>> nextAfter = new HashMap<>();

    /** @param next the id that came after it, which is in the list; null if it was the last */
    void removed(String id, String next) {
        nextAfter.put(id, Optional.ofNullable(next));
    }

    /** It is in the list again. */
    void back(String id) {
        nextAfter.remove(id);
    }

    /** The id still in the list from which to go on; empty at the end, or if the id was never in the list. */
    Optional<String> nextAfter(String id) {
        // A grave's successor was alive when it was dug, so a chain of graves leads to ever later ones and ends.
        Optional<String> next = nextAfter.getOrDefault(id, Optional.empty());
        while (next.isPresent() && nextAfter.containsKey(next.get())) {
            next = nextAfter.get(next.get());
        }
        return next;
    }
}
