package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.http.CookieHeader;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Map;
import java.util.Set;

/**
 * Checks each request as it came, before any undertow route: in Camel, query parameters and headers share one map, so
 * one could pass for the other. A parameter that the API does not know is refused; elsewhere it is dropped. An error
 * without a body gets one in words.
 */
final class RequestFilter {

    private static final Set<String> PARAMETERS =
            Set.of("code", "state", "error", "data", "endpoint", "discard", "collection", "account", "from", "to",
                    "dryRun", "short", "anyway", "withoutPrivate", "name",
                    "kind", "by", "most", "after", "key", "on", "text", "year");
    private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final int MOST_HEADERS = 100;
    private static final int MOST_HEADER_CHARACTERS = 32 * 1024;

    private final AccessPolicy policy;
    private final AllowedMethods methods;

    RequestFilter(AccessPolicy policy, AllowedMethods methods) {
        this.policy = policy;
        this.methods = methods;
    }

    /** A handler that hands on the requests that may pass. */
    HttpHandler before(HttpHandler next) {
        return exchange -> {
            exchange.addDefaultResponseListener(this::putInWords);
            Answer refusal;
            try {
                refusal = refusal(exchange);
            } catch (RequestException e) {
                refusal = error(exchange, 400, e.getMessage());
            }
            if (refusal == null) {
                next.handleRequest(exchange);
            } else {
                RequestBodies.refuse(exchange, refusal);
            }
        };
    }

    /** @return null when the request may pass; then its address has been read */
    private Answer refusal(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        if (isTooMuch(headers)) {
            return error(exchange, 431, "The request has more headers than this server reads.");
        }
        String path = RequestAddress.path(exchange.getRequestPath());
        Map<String, String> parameters = RequestAddress.parameters(exchange.getQueryString(), PARAMETERS);
        exchange.setRequestPath(path);
        exchange.setRelativePath(path);
        exchange.getQueryParameters().clear();
        parameters.forEach(exchange::addQueryParam);
        PARAMETERS.forEach(headers::remove);
        Answer refusal = policyRefusal(exchange, path, headers);
        if (refusal == null) {
            ApiParameters.requireKnown(path, RequestAddress.names(exchange.getQueryString()));
        }
        return refusal;
    }

    private Answer policyRefusal(HttpServerExchange exchange, String path, HeaderMap headers) {
        if (exchange.isRequestComplete()) {
            // some clients send a type without a body
            headers.remove(Headers.CONTENT_TYPE);
        }
        return policy.refusal(new AccessPolicy.Request(
                exchange.getRequestMethod().toString(),
                path,
                headers.getFirst(Headers.HOST),
                headers.getFirst(Headers.ORIGIN),
                headers.getFirst(SEC_FETCH_SITE),
                headers.getFirst(Headers.CONTENT_TYPE),
                new AccessPolicy.Credentials(headers.getFirst(Headers.AUTHORIZATION),
                        CookieHeader.value(headers.getFirst(Headers.COOKIE), AccessPolicy.SESSION_COOKIE))));
    }

    private static boolean isTooMuch(HeaderMap headers) {
        int count = 0;
        int characters = 0;
        for (HttpString name : headers.getHeaderNames()) {
            for (String value : headers.get(name)) {
                count++;
                characters += name.length() + value.length();
            }
        }
        return count > MOST_HEADERS || characters > MOST_HEADER_CHARACTERS;
    }

    /** Answers 404, for a path without a route. */
    void nothingHere(HttpServerExchange exchange) {
        send(exchange, error(exchange, 404, words(404)));
    }

    /** Undertow and Camel refuse without a body. */
    private boolean putInWords(HttpServerExchange exchange) {
        int status = exchange.getStatusCode();
        if (status < 400) {
            return false;
        }
        send(exchange, status == 405 ? wrongMethod(exchange) : error(exchange, status, words(status)));
        return true;
    }

    private Answer wrongMethod(HttpServerExchange exchange) {
        Set<String> allowed = methods.at(exchange.getRequestPath());
        if (allowed.isEmpty()) {
            return error(exchange, 404, words(404));
        }
        String list = String.join(", ", allowed);
        Answer answer = exchange.getRequestMethod().equals(Methods.OPTIONS) ? Answer.empty(204)
                : error(exchange, 405, "This path takes " + list + " only.");
        return answer.with("Allow", list);
    }

    private static String words(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this path. The page is at /.";
            case 503 -> "This is not served at the moment: try again.";
            default -> status < 500 ? "The request cannot be read."
                    : "This is a fault of the pipeline: its log says more.";
        };
    }

    private static Answer error(HttpServerExchange exchange, int status, String message) {
        return ErrorAnswers.error(status, message, exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
    }

    /** Sends an answer that no route makes. */
    static void send(HttpServerExchange exchange, Answer answer) {
        exchange.setStatusCode(answer.status());
        exchange.getResponseHeaders().remove(Headers.CONTENT_LENGTH);
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        exchange.getResponseSender().send(answer.body());
    }
}
