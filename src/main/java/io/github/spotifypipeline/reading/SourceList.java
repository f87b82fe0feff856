package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.json.WholeNumbers;
import java.util.List;

/**
 * One list of an endpoint of an account, as it is to be read.
 *
 * @param identity which list it is
 * @param path     where it is read
 * @param token    the parent's change token when the list is about to be read; null when there is none
 * @param gone     whether the parent is no longer there, so that the list is empty without being read
 * @param own      whether the parent is the account's own, so that Spotify has no reason to refuse the list
 * @param last     how the list was read last; of a list without a parent, only its completeness is known
 * @param former   what the {@code _id}s of the day begin with on which a snapshot was read last; null when that is the
 *                 sync's day, or no snapshot was read yet
 */
public record SourceList(ListIdentity identity, String path, String token, boolean gone, boolean own, LastRead last,
                         String former) {

    /** A list without a parent. */
    public static SourceList single(ListIdentity identity, String path, ListCompleteness before, String former) {
        return new SourceList(identity, path, null, false, false, LastRead.NONE.with(before), former);
    }

    /** The list of a parent that is no longer there. */
    static SourceList gone(String prefix, String parentId) {
        return new SourceList(new ListIdentity(prefix, null, parentId, null), "", null, true, false, LastRead.NONE,
                null);
    }

    /** The same list, read again under another token. */
    SourceList withToken(String newToken) {
        return new SourceList(identity, path, newToken, gone, own, last, former);
    }

    /** What the {@code _id} of each of its records begins with. */
    String prefix() {
        return identity.prefix();
    }

    /** Whether it is that of a parent's record. */
    boolean isChild() {
        return identity.parentId() != null;
    }

    /** The list's completeness until now. */
    ListCompleteness before() {
        return last.completeness();
    }

    /**
     * How many entries the parent says that the list has: its field {@code total} under the name with which the path
     * ends, as a playlist's {@code items.total}, which is {@code tracks.total} in the older shape.
     *
     * @return null when it does not say
     */
    Long counted() {
        if (identity.parent() == null) {
            return null;
        }
        String name = path.replaceFirst("[?#].*", "").replaceFirst(".*/", "");
        List<String> names = name.equals("items") ? List.of("items", "tracks")
                : name.equals("tracks") ? List.of("tracks", "items") : List.of(name);
        // what an older version has stored may be spelt 3.0
        return names.stream().map(each -> identity.parent().path(each).path("total")).filter(JsonNode::isNumber)
                .map(WholeNumbers::of).filter(JsonNode::isIntegralNumber).map(JsonNode::longValue).findFirst()
                .orElse(null);
    }
}
