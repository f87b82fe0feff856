package io.github.spotifypipeline.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/me/following?type=artist}: pages by the id of the last artist seen. An {@code after} that names an
 * artist unfollowed meanwhile goes on from where it stood; one that was never followed gives an empty page.
 */
final class FollowingEndpoint implements Endpoint {

    static final String PATH = "/v1/me/following";
    private static final String SCOPE = "user-follow-read";

    private final ApiContext context;

    FollowingEndpoint(ApiContext context) {
        this.context = context;
    }

    @Override
    public Answer answer(RecordedRequest http) {
        Shelf artists = context.account(http, SCOPE).followedArtists();
        ApiQuery query = ApiQuery.of(http);
        if (!query.find("type").orElse("").equals("artist")) {
            throw ApiQuery.badRequest("Missing or invalid parameter type: only artist is supported");
        }
        int limit = query.limit();
        Optional<String> after = query.find("after");
        Slice slice = after.map(id -> artists.sliceAfter(id, limit + 1)).orElseGet(() -> artists.slice(0, limit + 1));
        List<Entry> page = slice.entries().subList(0, Math.min(limit, slice.entries().size()));
        String last = slice.entries().size() > limit ? page.get(limit - 1).id() : null;
        return answer(head(limit, after.orElse(null), last, slice.total()), page);
    }

    private ObjectNode head(int limit, String after, String last, int total) {
        ObjectNode head = JsonNodeFactory.instance.objectNode()
                .put("href", link(limit, after))
                .put("limit", limit)
                .put("next", last == null ? null : link(limit, last));
        head.putObject("cursors").put("after", last);
        return head.put("total", total);
    }

    private String link(int limit, String after) {
        return context.url(PATH) + "?type=artist" + (after == null ? "" : "&after=" + Parameters.encode(after))
                + "&limit=" + limit;
    }

    private Answer answer(ObjectNode head, List<Entry> page) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("{\"artists\":".getBytes(StandardCharsets.UTF_8));
        text.writeBytes(OffsetPage.join(head, page, context.shape()));
        text.write('}');
        return new Answer(200, Map.of("Content-Type", Answer.JSON), text.toByteArray());
    }
}
