package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Which list of an account an item is of: the only one of its endpoint, that of a partition, or that of a parent's
 * record.
 *
 * @param prefix    what the {@code _id} of each of its records begins with, such as {@code anna:}
 * @param partition the partition; null when the endpoint has none
 * @param parentId  the {@code _id} of the parent's record; null when the endpoint has no parent
 * @param parent    the parent's object as Spotify sent it; null when there is none
 */
public record ListIdentity(String prefix, String partition, String parentId, JsonNode parent) {

    /** That of a list without a parent. */
    public static ListIdentity of(String prefix, String partition) {
        return new ListIdentity(prefix, partition, null, null);
    }
}
