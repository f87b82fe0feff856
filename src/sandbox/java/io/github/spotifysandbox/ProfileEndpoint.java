package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GET /v1/me}. */
final class ProfileEndpoint implements Endpoint {

    private final ApiContext context;

    ProfileEndpoint(ApiContext context) {
        this.context = context;
    }

    @Override
    public Answer answer(RecordedRequest http) {
        SandboxAccount account = context.account(http);
        String pathId = Parameters.encode(account.id());
        ObjectNode profile = JsonNodeFactory.instance.objectNode();
        if (account.accountIdShown()) {
            profile.put("account_id", account.accountId());
        }
        profile.put("id", account.id())
                .put("display_name", account.displayName())
                .put("uri", "spotify:user:" + pathId)
                .put("href", SpotifyJson.API + "/users/" + pathId)
                .put("type", "user");
        profile.putArray("images");
        profile.putObject("external_urls").put("spotify", SpotifyJson.OPEN + "/user/" + pathId);
        if (context.shape().hasOlderFields()) {
            putOlderFields(profile);
        }
        return Answer.json(200, profile);
    }

    private static void putOlderFields(ObjectNode profile) {
        profile.put("country", "SE").put("email", "listener@example.invalid").put("product", "premium");
        profile.putObject("followers").putNull("href").put("total", 3);
        profile.putObject("explicit_content").put("filter_enabled", false).put("filter_locked", false);
    }
}
