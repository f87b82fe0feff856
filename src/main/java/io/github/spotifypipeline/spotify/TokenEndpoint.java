package io.github.spotifypipeline.spotify;

import io.github.spotifypipeline.accounts.TokenGrant;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.util.ObjectHelper;

/** Spotify's token endpoint, called through {@code kamelet:spotify-token-action}. */
public final class TokenEndpoint implements Function<Map<String, String>, TokenGrant> {

    private final ProducerTemplate template;

    public TokenEndpoint(ProducerTemplate template) {
        this.template = template;
    }

    /**
     * @throws SpotifyException on any answer but a grant
     */
    @Override
    public TokenGrant apply(Map<String, String> form) {
        try {
            return template.requestBody("kamelet:spotify-token-action", form, TokenGrant.class);
        } catch (CamelExecutionException e) {
            SpotifyException refused = ObjectHelper.getException(SpotifyException.class, e);
            throw refused != null ? refused : RuntimeCamelException.wrapRuntimeCamelException(e.getCause());
        }
    }
}
