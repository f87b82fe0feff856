package io.github.spotifypipeline.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GET /v1/me}, in the shape that Development Mode has had since February 2026. */
final class ProfileEndpoint implements Endpoint {

    private final BearerCheck bearer;
    private final Accounts accounts;

    ProfileEndpoint(BearerCheck bearer, Accounts accounts) {
        this.bearer = bearer;
        this.accounts = accounts;
    }

    @Override
    public Answer answer(RecordedRequest http) {
        SandboxAccount account = accounts.get(bearer.require(http).accountId());
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
        return Answer.json(200, profile);
    }
}
