package io.github.spotifysandbox.server;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.DateUtils;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The HTTP server on 127.0.0.1: reads requests and sends answers. */
public final class LoopbackServer implements AutoCloseable {

    private static final long MAX_BODY_BYTES = 1 << 20;
    private static final int WORKERS = 32;
    private static final int SHUTDOWN_MS = 5_000;

    private final Clock clock;
    private final Interceptor interceptor;
    private final SandboxEndpoint endpoints;
    private Undertow undertow;

    /** @param clock gives the Date header */
    public LoopbackServer(Clock clock, Interceptor interceptor, SandboxEndpoint endpoints) {
        this.clock = clock;
        this.interceptor = interceptor;
        this.endpoints = endpoints;
    }

    /**
     * Binds and serves.
     *
     * @return the port
     * @throws IllegalStateException if the port cannot be had
     */
    public int start(int port) {
        undertow = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setIoThreads(2)
                .setWorkerThreads(WORKERS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY_BYTES)
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, SHUTDOWN_MS)
                .setHandler(new BlockingHandler(this::serve))
                .build();
        try {
            undertow.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException("The sandbox cannot listen on 127.0.0.1 port " + port
                    + ": is another program using it?", e);
        }
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() {
        undertow.stop();
    }

    /** Sends a whole answer. */
    public static void send(HttpServerExchange exchange, SandboxAnswer answer) throws IOException {
        begin(exchange, answer);
        exchange.getOutputStream().write(answer.body());
        exchange.endExchange();
    }

    /** Sets status and headers; nothing is sent yet. */
    public static void begin(HttpServerExchange exchange, SandboxAnswer answer) {
        exchange.setStatusCode(answer.status());
        answer.headers().forEach((name, value) ->
                exchange.getResponseHeaders().put(HttpString.tryFromString(name), value));
    }

    private void serve(HttpServerExchange exchange) throws Exception {
        // Undertow keeps the Date header of a process in one place, also that of a server that has stopped.
        exchange.getResponseHeaders().put(Headers.DATE, DateUtils.toDateString(Date.from(clock.instant())));
        interceptor.handle(exchange, read(exchange), endpoints);
    }

    private static SandboxRequest read(HttpServerExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HeaderValues values : exchange.getRequestHeaders()) {
            headers.put(values.getHeaderName().toString(), List.copyOf(values));
        }
        String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new SandboxRequest(exchange.getRequestMethod().toString(), exchange.getRequestPath(), "",
                exchange.getQueryString(), Collections.unmodifiableMap(headers), body);
    }
}
