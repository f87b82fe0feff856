package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.json.Hash128;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An entry of a list: a record is made of it.
 *
 * @param raw      as Spotify sent it
 * @param position its place in its list, from 0, where empty entries count, too; null when it is not known
 * @param list     which list it is of
 * @param day      the date that it counts to in the configured time zone, {@code YYYY-MM-DD}
 * @param storedId the {@code _id} of the document that it comes from; null when it comes from Spotify
 * @param hash     of what its record depends on; null where that is more than the item
 */
public record Item(JsonNode raw, Long position, ListIdentity list, String day, String storedId,
                   Hash128 hash) {

    /** One of which no hash is kept. */
    public Item(JsonNode raw, Long position, ListIdentity list, String day, String storedId) {
        this(raw, position, list, day, storedId, null);
    }

    /** The first entries of a list. */
    static List<Item> all(List<JsonNode> entries, ListIdentity list, String day) {
        return IntStream.range(0, entries.size())
                .mapToObj(i -> new Item(entries.get(i), (long) i, list, day, null)).toList();
    }

    /** @throws IllegalArgumentException when its place is not known */
    public long requirePosition() {
        if (position == null) {
            throw new IllegalArgumentException("its place in its list is not known");
        }
        return position;
    }
}
