package io.github.spotifysandbox.oauth;

import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.RefusedRequest;
import io.github.spotifysandbox.server.SandboxAnswer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A request for authorisation that may be shown to a person.
 *
 * @param redirectUri where the answer goes, exactly as given
 * @param scopes      asked for, without repeats
 * @param state       as given; empty if none
 * @param challenge   PKCE challenge; empty if none
 */
record AuthorizeRequest(String redirectUri, List<String> scopes, String state, String challenge) {

    /** Loopback hosts that Spotify takes over plain http; {@code localhost} is not among them. */
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    /** The scopes of the published contract. */
    private static final Set<String> KNOWN_SCOPES = Set.of(
            "app-remote-control", "playlist-modify-private", "playlist-modify-public",
            "playlist-read-collaborative", "playlist-read-private", "streaming", "ugc-image-upload",
            "user-follow-modify", "user-follow-read", "user-library-modify", "user-library-read",
            "user-modify-playback-state", "user-read-currently-playing", "user-read-email",
            "user-read-playback-position", "user-read-playback-state", "user-read-private",
            "user-read-recently-played", "user-top-read");

    /** @throws RefusedRequest 400 with a plain sentence: a request that cannot be trusted is never redirected */
    static AuthorizeRequest read(Parameters query, ClientRules client) {
        require(query.get("client_id").equals(client.id()), "Invalid client: client_id is not known here.");
        requireRedirectUri(query.get("redirect_uri"));
        require(query.get("response_type").equals("code"), "Invalid response_type: it must be code.");
        List<String> scopes = Stream.of(query.get("scope").split(" "))
                .filter(scope -> !scope.isEmpty()).distinct().toList();
        require(KNOWN_SCOPES.containsAll(scopes), "Invalid scope: Spotify has no such scope.");
        String challenge = query.get("code_challenge");
        if (challenge.isEmpty()) {
            require(client.hasSecret(), "Invalid request: without a client secret, code_challenge is required.");
        } else {
            require(query.get("code_challenge_method").equals("S256"),
                    "Invalid code_challenge_method: it must be S256.");
            require(Pkce.isChallenge(challenge), "Invalid code_challenge: it must be 43 base64url characters.");
        }
        return new AuthorizeRequest(query.get("redirect_uri"), scopes, query.get("state"), challenge);
    }

    /** The redirect URI with one more parameter and the state. */
    String answered(String name, String value) {
        String separator = redirectUri.contains("?") ? "&" : "?";
        String location = redirectUri + separator + name + "=" + Parameters.encode(value);
        return state.isEmpty() ? location : location + "&state=" + Parameters.encode(state);
    }

    private static void requireRedirectUri(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refuse("Invalid redirect URI.");
        }
        boolean plain = uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
        boolean safe = "https".equals(uri.getScheme())
                || "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
        boolean localhost = "localhost".equalsIgnoreCase(uri.getHost());
        require(plain && safe && !localhost,
                "Invalid redirect URI: it must be https, or http on 127.0.0.1 or [::1]; localhost is not allowed.");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw refuse(sentence);
        }
    }

    private static RefusedRequest refuse(String sentence) {
        return new RefusedRequest(SandboxAnswer.sentence(400, sentence));
    }
}
