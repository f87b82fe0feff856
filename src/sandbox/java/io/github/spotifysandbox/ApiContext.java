package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.function.Supplier;

/** What the endpoints of the Web API share. */
final class ApiContext {

    private final Supplier<URI> origin;
    private final BearerCheck bearer;
    private final Accounts accounts;
    private final Supplier<Shape> shape;

    /** @param origin scheme, host and port of the sandbox, known once it is bound */
    ApiContext(Supplier<URI> origin, BearerCheck bearer, Accounts accounts, Supplier<Shape> shape) {
        this.origin = origin;
        this.bearer = bearer;
        this.accounts = accounts;
        this.shape = shape;
    }

    /**
     * The account that a call speaks for.
     *
     * @throws Refusal 401 without a good token, 403 if a scope is missing
     */
    SandboxAccount account(RecordedRequest http, String... scopes) {
        return accounts.get(bearer.require(http, scopes).accountId());
    }

    Accounts accounts() {
        return accounts;
    }

    Shape shape() {
        return shape.get();
    }

    /** The address of a path of the sandbox, for example of "/v1/me". */
    String url(String path) {
        return origin.get() + path;
    }

    /** Music, with the fields that the shape has. */
    Answer music(JsonNode full) {
        return Answer.json(200, shape().of(full));
    }

    static Refusal forbidden() {
        return new Refusal(Answer.apiError(403, "Forbidden"));
    }

    static Refusal notFound() {
        return new Refusal(Answer.apiError(404, "Resource not found"));
    }
}
