package io.github.spotifysandbox.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.music.Play;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxEndpoint;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/me/player/recently-played}. */
final class RecentlyPlayedEndpoint implements SandboxEndpoint {

    static final String PATH = "/v1/me/player/recently-played";
    private static final String SCOPE = "user-read-recently-played";

    private final ApiContext context;

    RecentlyPlayedEndpoint(ApiContext context) {
        this.context = context;
    }

    @Override
    public SandboxAnswer answer(SandboxRequest request) {
        SandboxAccount account = context.account(request, SCOPE);
        ApiQuery query = ApiQuery.of(request);
        int limit = query.limit();
        Optional<Long> after = time(query, "after");
        Optional<Long> before = time(query, "before");
        if (after.isPresent() && before.isPresent()) {
            throw ApiQuery.badRequest("Only one of after and before may be given");
        }
        List<Play> window = account.recentPlays(context.clock().instant());
        List<Play> page;
        String cursor;
        if (after.isPresent()) {
            page = oldestAfter(window, after.get(), limit);
            cursor = "after=" + after.get() + "&";
        } else {
            page = newestBefore(window, before.orElse(Long.MAX_VALUE), limit);
            cursor = before.map(ms -> "before=" + ms + "&").orElse("");
        }
        return SandboxAnswer.json(200, page(page, limit, cursor, after.isPresent()));
    }

    private ObjectNode page(List<Play> plays, int limit, String cursor, boolean forward) {
        String url = context.url(PATH);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        plays.forEach(play -> page.withArray("items").add(play.item()));
        if (plays.isEmpty()) {
            page.putArray("items");
            page.putNull("next").putNull("cursors");
        } else {
            long newest = plays.get(0).at().toEpochMilli();
            long oldest = plays.get(plays.size() - 1).at().toEpochMilli();
            page.put("next", url + (forward ? "?after=" + newest : "?before=" + oldest) + "&limit=" + limit);
            page.putObject("cursors").put("after", Long.toString(newest)).put("before", Long.toString(oldest));
        }
        return page.put("limit", limit).put("href", url + "?" + cursor + "limit=" + limit);
    }

    /** The oldest plays after a time: newer ones would make {@code next} skip some. The page is newest first. */
    private static List<Play> oldestAfter(List<Play> newestFirst, long ms, int limit) {
        List<Play> later = newestFirst.stream().filter(play -> play.at().toEpochMilli() > ms).toList();
        return later.subList(Math.max(0, later.size() - limit), later.size());
    }

    private static List<Play> newestBefore(List<Play> newestFirst, long ms, int limit) {
        return newestFirst.stream().filter(play -> play.at().toEpochMilli() < ms).limit(limit).toList();
    }

    private static Optional<Long> time(ApiQuery query, String name) {
        try {
            return query.find(name).map(Long::parseLong);
        } catch (NumberFormatException e) {
            throw ApiQuery.badRequest("Invalid " + name);
        }
    }
}
