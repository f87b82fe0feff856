package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
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
        String next = slice.entries().size() > limit ? lastId(page) : null;
        return new PageText().add("{\"artists\":")
                .add(head(limit, after.orElse(null), next, slice.total()), page, context.shape())
                .add("}").toAnswer();
    }

    /** The cursor for what comes after; null if nothing on the page has an id, which only raw entries lack. */
    private static String lastId(List<Entry> page) {
        return page.stream().map(Entry::id).filter(Objects::nonNull).reduce((first, second) -> second).orElse(null);
    }

    private ObjectNode head(int limit, String after, String next, int total) {
        ObjectNode head = JsonNodeFactory.instance.objectNode()
                .put("href", link(limit, after))
                .put("limit", limit)
                .put("next", next == null ? null : link(limit, next));
        head.putObject("cursors").put("after", next);
        return head.put("total", total);
    }

    private String link(int limit, String after) {
        return context.url(PATH) + "?type=artist" + (after == null ? "" : "&after=" + Parameters.encode(after))
                + "&limit=" + limit;
    }
}
