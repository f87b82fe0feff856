package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A part of a list, as it was at one moment.
 *
 * @param items the items from the offset on, at most as many as asked for
 * @param total how many the whole list has
 */
public record ListPart(List<? extends JsonNode> items, int total) {

    /** @param offset may be beyond the end */
    public static ListPart of(List<? extends JsonNode> list, int offset, int limit) {
        int from = Math.min(offset, list.size());
        int to = Math.min(list.size() - from, limit) + from;
        return new ListPart(List.copyOf(list.subList(from, to)), list.size());
    }
}
