package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
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
 */
public record Item(JsonNode raw, Long position, ListIdentity list, String day, String storedId) {

    /** The entries of an answer. @param offset how many entries of the list come before them */
    static List<Item> all(List<JsonNode> entries, long offset, ListIdentity list, String day) {
        return IntStream.range(0, entries.size())
                .mapToObj(i -> new Item(entries.get(i), offset + i, list, day, null)).toList();
    }

    /** @throws IllegalArgumentException when its place is not known */
    public long requirePosition() {
        if (position == null) {
            throw new IllegalArgumentException("its place in its list is not known");
        }
        return position;
    }
}
