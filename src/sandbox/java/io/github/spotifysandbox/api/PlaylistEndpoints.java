package io.github.spotifysandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.accounts.SandboxPlaylist;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/playlists/{id}} and {@code /v1/playlists/{id}/items}. Playlists of the sandbox's other accounts can be
 * looked up too; their items cannot.
 */
final class PlaylistEndpoints {

    private static final String SCOPE = "playlist-read-private";

    private final ApiContext context;

    PlaylistEndpoints(ApiContext context) {
        this.context = context;
    }

    /** The playlist without its items; {@code fields} is a list of top-level names. */
    SandboxAnswer playlist(SandboxRequest request) {
        String id = request.id();
        SandboxAccount account = context.account(request);
        Optional<String> fields = ApiQuery.of(request).find("fields");
        SandboxPlaylist playlist = account.library().playlist(id).orElseGet(() -> ofOthers(id));
        ObjectNode full = playlist.full();
        fields.ifPresent(names -> full.retain(topLevel(names)));
        return SandboxAnswer.json(200, full);
    }

    /** The items of a playlist that the account owns or that is collaborative; otherwise 403. */
    SandboxAnswer items(SandboxRequest request) {
        String id = request.id();
        SandboxAccount account = context.account(request, SCOPE);
        ApiQuery query = ApiQuery.of(request);
        OffsetPage page = OffsetPage.of(context.url(request.path()), query);
        Optional<SandboxPlaylist> own = account.library().playlist(id);
        if (own.isEmpty()) {
            ofOthers(id);
        }
        SandboxPlaylist readable = own.filter(SandboxPlaylist::readable).orElseThrow(ApiContext::forbidden);
        boolean episodes = List.of(query.find("additional_types").orElse("").split(",")).contains("episode");
        return SandboxAnswer.json(200, page.json(readable.part(page.offset(), page.limit(), episodes)));
    }

    private SandboxPlaylist ofOthers(String id) {
        return context.accounts().all().stream()
                .flatMap(account -> account.library().playlist(id).stream())
                .findFirst().orElseThrow(ApiContext::notFound);
    }

    private static List<String> topLevel(String fields) {
        if (!fields.matches("[a-z_]+(,[a-z_]+)*")) {
            throw ApiQuery.badRequest("Invalid fields: the sandbox knows top-level names only");
        }
        return Arrays.asList(fields.split(","));
    }
}
