package io.github.spotifysandbox.api;

import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.RefusedRequest;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The query of a Web API call, read the way Spotify reads it. */
final class ApiQuery {

    static final int DEFAULT_LIMIT = 20;
    static final int MAX_LIMIT = 50;

    private final String raw;
    private final Parameters parameters;

    private ApiQuery(String raw, Parameters parameters) {
        this.raw = raw;
        this.parameters = parameters;
    }

    /** @throws RefusedRequest 400 if the encoding is broken or a name comes twice */
    static ApiQuery of(SandboxRequest request) {
        try {
            return new ApiQuery(request.query(), Parameters.parse(request.query()));
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage());
        }
    }

    Optional<String> find(String name) {
        return parameters.find(name);
    }

    /** @throws RefusedRequest 400 unless it is 1 to 50 or missing, which means 20 */
    int limit() {
        return limit(DEFAULT_LIMIT, MAX_LIMIT);
    }

    /** @throws RefusedRequest 400 unless it is 1 to the maximum or missing */
    int limit(int whenMissing, int max) {
        int limit = number("limit", whenMissing);
        if (limit < 1 || limit > max) {
            throw badRequest("Invalid limit");
        }
        return limit;
    }

    /** @throws RefusedRequest 400 unless it is a whole number from 0 on or missing, which means 0 */
    int offset() {
        int offset = number("offset", 0);
        if (offset < 0) {
            throw badRequest("Invalid offset");
        }
        return offset;
    }

    /** The parameters other than these, as they came, each with an ampersand before it. */
    String without(Set<String> names) {
        return Arrays.stream(raw.split("&"))
                .filter(pair -> !pair.isEmpty() && !names.contains(pair.split("=", 2)[0]))
                .map(pair -> "&" + pair)
                .collect(Collectors.joining());
    }

    static RefusedRequest badRequest(String message) {
        return new RefusedRequest(SandboxAnswer.apiError(400, message));
    }

    private int number(String name, int whenMissing) {
        try {
            return find(name).map(Integer::parseInt).orElse(whenMissing);
        } catch (NumberFormatException e) {
            throw badRequest("Invalid " + name);
        }
    }
}
