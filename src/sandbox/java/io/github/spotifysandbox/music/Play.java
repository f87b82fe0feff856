package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An item of recently-played.
 *
 * @param at   the time, to the millisecond, by which it is ordered and found
 * @param item the JSON as sent
 */
public record Play(Instant at, JsonNode item) {
}
