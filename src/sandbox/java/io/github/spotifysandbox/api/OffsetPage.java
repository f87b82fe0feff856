package io.github.spotifysandbox.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.ListPart;
import java.util.Set;

/**
 * A page {@code {href,limit,next,offset,previous,total,items}}. Its links are the call's own address with other limit
 * and offset.
 *
 * @param url    address of the list, without a query
 * @param others the call's other parameters, each with an ampersand before it
 * @param limit  how many entries a page has
 * @param offset number of the first entry, from 0
 */
record OffsetPage(String url, String others, int limit, int offset) {

    private static final Set<String> PAGING = Set.of("limit", "offset");

    /** The page that a call asks for, of 20 entries unless told, at most 50. */
    static OffsetPage of(String url, ApiQuery query) {
        return of(url, query, ApiQuery.DEFAULT_LIMIT, ApiQuery.MAX_LIMIT);
    }

    /** The page that a call asks for, with limits of its own. */
    static OffsetPage of(String url, ApiQuery query, int whenMissing, int max) {
        return new OffsetPage(url, query.without(PAGING), query.limit(whenMissing, max), query.offset());
    }

    ObjectNode json(ListPart part) {
        ObjectNode page = JsonNodeFactory.instance.objectNode().put("href", link(offset)).put("limit", limit);
        boolean more = (long) offset + limit < part.total();
        page.put("next", more ? link(offset + limit) : null)
                .put("offset", offset)
                .put("previous", offset > 0 ? link(Math.max(0, offset - limit)) : null)
                .put("total", part.total())
                .putArray("items").addAll(part.items());
        return page;
    }

    private String link(int to) {
        return url + "?offset=" + to + "&limit=" + limit + others;
    }
}
