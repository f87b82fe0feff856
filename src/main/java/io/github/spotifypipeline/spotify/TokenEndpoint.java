package io.github.spotifypipeline.spotify;

import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.accounts.TokenRefusedException;
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
     * @throws TokenRefusedException on any answer but a grant
     * @throws ApiException          when there was no answer
     */
    @Override
    public TokenGrant apply(Map<String, String> form) {
        try {
            return template.requestBody("kamelet:spotify-token-action", form, TokenGrant.class);
        } catch (CamelExecutionException e) {
            TokenRefusedException refused = ObjectHelper.getException(TokenRefusedException.class, e);
            ApiException unreachable = ObjectHelper.getException(ApiException.class, e);
            if (unreachable != null) {
                throw unreachable;
            }
            throw refused != null ? refused : RuntimeCamelException.wrapRuntimeCamelException(e.getCause());
        }
    }
}
