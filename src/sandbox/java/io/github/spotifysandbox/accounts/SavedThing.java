package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An entry of a shelf.
 *
 * @param entry   the JSON of the entry; never changed
 * @param thing   the track, album, artist and so on in it; a missing or null node in odd entries
 * @param addedAt when it was saved or followed: decides its place
 */
record SavedThing(JsonNode entry, JsonNode thing, Instant addedAt) {

    /** The Spotify id of the thing; null if it has none. */
    String id() {
        return thing.path("id").textValue();
    }
}
