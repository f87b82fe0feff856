package io.github.spotifysandbox;

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
import java.time.Duration;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.xnio.Options;

/** The HTTP server on 127.0.0.1: reads requests, records them, lets faults have their way, sends answers. */
final class LoopbackServer implements AutoCloseable {

    private static final long MAX_BODY_BYTES = 1 << 20;
    private static final int WORKERS = 32;
    private static final int SHUTDOWN_MS = 5_000;

    private final Clock clock;
    private final RequestLog log;
    private final FaultQueue faults;
    private final Function<RecordedRequest, String> accountOf;
    private final Endpoint endpoints;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Undertow undertow;

    /** @param accountOf the id of the account that a request speaks for, or null */
    LoopbackServer(Clock clock, RequestLog log, FaultQueue faults,
            Function<RecordedRequest, String> accountOf, Endpoint endpoints) {
        this.clock = clock;
        this.log = log;
        this.faults = faults;
        this.accountOf = accountOf;
        this.endpoints = endpoints;
    }

    /**
     * Binds and serves.
     *
     * @return the port
     * @throws IllegalStateException if the port cannot be had
     */
    int start(int port) {
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
        closing.countDown();
        undertow.stop();
    }

    private void serve(HttpServerExchange exchange) throws IOException, InterruptedException {
        // undertow's own is that of another server, stopped since, where several share a process
        exchange.getResponseHeaders().put(Headers.DATE, DateUtils.toDateString(Date.from(clock.instant())));
        RecordedRequest request = read(exchange);
        log.add(request);
        FaultQueue.Verdict verdict = faults.judge(request.path(), accountOf.apply(request));
        if (cutShort(verdict.delay())) {
            exchange.getConnection().close();
            return;
        }
        verdict.actions().forEach(Runnable::run);
        if (verdict.replacement().isPresent()) {
            Fault fault = verdict.replacement().get();
            switch (fault.ending()) {
                case COMPLETE -> send(exchange, fault.isGzipped() ? fault.toAnswer().zipped() : fault.toAnswer());
                case TRUNCATED -> sendHalf(exchange, fault.toAnswer());
                case RESET -> reset(exchange);
                case DRIPPING, ENDLESS -> {
                    begin(exchange, fault.toAnswer());
                    new EndlessBody(fault, closing).sendTo(exchange.getOutputStream());
                    exchange.getConnection().close();
                }
            }
        } else {
            send(exchange, endpoints.answer(request));
        }
    }

    private RecordedRequest read(HttpServerExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HeaderValues values : exchange.getRequestHeaders()) {
            headers.put(values.getHeaderName().toString(), List.copyOf(values));
        }
        String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new RecordedRequest(exchange.getRequestMethod().toString(), exchange.getRequestPath(),
                exchange.getQueryString(), Collections.unmodifiableMap(headers), body, clock.instant());
    }

    private boolean cutShort(Duration delay) throws InterruptedException {
        return !delay.isZero() && closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void send(HttpServerExchange exchange, Answer answer) throws IOException {
        begin(exchange, answer);
        exchange.getOutputStream().write(answer.body());
        exchange.endExchange();
    }

    private static void sendHalf(HttpServerExchange exchange, Answer answer) throws IOException {
        begin(exchange, answer);
        exchange.setResponseContentLength(answer.body().length);
        exchange.getOutputStream().write(answer.body(), 0, answer.body().length / 2);
        exchange.getOutputStream().flush();
        exchange.getConnection().close();
    }

    private static void reset(HttpServerExchange exchange) throws IOException {
        exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
        exchange.getConnection().close();
    }

    private static void begin(HttpServerExchange exchange, Answer answer) {
        exchange.setStatusCode(answer.status());
        answer.headers().forEach((name, value) ->
                exchange.getResponseHeaders().put(HttpString.tryFromString(name), value));
    }
}
