package io.github.spotifysandbox.server;

/** What answers a request. It knows nothing of the HTTP server. */
@FunctionalInterface
public interface SandboxEndpoint {

    /** @throws RefusedRequest if the request is answered with an error */
    SandboxAnswer answer(SandboxRequest request);
}
