package io.github.spotifypipeline.web;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import java.net.URI;
import org.apache.camel.component.undertow.HttpHandlerRegistrationInfo;
import org.apache.camel.component.undertow.UndertowConsumer;
import org.apache.camel.component.undertow.UndertowHost;
import org.apache.camel.component.undertow.UndertowHostKey;
import org.apache.camel.component.undertow.handlers.CamelRootHandler;
import org.apache.camel.component.undertow.handlers.RestRootHandler;
import org.xnio.Options;

/**
 * The HTTP server of one address: the request filter, and behind it the routes. It runs while there are routes.
 * Undertow itself answers what is no request (a broken head or escape, no or two hosts): 400 without a body.
 */
final class WebHost implements UndertowHost {

    /** Milliseconds that a request's head may take to arrive. */
    private static final int HEAD_PATIENCE = 5_000;
    /** Milliseconds that a connection may be idle between requests. */
    private static final int IDLE_PATIENCE = 60_000;
    /** Milliseconds that a client may take to read the next part of an answer, which holds a thread. */
    private static final int WRITE_PATIENCE = 10_000;
    /** Holds the largest body, {@link RequestBodies#MOST_BYTES}. */
    private static final int BUFFER_BYTES = 16 * 1024;
    /** Larger answers are compressed for clients that accept it: the charts' library is a megabyte. */
    private static final int LARGE_BYTES = 8 * 1024;

    private final UndertowHostKey key;
    private final AllowedMethods methods = new AllowedMethods();
    private final CamelRootHandler routes;
    private final RestRootHandler restRoutes = new RestRootHandler();
    private final RequestFilter filter;
    private Undertow server;

    WebHost(UndertowHostKey key, AccessPolicy policy) {
        this.key = key;
        this.filter = new RequestFilter(policy, methods);
        this.routes = new CamelRootHandler(filter::nothingHere);
        this.restRoutes.init(key.getPort());
    }

    @Override
    public void validateEndpointURI(URI uri) {
        // all are accepted
    }

    /** The first route decides whether the server is one of plain routes or of the Rest DSL, as in Camel's own. */
    @Override
    public synchronized HttpHandler registerHandler(UndertowConsumer consumer, HttpHandlerRegistrationInfo info,
                                                    HttpHandler handler) {
        boolean rest = consumer != null && consumer.isRest();
        if (server == null) {
            start(rest ? restRoutes : routes);
        }
        if (rest) {
            restRoutes.addConsumer(consumer);
            return restRoutes;
        }
        HttpHandler added = routes.add(info.getUri().getPath(), info.getMethodRestrict(), info.isMatchOnUriPrefix(),
                handler);
        methods.add(info);
        if (consumer != null) {
            consumer.setExceptionHandler(new LostAnswers(consumer.getEndpoint().getCamelContext()));
        }
        return added;
    }

    private void start(HttpHandler next) {
        Undertow.Builder builder = Undertow.builder()
                .setBufferSize(BUFFER_BYTES)
                .setHandler(filter.before(new RequestBodies(compressed(next))))
                .setSocketOption(Options.WRITE_TIMEOUT, WRITE_PATIENCE)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_PATIENCE)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_PATIENCE)
                // the request filter and RequestBodies check these, and answer in words
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L);
        if (key.getSslContext() == null) {
            builder.addHttpListener(key.getPort(), key.getHost());
        } else {
            builder.addHttpsListener(key.getPort(), key.getHost(), key.getSslContext());
        }
        Undertow built = builder.build();
        try {
            built.start();
        } catch (RuntimeException e) {
            built.stop();
            throw e;
        }
        server = built;
    }

    private static HttpHandler compressed(HttpHandler next) {
        return new EncodingHandler(next, new ContentEncodingRepository().addEncodingHandler("gzip",
                new GzipEncodingProvider(), 1, exchange -> exchange.getResponseContentLength() > LARGE_BYTES));
    }

    @Override
    public synchronized void unregisterHandler(UndertowConsumer consumer, HttpHandlerRegistrationInfo info) {
        if (server == null) {
            return;
        }
        boolean last;
        if (consumer != null && consumer.isRest()) {
            restRoutes.removeConsumer(consumer);
            last = restRoutes.consumers() <= 0;
        } else {
            routes.remove(info.getUri().getPath(), info.getMethodRestrict(), info.isMatchOnUriPrefix());
            methods.remove(info);
            last = routes.isEmpty();
        }
        if (last) {
            server.stop();
            server = null;
        }
    }
}
