package io.github.spotifysandbox.server;

import io.undertow.server.HttpServerExchange;

/** Stands between the HTTP server and the endpoints. Tests record requests here and make calls go wrong. */
@FunctionalInterface
public interface Interceptor {

    /** Sends what the endpoints answer. */
    Interceptor NONE = (exchange, request, endpoints) ->
            LoopbackServer.send(exchange, endpoints.answer(request));

    /**
     * Answers a request or ends its connection.
     *
     * @param request   what was read from the exchange
     * @param endpoints gives the answer that the sandbox has for a request
     */
    void handle(HttpServerExchange exchange, SandboxRequest request, SandboxEndpoint endpoints) throws Exception;
}
