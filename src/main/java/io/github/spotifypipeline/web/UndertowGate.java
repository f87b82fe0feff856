package io.github.spotifypipeline.web;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.PathTemplateMatch;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.component.undertow.spi.UndertowSecurityProvider;

/**
 * Stands before every undertow route. It sees the request as it came: in Camel, query parameters and headers share one
 * map, so a parameter could pass for a header; the parameters that no route reads are dropped here.
 */
public final class UndertowGate implements UndertowSecurityProvider {

    private static final Set<String> PARAMETERS = Set.of("code", "state", "error", "data", "endpoint", "collection");
    private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");

    private final Gatekeeper gatekeeper;

    public UndertowGate(Gatekeeper gatekeeper) {
        this.gatekeeper = gatekeeper;
    }

    @Override
    public int authenticate(HttpServerExchange exchange, List<String> allowedRoles) {
        Answer refusal = gatekeeper.refusal(new Gatekeeper.Request(
                exchange.getRequestMethod().toString(),
                exchange.getRequestPath(),
                exchange.getRequestHeaders().getFirst(Headers.HOST),
                exchange.getRequestHeaders().getFirst(Headers.ORIGIN),
                exchange.getRequestHeaders().getFirst(SEC_FETCH_SITE),
                exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE),
                exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION),
                CookieHeader.value(exchange.getRequestHeaders().getFirst(Headers.COOKIE), Gatekeeper.SESSION_COOKIE)));
        if (refusal == null) {
            dropOtherParameters(exchange);
            return 200;
        }
        refusal.headers().forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        exchange.addDefaultResponseListener(refused -> {
            refused.getResponseSender().send(refusal.body());
            return true;
        });
        return refusal.status();
    }

    /** Undertow adds what it finds in a path such as /api/accounts/{id} to the parameters: that stays, and alone. */
    private static void dropOtherParameters(HttpServerExchange exchange) {
        exchange.getQueryParameters().keySet().retainAll(PARAMETERS);
        PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
        if (match != null) {
            match.getParameters().forEach((name, value) ->
                    exchange.getQueryParameters().put(name, new ArrayDeque<>(List.of(value))));
        }
    }

    @Override
    public void addHeader(BiConsumer<String, Object> headers, HttpServerExchange exchange) {
        // nothing to tell the routes
    }

    @Override
    public boolean acceptConfiguration(Object configuration, String endpointUri) {
        return true;
    }
}
