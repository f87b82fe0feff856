package io.github.spotifysandbox.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.music.SpotifyJson;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxEndpoint;
import io.github.spotifysandbox.server.SandboxRequest;

/** {@code GET /v1/me}. */
final class ProfileEndpoint implements SandboxEndpoint {

    private final ApiContext context;

    ProfileEndpoint(ApiContext context) {
        this.context = context;
    }

    @Override
    public SandboxAnswer answer(SandboxRequest request) {
        SandboxAccount account = context.account(request);
        String pathId = SpotifyJson.encode(account.id());
        ObjectNode profile = JsonNodeFactory.instance.objectNode()
                .put("account_id", account.accountId())
                .put("id", account.id())
                .put("display_name", account.displayName())
                .put("uri", "spotify:user:" + pathId)
                .put("href", SpotifyJson.API + "/users/" + pathId)
                .put("type", "user");
        profile.putArray("images");
        profile.putObject("external_urls").put("spotify", SpotifyJson.OPEN + "/user/" + pathId);
        return SandboxAnswer.json(200, profile);
    }
}
