package io.github.spotifypipeline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

/** One GET of the Web API: asked once, and once more with a fresh token when the first was refused (401). */
public final class ApiCall {

    private final String accountId;
    private final String url;
    private String token;
    private boolean retried;
    private JsonNode answer;

    ApiCall(String accountId, String url) {
        this.accountId = accountId;
        this.url = url;
    }

    public String getAccountId() {
        return accountId;
    }

    /** The absolute URL, on the configured origin. */
    public String getUrl() {
        return url;
    }

    /** Whether it is still to be asked. */
    public boolean isPending() {
        return answer == null;
    }

    /** What Spotify sent; JSON null for an answer without content (204). */
    public JsonNode getAnswer() {
        return answer;
    }

    /** The token of the last try; null before the first. */
    String token() {
        return token;
    }

    void use(String accessToken) {
        token = accessToken;
    }

    void succeed(JsonNode json) {
        answer = json == null ? NullNode.getInstance() : json;
    }

    /** @return true when another try with a fresh token is due */
    boolean retryWithFreshToken() {
        boolean first = !retried;
        retried = true;
        return first;
    }
}
