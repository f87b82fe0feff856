package io.github.spotifysandbox;

import io.github.spotifysandbox.TokenClaims.Kind;
import java.util.List;
import java.util.Optional;

/** Reads whom a request speaks for. */
final class BearerCheck {

    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final AuthorizationCodes codes;

    BearerCheck(Tokens tokens, AuthorizationCodes codes) {
        this.tokens = tokens;
        this.codes = codes;
    }

    /**
     * The claims of the request's access token.
     *
     * @throws Refusal 401 if there is none or it is no longer good
     */
    TokenClaims require(RecordedRequest http) {
        return tokens.requireAccess(bearer(http).orElseThrow(() -> Tokens.unauthorized("No token provided")));
    }

    /**
     * The claims, with these scopes among the granted ones.
     *
     * @throws Refusal 401 as above, 403 if a scope is missing
     */
    TokenClaims require(RecordedRequest http, String... scopes) {
        TokenClaims claims = require(http);
        if (!claims.scopes().containsAll(List.of(scopes))) {
            throw new Refusal(Answer.apiError(403, "Insufficient client scope"));
        }
        return claims;
    }

    /** The account a request names by access token, refresh token or code, good or not; null if it names none. */
    String accountOrNull(RecordedRequest http) {
        return http.path().equals(TokenEndpoint.PATH) ? accountOfForm(http) : accountOfBearer(http);
    }

    private String accountOfBearer(RecordedRequest http) {
        return bearer(http).flatMap(token -> tokens.accountOf(Kind.ACCESS, token)).orElse(null);
    }

    private String accountOfForm(RecordedRequest http) {
        Parameters form;
        try {
            form = Parameters.parse(http.body());
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
        return tokens.accountOf(Kind.REFRESH, form.get("refresh_token"))
                .or(() -> codes.accountOf(form.get("code")))
                .orElse(null);
    }

    private static Optional<String> bearer(RecordedRequest http) {
        return http.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).trim());
    }
}
