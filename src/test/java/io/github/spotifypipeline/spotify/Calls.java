package io.github.spotifypipeline.spotify;

import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.accounts.TokenGrant;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Does for a token what the route of spotify-call-action does.
 *
 * @param endpoint stands for Spotify's token endpoint; throws SpotifyException
 */
record Calls(AccessTokens tokens, Function<Map<String, String>, TokenGrant> endpoint) {

    /** A good token. @param refused one that is not to be given again, or null */
    String validToken(String accountId, String refused) {
        return validToken(accountId, refused, new KeptToken());
    }

    /** The same of a sync's call. @param kept of the sync */
    String validToken(String accountId, String refused, KeptToken kept) {
        TokenRequest request = new TokenRequest(accountId, refused, kept);
        return await().atMost(Duration.ofMinutes(3)).pollInSameThread().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20)).until(() -> step(request), Objects::nonNull);
    }

    private String step(TokenRequest request) {
        String token = tokens.validToken(request);
        if (request.refreshing() != null) {
            refresh(request);
        }
        return token;
    }

    private void refresh(TokenRequest request) {
        TokenGrant grant;
        try {
            grant = endpoint.apply(AccessTokens.form(request));
        } catch (SpotifyException e) {
            Failure failure = tokens.refused(request, e.failure());
            if (failure != null) {
                throw new SpotifyException(failure);
            }
            return;
        }
        tokens.granted(request, grant);
    }
}
