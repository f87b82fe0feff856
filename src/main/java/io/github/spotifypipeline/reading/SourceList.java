package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.json.WholeNumbers;
import java.util.List;

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
 * @param own       whether the parent is the account's own, so that Spotify has no reason to refuse the list
 * @param last      how the list was read last; of a list without a parent, only its discrepancy is known
 * @param former    what the {@code _id}s of the day begin with on which a snapshot was read last; null when that is the
 *                  run's day, or no snapshot was read yet
 */
public record SourceList(String prefix, String path, String partition, JsonNode parent, String parentId, String token,
             boolean gone, boolean own, ParentReads.State last, String former) {

    /** A list without a parent. */
    public static SourceList single(String prefix, String path, String partition, ListCompleteness before, String former) {
        return new SourceList(prefix, path, partition, null, null, null, false, false,
                ParentReads.State.NONE.with(before), former);
    }

    /** The list of a parent that is no longer there. */
    static SourceList gone(String prefix, String parentId) {
        return new SourceList(prefix, "", null, null, parentId, null, true, false, ParentReads.State.NONE, null);
    }

    /** The same list, read again under another token. */
    SourceList withToken(String newToken) {
        return new SourceList(prefix, path, partition, parent, parentId, newToken, gone, own, last, former);
    }

    public boolean isChild() {
        return parentId != null;
    }

    /** The list's discrepancy until now. */
    ListCompleteness before() {
        return last.discrepancy();
    }

    /**
     * How many entries the parent says that the list has: its field {@code total} under the name with which the path
     * ends, as a playlist's {@code items.total}, which is {@code tracks.total} in the older shape.
     *
     * @return null when it does not say
     */
    Long counted() {
        if (parent == null) {
            return null;
        }
        String name = path.replaceFirst("[?#].*", "").replaceFirst(".*/", "");
        List<String> names = name.equals("items") ? List.of("items", "tracks")
                : name.equals("tracks") ? List.of("tracks", "items") : List.of(name);
        // what an older version has stored may be spelt 3.0
        return names.stream().map(each -> parent.path(each).path("total")).filter(JsonNode::isNumber)
                .map(WholeNumbers::of).filter(JsonNode::isIntegralNumber).map(JsonNode::longValue).findFirst().orElse(null);
    }
}
