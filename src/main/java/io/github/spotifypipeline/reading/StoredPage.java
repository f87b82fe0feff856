package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Items of one list that come from the database.
 *
 * @param partition the partition; null when the endpoint has none
 * @param parentId  the {@code _id} of the parent's record; null when the endpoint has no parent
 * @param parent    the parent's object as Spotify sent it; null when the endpoint has no parent
 */
public record StoredPage(String partition, String parentId, JsonNode parent, List<Item> items) {

    /**
     * An item.
     *
     * @param id       the {@code _id} of the document that it comes from
     * @param raw      as Spotify sent it
     * @param position its place in its list, from 0; null when that is not known
     * @param day      the day that it counts to, {@code YYYY-MM-DD}
     * @param prefix   what the {@code _id} of its record begins with
     */
    public record Item(String id, JsonNode raw, Long position, String day, String prefix) {
    }
}
