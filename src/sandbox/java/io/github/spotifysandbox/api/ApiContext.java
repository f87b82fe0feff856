package io.github.spotifysandbox.api;

import io.github.spotifysandbox.accounts.AccountDirectory;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.music.Catalogue;
import io.github.spotifysandbox.oauth.Tokens;
import io.github.spotifysandbox.server.RefusedRequest;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What the endpoints of the Web API share.
 *
 * @param origin    scheme, host and port of the sandbox, known once it is bound
 * @param clock     says what was played by now
 * @param tokens    tells whom a call speaks for
 * @param accounts  all accounts
 * @param catalogue all music that can be looked up
 */
public record ApiContext(Supplier<URI> origin, Clock clock, Tokens tokens, AccountDirectory accounts,
        Catalogue catalogue) {

    /**
     * The account that a call speaks for.
     *
     * @throws RefusedRequest 401 without a good token, 403 if a scope is missing
     */
    SandboxAccount account(SandboxRequest request, String... scopes) {
        return tokens.account(request, scopes);
    }

    /** The address of a path of the sandbox, for example of "/v1/me". */
    String url(String path) {
        return origin.get() + path;
    }

    static RefusedRequest forbidden() {
        return new RefusedRequest(SandboxAnswer.apiError(403, "Forbidden"));
    }

    static RefusedRequest notFound() {
        return new RefusedRequest(SandboxAnswer.apiError(404, "Resource not found"));
    }
}
