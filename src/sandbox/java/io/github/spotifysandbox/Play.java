package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An item of recently-played.
 *
 * @param at    the time, to the millisecond, by which it is ordered and found
 * @param item  with all fields
 * @param exact whether it is sent as it is in every shape
 */
record Play(Instant at, JsonNode item, boolean exact) {

    /** The item as this shape shows it. */
    JsonNode in(Shape shape) {
        return exact ? item : shape.of(item);
    }
}
