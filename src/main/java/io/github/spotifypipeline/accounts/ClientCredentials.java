package io.github.spotifypipeline.accounts;

/**
 * The app at Spotify that this program speaks as (RFC 6749, section 2.3.1).
 *
 * @param id     the client id, which is no secret; empty when no app is set
 * @param secret the client secret; empty: PKCE without one
 */
public record ClientCredentials(String id, String secret) {

    /** No app is set. */
    public static final ClientCredentials NONE = new ClientCredentials("", "");

    /** Whether an app is set. */
    public boolean isSet() {
        return !id.isEmpty();
    }

    /** Never shows the secret, wherever it may be printed. */
    @Override
    public String toString() {
        return "ClientCredentials[id=" + id + "]";
    }
}
