package io.github.spotifysandbox.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the sandbox received it.
 *
 * @param method  in capitals
 * @param path    decoded, without the query, for example "/v1/me"
 * @param id      what stands in the path where its route has {@code {id}}; empty if the route has none
 * @param query   raw, without the question mark; empty if there was none
 * @param headers all values by name; names are looked up without regard to case
 * @param body    as UTF-8 text; empty if there was none
 */
public record SandboxRequest(
        String method,
        String path,
        String id,
        String query,
        Map<String, List<String>> headers,
        String body) {

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The same request with another id. */
    public SandboxRequest withId(String newId) {
        return new SandboxRequest(method, path, newId, query, headers, body);
    }

    /** Method and path only: the rest may hold secrets, and this text ends up in logs and test reports. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
