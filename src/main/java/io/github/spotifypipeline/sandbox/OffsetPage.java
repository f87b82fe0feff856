package io.github.spotifypipeline.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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

    /** The page that a call asks for. */
    static OffsetPage of(String url, ApiQuery query, int whenMissing, int max) {
        return new OffsetPage(url, query.without(PAGING), query.limit(whenMissing, max), query.offset());
    }

    /** Everything but the items. */
    ObjectNode head(int total) {
        ObjectNode head = JsonNodeFactory.instance.objectNode().put("href", link(offset)).put("limit", limit);
        boolean more = (long) offset + limit < total;
        return head.put("next", more ? link(offset + limit) : null)
                .put("offset", offset)
                .put("previous", offset > 0 ? link(Math.max(0, offset - limit)) : null)
                .put("total", total);
    }

    Answer answer(Slice slice, Shape shape) {
        return new Answer(200, Map.of("Content-Type", Answer.JSON), join(head(slice.total()), slice.entries(), shape));
    }

    /** The text of an object with the entries as its last field: what is ready is not written again. */
    static byte[] join(ObjectNode head, List<Entry> entries, Shape shape) {
        String start = head.toString();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(start.substring(0, start.length() - 1).getBytes(StandardCharsets.UTF_8));
        text.writeBytes(",\"items\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                text.write(',');
            }
            text.writeBytes(entries.get(i).text(shape));
        }
        text.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return text.toByteArray();
    }

    private String link(int to) {
        return url + "?offset=" + to + "&limit=" + limit + others;
    }
}
