package io.github.spotifypipeline.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.auth.AccessTokens;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Variable;

/** Decides what is asked of the Web API, with which token, and what an answer means. */
public final class SpotifyApi {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final URI base;
    private final AccessTokens tokens;

    /** @param base the Web API's URL with its version, without a slash at the end */
    public SpotifyApi(URI base, AccessTokens tokens) {
        this.base = base;
        this.tokens = tokens;
    }

    /**
     * Begins a call.
     *
     * @param accountId whose token to use
     * @param target    a path below the API's URL such as {@code /me/tracks?limit=50}, or an absolute URL on its origin
     * @throws ApiException when it is not a URL, or not on the configured origin: the token would leak
     */
    public ApiCall call(@Variable("spotifyAccount") String accountId, @Variable("spotifyTarget") String target) {
        URI url;
        try {
            // also what Camel would take for a placeholder is no URL: {{ }} in an answer must not name a setting or a bean
            url = new URI(target.startsWith("/") ? base + target : target);
        } catch (URISyntaxException e) {
            throw new ApiException("Spotify's answer leads to what is not a URL, which is not followed.");
        }
        if (url.getRawUserInfo() != null || !base.getScheme().equalsIgnoreCase(url.getScheme())
                || !base.getHost().equalsIgnoreCase(url.getHost()) || base.getPort() != url.getPort()) {
            throw new ApiException("Spotify's answer leads to another server, which is not followed:"
                    + " it would be given the access token.");
        }
        return new ApiCall(accountId, url.toString());
    }

    /**
     * The Authorization header for the next try of a call.
     *
     * @throws AccessTokens.AccountParkedException when the account needs a new sign-in
     */
    public String authorization(ApiCall call) {
        call.use(tokens.of(call.getAccountId(), call.token()));
        return "Bearer " + call.token();
    }

    /**
     * Takes an answer.
     *
     * @param retryAfter the Retry-After header, null when there is none
     * @throws ApiException when there is no data in it and another try is no use
     */
    public void answered(ApiCall call, int status, String retryAfter, byte[] body) {
        if (status == 200) {
            call.succeed(json(body));
        } else if (status == 204) {
            call.succeed(null);
        } else if (status != 401 || !call.retryWithFreshToken()) {
            throw ApiRefusal.inWords(status, retryAfter, body == null ? "" : new String(body, StandardCharsets.UTF_8));
        }
    }

    /**
     * Takes the answer of {@code GET /me}, asked with a token that belongs to no account yet.
     *
     * @throws ApiException when there is no profile in it
     */
    public JsonNode profile(int status, byte[] body) {
        if (status == 200) {
            return json(body);
        }
        throw ApiRefusal.inWords(status, null, body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    /** Puts a failure of the network into words. @throws ApiException always */
    public void unreachable(IOException failure) {
        if (failure instanceof AnswerTooLargeException) {
            throw new ApiException("Spotify's answer is larger than 16 MB, which no page is.");
        }
        throw new ApiException(failure instanceof SocketTimeoutException ? "Spotify did not answer in time."
                : "Spotify could not be reached, or its answer broke off.");
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isContainerNode()) {
                return json;
            }
        } catch (IOException | IllegalArgumentException e) {
            // answered below: the body itself is not shown
        }
        throw new ApiException("Spotify's answer is not the JSON that it should be.");
    }
}
