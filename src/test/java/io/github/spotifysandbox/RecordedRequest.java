package io.github.spotifysandbox;

import io.github.spotifysandbox.server.SandboxRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the sandbox received it; see {@link SandboxRequest}.
 *
 * @param instant when it came, by the sandbox's clock
 */
public record RecordedRequest(
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        String body,
        Instant instant) {

    static RecordedRequest of(SandboxRequest request, Instant instant) {
        return new RecordedRequest(request.method(), request.path(), request.query(), request.headers(),
                request.body(), instant);
    }

    /** The first value of a header, by any spelling of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Method and path only: the rest may hold secrets, and this text ends up in logs and test reports. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
