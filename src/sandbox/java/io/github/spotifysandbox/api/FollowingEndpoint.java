package io.github.spotifysandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.ListPart;
import io.github.spotifysandbox.accounts.Shelf;
import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxEndpoint;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code GET /v1/me/following?type=artist}: pages by the id of the last artist seen. An {@code after} that names an
 * artist who is not followed gives an empty page.
 */
public final class FollowingEndpoint implements SandboxEndpoint {

    static final String PATH = "/v1/me/following";
    private static final String SCOPE = "user-follow-read";

    private final ApiContext context;

    FollowingEndpoint(ApiContext context) {
        this.context = context;
    }

    @Override
    public SandboxAnswer answer(SandboxRequest request) {
        Shelf artists = context.account(request, SCOPE).library().followedArtists;
        ApiQuery query = ApiQuery.of(request);
        if (!query.find("type").orElse("").equals("artist")) {
            throw ApiQuery.badRequest("Missing or invalid parameter type: only artist is supported");
        }
        int limit = query.limit();
        Optional<String> after = query.find("after");
        ListPart part = after.map(id -> artists.partAfter(id, limit + 1)).orElseGet(() -> artists.part(0, limit + 1));
        List<? extends JsonNode> page = part.items().subList(0, Math.min(limit, part.items().size()));
        String next = part.items().size() > limit ? lastId(page) : null;
        ObjectNode below = head(limit, after.orElse(null), next, part.total());
        below.putArray("items").addAll(page);
        return SandboxAnswer.json(200, JsonNodeFactory.instance.objectNode().set("artists", below));
    }

    /** The cursor for what comes after; null if no artist on the page has an id. */
    private static String lastId(List<? extends JsonNode> page) {
        return page.stream().map(artist -> artist.path("id").textValue()).filter(Objects::nonNull)
                .reduce((first, second) -> second).orElse(null);
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
