package io.github.spotifypipeline.sync;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One list of an endpoint of an account: the only one, that of a partition, or that of a parent's record.
 *
 * @param prefix    what the {@code _id} of each of its records begins with, such as {@code anna:}
 * @param path      where it is read
 * @param partition the partition; null when the endpoint has none
 * @param parent    the parent's object as Spotify sent it; null when the endpoint has no parent
 * @param parentId  the {@code _id} of the parent's record; null when the endpoint has no parent
 * @param token     the parent's change token when the list is about to be read; null when there is none
 * @param gone      whether the parent is no longer there, so that the list is empty without being read
 * @param before    the list's discrepancy until now
 */
record Slice(String prefix, String path, String partition, JsonNode parent, String parentId, String token,
             boolean gone, Discrepancy before) {

    /** The same list, read again under another token. */
    Slice withToken(String newToken) {
        return new Slice(prefix, path, partition, parent, parentId, newToken, gone, before);
    }

    boolean isChild() {
        return parentId != null;
    }
}
